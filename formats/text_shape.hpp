// What a text seems to be, by its first lines: markup, a table, a list of URLs, prose. Internal to this
// folder.
#pragma once

#include <string_view>

namespace waybill::formats {

struct text_shape {
  std::string_view name;    ///< "a CSV table"; empty: it begins as JSON, or it is too little to tell
  std::string_view advice;  ///< a sentence: what to do about it; may be empty
};

/// Behind blanks stands a brace or a bracket.
auto begins_as_json(std::string_view text) -> bool;

/// HTML, XML, and a few other texts that tell by their first words what they are; `text` as below.
auto shape_of_markup(std::string_view text) -> text_shape;

/// `text` is in a superset of ASCII, without a byte order mark.
auto shape_of_text(std::string_view text) -> text_shape;

}  // namespace waybill::formats
