// Text as HTML spells it: entities, white space, encodings. Internal to this folder. Source: HTML Living
// Standard, 13.2.5.72 ff. (character references), 13.5 (their names).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::formats::links {

enum class entity_place : std::uint8_t {
  text,
  attribute  ///< there `&copy=1` and `&copyright` are no entities: only a semicolon ends one before those
};

/// Appends `text` (UTF-8) with its entities undone. What is none stays as it is spelled.
void append_without_entities(std::string_view text, entity_place where, std::string& out);

/// Blanks at both ends are dropped, and those inside become one space.
void collapse_blanks(std::string& text);

/// How a file spells its letters.
enum class html_encoding : std::uint8_t {
  utf_8,         ///< said, or not: what is no UTF-8 is taken for Windows-1252
  windows_1252,  ///< said so
  unknown,       ///< said to be one that is not known here: read as the first
  first_other    ///< from here on: places in a list of encodings that the system's library knows
};
/// `name` as a `charset` gives it.
auto html_encoding_named(std::string_view name) -> html_encoding;

/// Whether `text` is UTF-8 already.
auto is_utf_8(std::string_view text, html_encoding from) -> bool;
/// `text` becomes UTF-8. False: bytes of it are no text, and U+FFFD stands for each.
auto make_utf_8(std::string& text, html_encoding from) -> bool;

}  // namespace waybill::formats::links
