// Cursors: where a page ended, as text that only this server reads. Hex keeps them safe in URLs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace waybill {

auto make_cursor(std::string_view key) -> std::string;
/// Errors: bad_value, when it was not given out here or for another list (`key_begins` says which).
auto read_cursor(std::string_view cursor, std::string_view key_begins) -> result<std::string>;
/// For cursors that are numbers; 0 for an empty one. Errors: bad_value.
auto read_number_cursor(std::string_view cursor) -> result<std::uint64_t>;

}  // namespace waybill
