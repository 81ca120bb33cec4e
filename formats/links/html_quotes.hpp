// Quotes that nobody closed. Internal to this folder.
#pragma once

#include <cstddef>
#include <string_view>

namespace waybill::formats::links {

/// More than that is not read again: whatever a link may hold, so that all who read a file see the same.
inline constexpr std::size_t most_swallowed_bytes = 1 << 20;

/// Whether the quote in front of a value was never closed: the one behind it begins another value, or stands
/// in a text. `beyond`: of it what stands behind its first `>`; `next`: the character behind the quote.
auto swallows(bool may_hold_entries, std::string_view beyond, char next) -> bool;

/// Such a value may hold any tag.
auto is_program(std::string_view value) -> bool;

}  // namespace waybill::formats::links
