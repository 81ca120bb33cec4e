#include "domains/rows/preview.hpp"

#include <algorithm>

#include "domains/rows/findings.hpp"
#include "domains/rows/sheets_beside.hpp"
#include "domains/rows/table_source.hpp"
#include "domains/rows/workbook.hpp"
#include "formats/csv/table.hpp"
#include "formats/recognise.hpp"
#include "formats/text.hpp"
#include "formats/xlsx/table.hpp"

namespace waybill::rows {
namespace {

namespace csv = formats::csv;

constexpr std::size_t most_rows = 20;
constexpr std::size_t most_bytes = 4 << 20;  ///< of all cells that are shown
constexpr std::size_t looked_at_bytes = 16 << 20;
constexpr std::size_t piece_bytes = 256 << 10;
constexpr std::size_t item_bytes = 1 << 20;

auto missing() -> error { return {errc::file_missing, "The uploaded file is no longer there."}; }

/// A file that ends early.
class beginning_of final : public formats::byte_source {
 public:
  explicit beginning_of(std::unique_ptr<formats::byte_source> from) : from_(std::move(from)) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto got = from_->read(into, std::min(size, left_));
    if (got > 0) left_ -= static_cast<std::size_t>(got);
    return got;
  }

 private:
  std::unique_ptr<formats::byte_source> from_;
  std::size_t left_ = 2 * looked_at_bytes;
};

/// What was found, and whether that was all of the file.
struct looked_at {
  csv::checked_table table;
  bool is_all = false;
};

auto look(const std::string& path, const import_options& with) -> result<looked_at> {
  const auto file = formats::open_file(path, 0);
  if (file == nullptr) return missing();
  csv::checker check(wishes_of(with));
  std::string piece(piece_bytes, '\0');
  bool is_all = false;
  for (std::size_t seen = 0; !is_all && seen < looked_at_bytes;) {
    const auto got = file->read(piece.data(), piece.size());
    if (got < 0) return {errc::unavailable, "The uploaded file cannot be read now."};
    is_all = got == 0;
    auto bytes = std::string_view(piece).substr(0, static_cast<std::size_t>(got));
    seen += bytes.size();
    // What is cut off inside a character would be none of UTF-8.
    const auto end = bytes.rfind('\n');
    if (seen >= looked_at_bytes && end != std::string_view::npos) bytes = bytes.substr(0, end + 1);
    check.feed(bytes);
  }
  auto found = check.finish();
  if (const auto* const fault = std::get_if<formats::table_fault>(&found)) return error_of(*fault);
  return looked_at{std::get<csv::checked_table>(std::move(found)), is_all};
}

/// Takes rows as long as they are few and short.
class shown_rows {
 public:
  explicit shown_rows(table_preview& into) : into_(into) {}

  [[nodiscard]] auto wants_more() const -> bool {
    return into_.rows.size() < most_rows && bytes_ < most_bytes;
  }
  void add(const table_row& from) {
    auto& made = into_.rows.emplace_back();
    made.record = into_.rows.size();
    made.row = from.row;
    for (const auto cell : from.cells) add_cell(cell, made);
    made.warnings = warning_names(from.warnings);
    if (!from.fault.empty()) made.warnings.push_back(from.fault);
  }

 private:
  void add_cell(std::string_view cell, preview_row& to) {
    constexpr std::size_t least = 8;  // of JSON
    bytes_ += std::min(cell.size(), preview_cell_bytes) + least;
    if (bytes_ <= most_bytes) to.cells.emplace_back(text::cut_to_bytes(cell, preview_cell_bytes));
  }

