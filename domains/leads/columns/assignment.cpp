#include "domains/leads/columns/assignment.hpp"

#include <algorithm>
#include <limits>

namespace waybill::leads {
namespace {

/// Rows are matched one after the other; each time along the cheapest path of reduced costs. Row and column 0
/// are none; behind the columns stands one more for each row, which costs nothing: the row gets none.
class matching {
 public:
  explicit matching(const std::vector<std::vector<std::int64_t>>& gain)
      : gain_(gain),
        rows_(gain.size()),
        columns_(gain.empty() ? 0 : gain[0].size()),
        width_(columns_ + rows_),
        of_row_(rows_ + 1, 0),
        of_column_(width_ + 1, 0),
        row_at_(width_ + 1, 0),
        came_from_(width_ + 1, 0) {}

  auto solve() -> std::vector<std::optional<std::size_t>> {
    for (std::size_t row = 1; row <= rows_; ++row) match(row);
    std::vector<std::optional<std::size_t>> found(rows_);
    for (std::size_t column = 1; column <= columns_; ++column)
      if (const auto row = row_at_[column]; row != 0 && gain_[row - 1][column - 1] > 0)
        found[row - 1] = column - 1;
    return found;
  }

 private:
  static constexpr auto far = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] auto cost(std::size_t row, std::size_t column) const -> std::int64_t {
    if (column > columns_) return 0;
    const auto gain = gain_[row - 1][column - 1];
    return gain > 0 ? -gain : 0;
  }

  void match(std::size_t row) {
    row_at_[0] = row;
    std::vector<std::int64_t> least(width_ + 1, far);
    std::vector<bool> seen(width_ + 1, false);
    std::size_t at = 0;
    do {
      seen[at] = true;
      at = step(at, least, seen);
    } while (row_at_[at] != 0);
    for (; at != 0; at = came_from_[at]) row_at_[at] = row_at_[came_from_[at]];
  }

  /// Goes on to the nearest column that was not seen.
  auto step(std::size_t at, std::vector<std::int64_t>& least, const std::vector<bool>& seen) -> std::size_t {
    const auto row = row_at_[at];
    auto nearest = far;
    std::size_t next = 0;
    for (std::size_t column = 1; column <= width_; ++column) {
      if (seen[column]) continue;
      const auto reduced = cost(row, column) - of_row_[row] - of_column_[column];
      if (reduced < least[column]) {
        least[column] = reduced;
        came_from_[column] = at;
      }
      if (least[column] < nearest) {
        nearest = least[column];
        next = column;
      }
    }
    for (std::size_t column = 0; column <= width_; ++column) {
      if (seen[column]) {
        of_row_[row_at_[column]] += nearest;
        of_column_[column] -= nearest;
      } else if (least[column] != far) {
        least[column] -= nearest;
      }
    }
    return next;
  }

  const std::vector<std::vector<std::int64_t>>& gain_;
  std::size_t rows_;
  std::size_t columns_;
  std::size_t width_;
  std::vector<std::int64_t> of_row_;
  std::vector<std::int64_t> of_column_;
  std::vector<std::size_t> row_at_;
  std::vector<std::size_t> came_from_;
};

}  // namespace

auto best_assignment(const std::vector<std::vector<std::int64_t>>& gain)
    -> std::vector<std::optional<std::size_t>> {
  return matching(gain).solve();
}

}  // namespace waybill::leads
