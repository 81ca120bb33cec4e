// What stands above the rows of a table: its dialect and the names of its columns.
#include <algorithm>
#include <array>

#include "domains/rows/table_source.hpp"
#include "formats/recognise.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

namespace csv = formats::csv;

auto names_of(const std::vector<std::string>& header) -> std::vector<std::string> {
  const std::vector<std::string_view> cells(header.begin(), header.end());
  return formats::column_names(cells);
}

/// A file of failed rows comes back: the column that says why is not one of the table.
void drop_error_column(table_head& head) {
  if (head.headers.empty() || head.headers.back().size() < 2 || head.headers.back().back() != error_column)
    return;
  const auto width = head.headers.back().size();
  head.has_error_column = true;
  for (auto& row : head.headers)
    if (row.size() == width) row.pop_back();
}

auto dialect_with(std::string_view first, const import_options& options) -> csv::dialect {
  return csv::find_dialect(first.substr(0, formats::recognised_bytes), wishes_of(options)).with;
}

constexpr std::array table_shapes{std::string_view("a CSV table"),
                                  std::string_view("a table with tabs (TSV)"),
                                  std::string_view("a list of URLs"), std::string_view("a Markdown document"),
                                  std::string_view("a YAML document")};

}  // namespace

auto head_of(std::string_view first, bool is_whole, const import_options& options)
    -> std::optional<table_head> {
  if (!is_whole && first.size() < formats::recognised_bytes) return std::nullopt;
  table_head made;
  made.with = dialect_with(first, options);
  const std::size_t wanted = made.with.header_rows;
  made.rows_at = made.with.head_bytes;
  csv::row_reader rows(made.with, made.with.head_bytes, 1);
  rows.feed(first.substr(made.with.head_bytes));
  if (is_whole) rows.finish();
  while (made.headers.size() < wanted) {
    const auto* const one = rows.next();
    if (one == nullptr && !is_whole) return std::nullopt;
    if (one == nullptr) break;
    ++made.rows_above;
    made.rows_at = one->end_offset;
    if (!one->is_blank()) made.headers.emplace_back(one->cells.begin(), one->cells.end());
  }
  if (wanted > 0) {
    drop_error_column(made);
    if (!made.headers.empty()) made.columns = names_of(made.headers.back());
    return made;
  }
  const auto* one = rows.next();
  while (one != nullptr && one->is_blank()) one = rows.next();
  if (one == nullptr && !is_whole) return std::nullopt;
  if (one != nullptr) made.columns = names_of(std::vector<std::string>(one->cells.size()));
  return made;
}

auto head_of_file(const std::string& path, const import_options& with) -> std::optional<table_head> {
  const auto file = formats::open_file(path, 0);
  if (!file) return std::nullopt;
  std::string first;
  std::string block(formats::recognised_bytes, '\0');
  for (;;) {
    const auto got = file->read(block.data(), block.size());
    if (got < 0) return std::nullopt;
    first.append(block, 0, static_cast<std::size_t>(got));
    if (auto found = head_of(first, got == 0, with)) return found;
    if (got == 0 || first.size() > most_head_bytes) return std::nullopt;
  }
}

auto recognise_table(std::string_view format, std::string_view first) -> result<done> {
  if (format != "auto" && format != "csv") return no_such_format(format);
  const auto found = formats::recognise(first);
  const bool is_json = found.name.empty() && !first.empty() &&
                       (text::trimmed(first).starts_with('{') || text::trimmed(first).starts_with('['));
  const bool is_table = std::find(table_shapes.begin(), table_shapes.end(), found.name) != table_shapes.end();
  if (is_table || (found.name.empty() && !is_json)) return done{};
  const auto name = is_json ? "a JSON document" : found.name;
  return {errc::unknown_format, "The file is " + name + ", which no import of rows reads."};
}

auto key_fits(const import_options& options, const table_head& head) -> result<done> {
  for (const auto& name : options.key) {
    if (std::find(head.columns.begin(), head.columns.end(), name) != head.columns.end()) continue;
    constexpr std::size_t most_told = 20;
    std::string all;
    for (std::size_t i = 0; i < std::min(most_told, head.columns.size()); ++i)
      all.append(i == 0 ? "" : ", ").append(head.columns[i]);
    if (head.columns.size() > most_told) all += ", ...";
    return {errc::bad_value,
            "The key '" + name + "' is no column of the file; its columns are: " + all + "."};
  }
  return done{};
}

}  // namespace waybill::rows
