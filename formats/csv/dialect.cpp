// Which delimiter parts the rows of a table.
#include <algorithm>
#include <array>

#include "formats/csv/reader.hpp"
#include "formats/text.hpp"

namespace waybill::formats::csv {
namespace {

constexpr std::array delimiters{',', ';', '\t', '|'};
constexpr std::size_t rows_looked_at = 50;

/// How many cells the first rows have. A row that may be cut off does not count, unless it is the only one.
auto widths_of(std::string_view text, char delimiter) -> std::vector<std::size_t> {
  row_reader rows({.delimiter = delimiter}, 0, 1);
  rows.feed(text);
  std::vector<std::size_t> widths;
  while (widths.size() < rows_looked_at) {
    const auto* const one = rows.next();
    if (one == nullptr && !widths.empty()) break;
    if (one == nullptr) {
      rows.finish();
      if (const auto* const only = rows.next()) widths.push_back(only->cells.size());
      break;
    }
    if (!one->is_empty()) widths.push_back(one->cells.size());
  }
  return widths;
}

/// In a thousand: how many rows are as wide as the first. 0: it parts nothing.
auto evenness(const std::vector<std::size_t>& widths) -> std::size_t {
  if (widths.empty() || widths.front() < 2) return 0;
  const auto alike = std::count(widths.begin(), widths.end(), widths.front());
  return 1'000 * static_cast<std::size_t>(alike) / widths.size();
}

/// `sep=;` and its line end; 0: there is no such line.
auto size_of_hint(std::string_view text) -> std::size_t {
  if (!text::starts_ignoring_case(text, "sep=") || text.size() < 6) return 0;
  const auto rest = text.substr(5);
  if (rest.starts_with("\r\n")) return 7;
  return rest.front() == '\n' || rest.front() == '\r' ? 6 : 0;
}

}  // namespace

auto dialect_of(std::string_view first) -> dialect {
  dialect found;
  if (first.starts_with("\xEF\xBB\xBF")) found.head_bytes = 3;
  const auto text = first.substr(found.head_bytes);
  if (const auto hint = size_of_hint(text); hint != 0) {
    found.delimiter = text[4];
    found.head_bytes += hint;
    return found;
  }
  std::size_t best = 0;
  std::size_t best_width = 0;
  for (const char delimiter : delimiters) {
    const auto widths = widths_of(text, delimiter);
    const auto score = evenness(widths);
    const auto width = widths.empty() ? 0 : widths.front();
    if (score < best || (score == best && width <= best_width) || score == 0) continue;
    best = score;
    best_width = width;
    found.delimiter = delimiter;
  }
  return found;
}

}  // namespace waybill::formats::csv
