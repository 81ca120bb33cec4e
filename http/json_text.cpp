#include "http/json_text.hpp"

#include <charconv>
#include <cmath>

#include "formats/text.hpp"

namespace waybill::http {
void json_text::separate() {
  if (!first_) out_.push_back(',');
  first_ = false;
}

auto json_text::begin_object() -> json_text& {
  separate();
  out_.push_back('{');
  first_ = true;
  return *this;
}
auto json_text::end_object() -> json_text& {
  out_.push_back('}');
  first_ = false;
  return *this;
}
auto json_text::begin_list() -> json_text& {
  separate();
  out_.push_back('[');
  first_ = true;
  return *this;
}
auto json_text::end_list() -> json_text& {
  out_.push_back(']');
  first_ = false;
  return *this;
}

auto json_text::key(std::string_view name) -> json_text& {
  separate();
  out_.push_back('"');
  out_.append(name).append("\":");
  first_ = true;  // the value that follows wants no comma
  return *this;
}

auto json_text::text_key(std::string_view name) -> json_text& {
  value(name);
  out_.push_back(':');
  first_ = true;
  return *this;
}

auto json_text::raw(std::string_view json) -> json_text& {
  separate();
  out_.append(json);
  return *this;
}

auto json_text::value(double number) -> json_text& {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, std::isfinite(number) ? number : 0.0,
                                 std::chars_format::fixed, 1);
  return raw(end.ec == std::errc{} ? std::string_view(text, end.ptr) : "0.0");
}

auto json_text::value(std::string_view text) -> json_text& {
  separate();
  if (text::is_utf8(text)) {
    text::append_json_string(text, out_);
  } else {
    text::append_json_string(text::repaired_utf8(text), out_);
  }
  return *this;
}

}  // namespace waybill::http