  table_preview& into_;
  std::size_t bytes_ = 0;
};

void put_head(const table_head& head, const import_options& with, table_preview& to) {
  to.format = head.format;
  std::size_t bytes = 0;
  for (const auto& name : head.columns) {
    to.columns.emplace_back(text::cut_to_bytes(name, preview_cell_bytes));
    if ((bytes += to.columns.back().size()) > most_bytes) break;
  }
  to.key_fits = key_fits(with, head.columns).ok();
}

/// More of the file can say nothing else of its encoding.
auto is_certain(const std::vector<formats::table_finding>& parts) -> bool {
  return std::any_of(parts.begin(), parts.end(), [](const formats::table_finding& one) {
    return one.part == "encoding" &&
           (one.reason == "given" || one.reason == "byte_order_mark" || one.reason == "zero_bytes");
  });
}

auto preview_csv(const std::string& path, std::string_view file_name, const import_options& with,
                 bool written_here) -> result<table_preview> {
  auto seen = look(path, with);
  if (!seen) return std::move(seen).why();
  auto& [found, summary] = seen->table;
  found.is_guarded = written_here;
  const auto head = head_from(summary.head, found);
  auto bytes = formats::open_file(path, head.rows_at);
  if (bytes == nullptr) return missing();
  table_preview made;
  put_head(head, with, made);
  shown_rows shown(made);
  const auto rows = read_csv(std::make_unique<beginning_of>(std::move(bytes)), head, head.rows_at,
                             head.rows_above, item_bytes);
  table_row one;
  while (shown.wants_more() && rows->next(one) == table_rows::step::row) shown.add(one);
  table_findings all;
  all.format = "csv";
  all.parts = std::move(summary.head.findings);
  all.with = found;
  all.columns = head.columns;
  made.complete = seen->is_all || is_certain(all.parts);
  if (seen->is_all) all.skipped_blank = summary.skipped_blank;
  if (summary.encoding_guessed) all.warnings.emplace_back("encoding_guessed");
  tell_lost_header(head, all);
  if (const auto warning = warning_of_name(file_name, "csv"); !warning.empty())
    all.warnings.push_back(warning);
  made.findings = findings_text(all);
  return made;
}

auto preview_workbook(const std::string& path, std::string_view file_name, const import_options& with)
    -> result<table_preview> {
  auto sheet = choose_sheet(path, with, {{}, formats::xlsx::workbook::look_bytes});
  if (!sheet) return std::move(sheet).why();
  formats::xlsx::sheet_table table(sheet->of, sheet->number, header_wish(with), sheet_limits(item_bytes));
  const auto head = head_from_sheet(table.head());
  if (table.why()) return error_of(table.why());
  table_preview made;
  put_head(head, with, made);
  shown_rows shown(made);
  sheet_row_giver giver(head);
  table_row out;
  const formats::xlsx::row* one = nullptr;
  while (shown.wants_more() && (one = table.next()) != nullptr) {
    giver.give(*one, out);
    shown.add(out);
  }
  if (table.why()) return error_of(table.why());
  made.complete = !sheet->of->was_cut();
  if (made.rows.empty() && table.head().header.empty() && made.complete)
    return {errc::empty_file, "The sheet holds no table."};
  auto& found = sheet->found;
  tell_beside(*sheet, look_beside(*sheet, table.head(), with), found);
  found.parts = table.head().findings;
  found.columns = head.columns;
  tell_lost_header(head, found);
  if (const auto warning = warning_of_name(file_name, "xlsx"); !warning.empty())
    found.warnings.push_back(warning);
  made.findings = findings_text(found, shown_sheets);
  return made;
}

}  // namespace

auto preview_of(const std::string& path, std::string_view file_name, const import_options& with,
                bool written_here) -> result<table_preview> {
  std::string first(formats::recognised_bytes, '\0');
  const auto file = formats::open_file(path, 0);
  if (file == nullptr) return missing();
  const auto got = file->read(first.data(), first.size());
  if (got < 0) return {errc::unavailable, "The uploaded file cannot be read now."};
  first.resize(static_cast<std::size_t>(got));
  if (first.empty()) return {errc::empty_file, "The file is empty."};
  first = formats::telling_bytes(path, std::move(first));
  if (auto known = recognise_table("auto", first); !known) return std::move(known).why();
  return is_workbook(first) ? preview_workbook(path, file_name, with)
                            : preview_csv(path, file_name, with, written_here);
}

}  // namespace waybill::rows
