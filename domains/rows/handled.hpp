// Rows on their way to a handler and back: what it says of them becomes what is decided.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "domains/kind.hpp"
#include "domains/rows/types.hpp"
#include "handlers/answer.hpp"

namespace waybill::rows {

/// What handlers may say of the rows of one chunk, in bytes.
inline constexpr std::size_t most_said_bytes = std::size_t{32} << 20;
/// So many rows a chunk has at most, so that all fits that may be said of them.
constexpr auto most_handled_rows(std::size_t result_columns) -> std::size_t {
  return std::max<std::size_t>(
      1, most_said_bytes / (handlers::most_message_bytes + result_columns * handlers::most_result_bytes));
}

/// What works on the rows of an import whose plan names a program or a server; null: its rows need nobody.
/// Nothing is started yet.
auto row_worker(const reading_order& order, const reading_start& from, const import_plan& plan)
    -> result<std::unique_ptr<record_worker>>;

}  // namespace waybill::rows
