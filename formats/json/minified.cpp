#include "formats/json/minified.hpp"

#include <cstddef>

namespace waybill::formats::json {
namespace {

/// Behind the closing quote of the string whose opening quote is `text[at]`; npos: it is not closed.
auto end_of_string(std::string_view text, std::size_t at) -> std::size_t {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

/// Where the value that begins `text` ends: at the comma or brace that is not its own; npos: there is none.
auto end_of_value(std::string_view text) -> std::size_t {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}')) return at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth-- == 0) break;
    ++at;
  }
  return std::string_view::npos;
}

}  // namespace

minified_members::minified_members(std::string_view object) {
  if (object.size() > 2 && object.front() == '{') rest_ = object.substr(1);
}

auto minified_members::next(minified_member& out) -> bool {
  const auto text = rest_;
  rest_ = {};
  if (text.empty() || text.front() != '"') return false;
  const auto key_end = end_of_string(text, 0);
  if (key_end >= text.size() || text[key_end] != ':') return false;
  const auto value = text.substr(key_end + 1);
  const auto value_end = end_of_value(value);
  if (value_end == std::string_view::npos || value_end == 0) return false;
  out = {text.substr(1, key_end - 2), value.substr(0, value_end)};
  if (value[value_end] == ',') rest_ = value.substr(value_end + 1);
  return true;
}

}  // namespace waybill::formats::json
