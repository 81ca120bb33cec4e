#include "formats/csv/sample.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "formats/csv/reader.hpp"
#include "formats/text.hpp"

namespace waybill::formats::csv {
namespace {

constexpr std::size_t rows_looked_at = 200;

auto holds_only(std::string_view cell, std::string_view others) -> bool {
  return std::all_of(cell.begin(), cell.end(),
                     [&](char c) { return text::is_digit(c) || others.find(c) != std::string_view::npos; });
}

auto is_truth(std::string_view cell) -> bool {
  constexpr std::array words{"true", "false", "yes", "no", "oui", "non", "vrai", "faux"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text::equals_ignoring_case(cell, word); });
}

/// A figure with its sign, groups, decimals, percent or currency; a telephone number is one too.
auto without_units(std::string_view cell) -> std::string_view {
  for (const std::string_view unit : {"%", "$", "€", "£", "\u00A0", "\u202F"}) {
    if (cell.ends_with(unit)) cell.remove_suffix(unit.size());
    if (cell.starts_with(unit)) cell.remove_prefix(unit.size());
  }
  return text::trimmed(cell);
}

auto is_address(std::string_view cell) -> bool {
  if (cell.find(' ') != std::string_view::npos) return false;
  const auto at = cell.find('@');
  const bool is_email =
      at != std::string_view::npos && at > 0 && cell.find('.', at + 1) != std::string_view::npos;
  return is_email || cell.find("://") != std::string_view::npos;
}

}  // namespace

auto content_of(std::string_view cell) -> content {
  cell = text::trimmed(cell);
  if (cell.empty()) return content::nothing;
  if (is_truth(cell)) return content::truth;
  if (is_address(cell)) return content::address;
  const auto digits = static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), text::is_digit));
  if (digits == 0) return content::text;
  if (cell.size() == 4 && digits == 4 && (cell.starts_with("19") || cell.starts_with("20")))
    return content::year;
  const auto parts =
      std::count_if(cell.begin(), cell.end(), [](char c) { return c == '-' || c == '/' || c == ':'; });
  if (text::is_digit(cell.front()) && parts >= 1 && holds_only(cell, "-/:. TZ+")) return content::date;
  return holds_only(without_units(cell), "+-., ()'eE") ? content::number : content::text;
}

void for_sampled_rows(std::string_view text, const dialect& with, bool is_whole,
                      const std::function<void(const table_row&)>& take) {
  auto as_text = with;
  as_text.written_in = encoding::utf_8;
  row_reader reader(as_text, table_mark{});
  reader.leave_encoded();
  reader.feed(text);
  if (is_whole) reader.finish();
  for (std::size_t rows = 0; rows < rows_looked_at;) {
    const auto* one = reader.next();
    if (one == nullptr && rows == 0 && !is_whole) {
      reader.finish();
      is_whole = true;
      one = reader.next();
    }
    if (one == nullptr) break;
    if (one->is_empty_line) continue;
    take(*one);
    ++rows;
  }
}

auto sample_rows(std::string_view text, const dialect& with, bool is_whole) -> std::vector<sampled_row> {
  std::vector<sampled_row> rows;
  for_sampled_rows(text, with, is_whole,
                   [&](const table_row& one) { rows.emplace_back(one.cells.begin(), one.cells.end()); });
  return rows;
}

}  // namespace waybill::formats::csv
