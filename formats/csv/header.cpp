// Where the rows of a table begin, and what stands above them.
#include <algorithm>
#include <map>

#include "formats/csv/sample.hpp"
#include "formats/error_column.hpp"
#include "formats/text.hpp"

namespace waybill::formats::csv {
namespace {

auto filled(const sampled_row& row) -> std::size_t {
  return static_cast<std::size_t>(
      std::count_if(row.begin(), row.end(), [](const auto& cell) { return !text::is_blank(cell); }));
}

/// The width of most rows, and how many of their cells are filled at most.
struct shape {
  std::size_t width = 0;
  std::size_t filled = 0;
};
auto shape_of(const std::vector<sampled_row>& rows) -> shape {
  std::map<std::size_t, std::size_t> widths;
  for (const auto& row : rows) ++widths[row.size()];
  shape most;
  std::size_t best = 0;
  for (const auto& [width, count] : widths) {
    if (count < best) continue;
    best = count;
    most.width = width;
  }
  for (const auto& row : rows)
    if (row.size() == most.width) most.filled = std::max(most.filled, csv::filled(row));
  return most;
}

/// A title or a comment above the header: much less stands in it than in the rows.
auto is_title(const sampled_row& row, const shape& most) -> bool {
  if (most.width < 2) return false;
  const auto there = filled(row);
  if (there <= 1) return row.size() < most.width || (most.width > 2 && most.filled > 1);
  return there * 3 <= most.filled;
}

auto is_value(content one) -> bool { return one != content::nothing && one != content::text; }

/// What all the cells of a column hold below a row; text when they differ.
auto content_below(const std::vector<sampled_row>& rows, std::size_t above, std::size_t column) -> content {
  auto all = content::nothing;
  for (std::size_t i = above + 1; i < rows.size(); ++i) {
    if (column >= rows[i].size()) continue;
    const auto one = content_of(rows[i][column]);
    if (one == content::nothing || one == all) continue;
    const bool are_numbers =
        (one == content::year || one == content::number) && (all == content::year || all == content::number);
    if (all != content::nothing && !are_numbers) return content::text;
    all = are_numbers ? content::number : one;
  }
  return all;
}

auto judge(const std::vector<sampled_row>& rows, unsigned titles) -> found_header {
  const auto& first = rows[titles];
  std::size_t names = 0;
  std::size_t values = 0;
  for (std::size_t column = 0; column < first.size(); ++column) {
    const auto here = content_of(first[column]);
    const auto below = content_below(rows, titles, column);
    if (!is_value(below)) continue;
    names += static_cast<std::size_t>(here == content::text);
    // Years stand above figures as names of their columns.
    values += static_cast<std::size_t>(here == below);
  }
  if (values > names) return {titles, "values_above_values", values};
  return {titles + 1, names > 0 ? "names_above_values" : "usual", names};
}

auto holds_value(const sampled_row& row) -> bool {
  return std::any_of(row.begin(), row.end(), [](const auto& cell) { return is_value(content_of(cell)); });
}

/// How many rows say what the table is about (`Account;123`): narrower than it, and with values, which names
/// of columns are not; then come names, and values below them.
auto rows_about(const std::vector<sampled_row>& rows, const shape& most) -> unsigned {
  std::size_t above = 0;
  while (above < rows.size() && rows[above].size() < most.width &&
         (holds_value(rows[above]) || is_title(rows[above], most)))
    ++above;
  const bool is_table = above + 1 < rows.size() && rows[above].size() == most.width &&
                        above + 1 < most_header_rows && !holds_value(rows[above]);
  const auto count = static_cast<unsigned>(above);
  return is_table && judge(rows, count).reason == "names_above_values" ? count : 0;
}

/// There is nothing to compare it with: names are more than one, and no values.
auto judge_only_row(const sampled_row& row, unsigned titles) -> found_header {
  return {titles + (row.size() > 1 && !holds_value(row) ? 1U : 0U), "only_row", 0};
}

}  // namespace

auto find_header(const std::vector<sampled_row>& rows) -> found_header {
  if (rows.empty()) return {0, "usual", 0};
  const auto most = shape_of(rows);
  unsigned titles = 0;
  const auto last = std::min<std::size_t>(rows.size() - 1, most_header_rows - 1);
  while (titles < last && is_title(rows[titles], most)) ++titles;
  // Only titles: they are rows like any other.
  if (is_title(rows[titles], most)) titles = 0;
  titles = std::max(titles, rows_about(rows, most));
  if (titles + 1 == rows.size()) return judge_only_row(rows[titles], titles);
  return judge(rows, titles);
}

auto find_header_of_failed(const std::vector<sampled_row>& rows, bool are_cut, std::optional<unsigned> asked)
    -> std::optional<unsigned> {
  if (asked && *asked > 0) return std::nullopt;
  const auto most = std::min<std::size_t>(rows.size(), most_header_rows);
  const auto first = rows.begin();
  const auto last = first + static_cast<std::ptrdiff_t>(most);
  const auto found =
      std::find_if(first, last, [](const auto& row) { return row.size() > 1 && row.back() == error_column; });
  if (found == last) return std::nullopt;
  const auto stands_above = [&](const auto& row) {
    return row.size() == found->size() ? row.back().empty() : are_cut && row.size() < found->size();
  };
  if (!std::all_of(first, found, stands_above)) return std::nullopt;
  const auto count = static_cast<unsigned>(found - first) + 1;
  if (!asked) return count;
  auto made = column_names(std::vector<std::string_view>(found->size() - 1));
  made.emplace_back(error_column);
  return count == 1 && made == *found ? std::optional(count) : std::nullopt;
}

}  // namespace waybill::formats::csv
