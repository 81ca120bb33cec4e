// The members of one object and the elements of one array, as they are spelled. Internal to the formats.
// Nothing is unescaped, converted or nested into: whoever needs a value reads it from its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json/text.hpp"

namespace waybill::formats::json {

struct member {
  std::string_view raw_key;  ///< between its quotes
  std::string_view key;      ///< unescaped
  std::string_view value;    ///< raw, without whitespace around it
  std::uint8_t is = 0;       ///< what a format takes the key for, by a number of its own
  bool superseded = false;   ///< the same key stands again behind it (see `mark_superseded`)
};

/// `raw` must be followed by 64 readable bytes. `into` is emptied first. False when it is no object: it was
/// not checked, or changed since.
auto read_members(std::string_view raw, std::vector<member>& into, item_texts& texts) -> bool;
/// The same for an array. `into` is emptied first.
auto read_elements(std::string_view raw, std::vector<std::string_view>& into) -> bool;

/// The value that `text` begins with, as it is spelled; what stands behind it is passed over. Empty: it does
/// not end, or is no value. Needs no bytes behind `text`.
auto first_value(std::string_view text) -> std::string_view;

/// A key that stands twice: the last one counts. Never quadratic.
void mark_superseded(std::vector<member>& members);

/// Appends a value without the whitespace between its tokens.
void append_minified(std::string_view raw, std::string& out);

/// Values by their first byte; none of them is ever empty.
constexpr auto is_string(std::string_view raw) noexcept -> bool { return raw.starts_with('"'); }
constexpr auto is_object(std::string_view raw) noexcept -> bool { return raw.starts_with('{'); }
constexpr auto is_array(std::string_view raw) noexcept -> bool { return raw.starts_with('['); }
constexpr auto is_null(std::string_view raw) noexcept -> bool { return raw.starts_with('n'); }
/// What stands between the quotes of a string's value.
constexpr auto inside_quotes(std::string_view raw) noexcept -> std::string_view {
  return raw.substr(1, raw.size() - 2);
}

}  // namespace waybill::formats::json
