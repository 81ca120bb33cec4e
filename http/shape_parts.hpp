// What many shapes are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/words.hpp"
#include "http/json_text.hpp"

namespace waybill::http {

inline void write_time(json_text& to, std::string_view name, const std::optional<instant>& at) {
  to.key(name);
  if (at) {
    to.value(to_rfc3339_ms(*at));
  } else {
    to.null();
  }
}

/// Objects that the system made and keeps as text.
inline void write_object(json_text& to, std::string_view name, const std::string& text) {
  to.key(name).raw(text.empty() ? "{}" : text);
}

inline void write_text_or_null(json_text& to, std::string_view name, const std::string& text) {
  to.key(name);
  if (text.empty()) {
    to.null();
  } else {
    to.value(text);
  }
}

template <class List>
void write_list(json_text& to, std::string_view name, const List& texts) {
  to.key(name).begin_list();
  for (const auto& one : texts) to.value(std::string_view(one));
  to.end_list();
}

}  // namespace waybill::http
