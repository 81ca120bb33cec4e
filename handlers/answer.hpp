// What handlers answer, read from its JSON. Whatever the bytes are: there is an answer, at worst a bad one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/handler.hpp"

namespace waybill::handlers {

/// An answer to one row is never longer.
inline constexpr std::size_t most_answer_bytes = std::size_t{1} << 20;
/// Nor one line that answers so many.
constexpr auto most_batch_answer_bytes(std::size_t rows) -> std::size_t {
  return std::clamp(rows * (std::size_t{8} << 10), most_answer_bytes, 8 * most_answer_bytes);
}
/// What is kept of a sentence, a column's name, and a value of a result; the rest is cut.
inline constexpr std::size_t most_message_bytes = 2'000;
inline constexpr std::size_t most_field_bytes = 300;
inline constexpr std::size_t most_result_bytes = 4'096;

struct row_answer {
  row_said said;
  std::optional<std::uint64_t> row_index;  ///< of which row it is, where it says so; 0: of none
};

/// Of one row. `result_columns`: which members of its `result` are wanted. Any thread.
auto read_row_answer(std::string_view text, std::span<const std::string> result_columns) -> row_answer;

struct batch_answer {
  std::vector<row_said> said;
  bool is_older = false;  ///< it is for a batch before
};

/// Of the rows `expected` of a batch, in their order. `batch`: its number, which the answer has to name;
/// where a request holds one batch, it does not.
auto read_batch_answer(std::string_view text, std::optional<std::uint64_t> batch,
                       std::span<const std::uint64_t> expected, std::span<const std::string> result_columns)
    -> batch_answer;

/// To the first and the last line. `ok` false: `why` says why, for a person.
struct line_answer {
  bool ok = false;
  bool batches = false;  ///< it wants whole batches
  std::string why;
  bool is_one = true;    ///< an object with an `ok`
  bool of_rows = false;  ///< it names a row or a batch: it answers no such line
};
auto read_line_answer(std::string_view text) -> line_answer;

/// A row that failed, with a sentence.
auto failed_row(std::string_view code, const std::string& message) -> row_said;

}  // namespace waybill::handlers
