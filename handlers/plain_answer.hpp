// Answers that say no more than that rows were taken, as most do: read without the parser of JSON, which
// makes of them the same. Internal to the room.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "handlers/answer.hpp"

namespace waybill::handlers {

/// Of one row. Nothing: it is not as plain as that, or no JSON; the parser has to look. Any thread.
auto plain_row_answer(std::string_view text, std::size_t result_columns) -> std::optional<row_answer>;

/// Of all rows of this batch. Nothing: not all of them are.
auto plain_batch_answer(std::string_view text, std::optional<std::uint64_t> batch,
                        std::span<const std::uint64_t> expected, std::size_t result_columns)
    -> std::optional<std::vector<row_said>>;

}  // namespace waybill::handlers
