// What takes rows outside this process, seen from the one who hands them over: batch by batch, each with a
// number, each answered before the next one but one is handed over. The contract is docs/handlers.md.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill::handlers {

/// What a handler is told of an import before its first row.
struct introduction {
  std::string import;
  std::uint64_t attempt = 1;
  std::uint64_t from_row = 1;               ///< the first row that it will see
  std::vector<std::string> headers;         ///< names of the columns, each once
  std::string options = "{}";               ///< a JSON object, handed through
  std::vector<std::string> result_columns;  ///< which members of an answer's `result` are wanted
};

struct row_in {
  std::uint64_t row_index = 0;  ///< from 1, rises
  std::span<const std::string_view> cells;
};

/// What became of a row.
struct row_said {
  enum class verdict : std::uint8_t { created, updated, skipped, failed };
  verdict what = verdict::created;
  std::string_view code;             ///< of a failed one; static storage
  std::string message;               ///< of a failed one, for a person
  std::string field;                 ///< the column that is wrong; "": the handler did not say
  std::vector<std::string> results;  ///< one for each result column, or none at all
};

/// Codes of rows that fail. Stable: they stand in the log.
inline constexpr std::string_view row_refused = "row_refused";          ///< the handler said no
inline constexpr std::string_view bad_answer = "bad_answer";            ///< what it said is no answer
inline constexpr std::string_view handler_timeout = "handler_timeout";  ///< it said nothing in time
inline constexpr std::string_view handler_died = "handler_died";        ///< it ended, twice over this row

/// What all rows came to, for the last line.
struct final_counts {
  std::uint64_t rows = 0;
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t skipped = 0;
  std::uint64_t failed = 0;
};

/// What a handler needs of the one it works for. Called from the thread that calls the handler.
struct surroundings {
  std::function<bool()> keep_on;               ///< false: end what you do at once
  std::function<void(std::string_view)> said;  ///< one line for the people who run the server
};

/// For one import. One thread at a time; blocks. Its end ends all that it has started.
/// Errors of all calls: handler_refused (the import fails), handler_unavailable (it waits; retry_after_s says
/// how long at least), unavailable (`keep_on` said no).
class handler {
 public:
  virtual ~handler() = default;
  /// Once, before any batch.
  virtual auto begin() -> result<done> = 0;
  /// The next batch, whose rows must hold until it was collected: they are written down as they are sent.
  /// While another one is being answered there is time to prepare.
  virtual void prepare(std::uint64_t batch, std::span<const row_in> rows) = 0;
  /// Hands over the batch that was prepared last. The one before must have been collected.
  virtual auto send() -> result<done> = 0;
  /// What became of the rows of the batch that was sent, in their order. Waits.
  virtual auto collect() -> result<std::vector<row_said>> = 0;
  /// Once, when every row of the import has its outcome.
  virtual auto end(const final_counts& counts) -> result<done> = 0;
};

}  // namespace waybill::handlers
