#include "http/json_text.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "http/head.hpp"

namespace waybill::http {
namespace {

auto plain(char c) -> bool { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

/// Source: RFC 8259, 7.
void append_escaped(char c, std::string& out) {
  switch (c) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      break;
  }
  char text[8];
  std::snprintf(text, sizeof text, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
  out.append(text);
}

/// Each byte that belongs to no character becomes U+FFFD.
auto repaired(std::string_view text) -> std::string {
  std::string out;
  while (!text.empty()) {
    const auto length = utf8_length(text);
    out.append(length == 0 ? "\xEF\xBF\xBD" : text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

}  // namespace

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
  out_.push_back('"');
  if (is_utf8(text)) {
    escape(text);
  } else {
    escape(repaired(text));
  }
  out_.push_back('"');
  return *this;
}

void json_text::escape(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (plain(text[i])) continue;
    out_.append(text.substr(begin, i - begin));
    append_escaped(text[i], out_);
    begin = i + 1;
  }
  out_.append(text.substr(begin));
}

}  // namespace waybill::http
