// Whose turn it is: the rows that a program has to answer, one line each, in their order. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "handlers/answer.hpp"

namespace waybill::handlers {

/// Of one batch. An answer that names its row goes to that row, one that does not to the row whose turn it
/// is. A row that is answered out of its turn, or twice, fails.
class row_turns {
 public:
  row_turns() = default;
  /// The rows' numbers, which rise. `first_sent`: the first row that the program ever saw.
  row_turns(std::vector<std::uint64_t> rows, std::uint64_t first_sent);

  [[nodiscard]] auto over() const -> bool { return turn_ == rows_.size(); }
  /// The place in the batch of the row whose turn it is.
  [[nodiscard]] auto turn() const -> std::size_t { return turn_; }
  [[nodiscard]] auto rows() const -> const std::vector<std::uint64_t>& { return rows_; }
  /// A line of the program. False: it was for a row that is answered already, and nobody's turn is over.
  auto take(row_answer answer) -> bool;
  /// The turn of the row is over: this became of it.
  void settle(row_said said);
  /// Once `over`: of each row.
  auto finish() -> std::vector<row_said>;

 private:
  void pass_answered();
  auto take_for(std::uint64_t row, row_said said) -> bool;

  std::vector<std::uint64_t> rows_;
  std::vector<std::optional<row_said>> said_;
  std::size_t turn_ = 0;
  std::uint64_t first_sent_ = 1;
  std::uint64_t last_stray_ = 0;  ///< the row that was answered again last; 0: none
};

}  // namespace waybill::handlers
