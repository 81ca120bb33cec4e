#include "domains/nodes/table.hpp"

#include <algorithm>
#include <array>

#include "domains/nodes/json_item.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

namespace csv = formats::csv;

auto lowered(std::string_view cell) -> std::string {
  std::string name(text::trimmed(cell));
  std::transform(name.begin(), name.end(), name.begin(), text::lower);
  return name;
}

auto column_of(std::string_view name) -> column {
  if (name == "url" || name == "loc") return column::url;
  if (name == "title") return column::title;
  if (name == "metadata") return column::metadata;
  if (is_of_sitemap(name)) return column::of_sitemap;
  return is_derived(name) ? column::derived : column::other;
}

void add_column(std::string_view cell, table_head& to) {
  const auto name = lowered(cell);
  auto what = column_of(name);
  const auto is_there = [&](column one) {
    return std::find(to.columns.begin(), to.columns.end(), one) != to.columns.end();
  };
  // Of two columns with one meaning the first has it.
  const bool is_single = what == column::url || what == column::title || what == column::metadata;
  if (is_single && is_there(what)) what = column::other;
  if (what == column::url) to.url_at = to.columns.size();
  if (name == "id" && !to.id_at) to.id_at = to.columns.size();
  const bool is_ours = what != column::other;
  auto shown = is_ours ? name : text::repaired_utf8(text::trimmed(cell));
  if (shown.empty()) shown = "column_" + std::to_string(to.columns.size() + 1);
  to.columns.push_back(what);
  to.names.push_back(std::move(shown));
}

/// Two columns of one name would be one member.
void tell_apart(std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto earlier = names.begin() + static_cast<std::ptrdiff_t>(i);
    const auto wanted = names[i];
    for (int number = 2; std::find(names.begin(), earlier, names[i]) != earlier; ++number)
      names[i] = wanted + "_" + std::to_string(number);
  }
}

auto head_with(const csv::dialect& with, std::string_view first) -> std::optional<table_head> {
  constexpr std::size_t most_columns = 1'000;
  csv::row_reader rows(with, with.head_bytes, 1);
  rows.feed(first.substr(with.head_bytes));
  const auto* header = rows.next();
  while (header != nullptr && header->is_blank()) header = rows.next();
  if (header == nullptr) {
    rows.finish();
    header = rows.next();
  }
  if (header == nullptr || header->cells.size() > most_columns) return std::nullopt;
  table_head made;
  made.with = with;
  made.rows_at = header->end_offset;
  for (const auto cell : header->cells) add_column(cell, made);
  if (std::find(made.columns.begin(), made.columns.end(), column::url) == made.columns.end())
    return std::nullopt;
  tell_apart(made.names);
  return made;
}

}  // namespace

auto table_head_of(std::string_view first) -> std::optional<table_head> {
  auto with = csv::find_dialect(first).with;
  // Only the whole file could tell that it is something else.
  with.written_in = csv::encoding::utf_8;
  if (auto found = head_with(with, first)) return found;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    with.delimiter = delimiter;
    if (auto found = head_with(with, first)) return found;
  }
  return std::nullopt;
}

}  // namespace waybill::nodes
