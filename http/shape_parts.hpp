// What many shapes are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/words.hpp"
#include "http/json_text.hpp"
#include "projections/row_change.hpp"
#include "projections/views.hpp"

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

inline void write_text_or_null(json_text& to, std::string_view name, std::string_view text) {
  to.key(name);
  if (text.empty()) {
    to.null();
  } else {
    to.value(text);
  }
}

/// A change of a record; `fill(json_text&, row)` writes the fields of a row.
template <class Row, class Fill>
void write_change(json_text& to, const row_change<Row>& one, Fill fill) {
  const auto write_maybe = [&](std::string_view name, const std::optional<Row>& row) {
    to.key(name);
    if (!row) {
      to.null();
      return;
    }
    to.begin_object();
    fill(to, *row);
    to.end_object();
  };
  to.begin_object().field("position", one.at).field("at", to_rfc3339_ms(one.time)).field("by", one.by);
  to.field("what", one.what);
  write_text_or_null(to, "import", one.import ? one.import->value : std::string());
  to.field("record", one.record);
  write_text_or_null(to, "change", one.bulk ? one.bulk->value : std::string());
  write_maybe("before", one.before);
  write_maybe("after", one.after);
  to.end_object();
}

/// Inside an open object: the cells of a row, by the names that its file has for them.
inline void write_cells(json_text& to, const record_outcome& one) {
  for (std::size_t i = 0; i < one.shown.size() && one.names; ++i) {
    to.text_key(i < one.names->size() ? (*one.names)[i] : "column_" + std::to_string(i + 1));
    to.value(one.shown[i]);
  }
}

template <class List>
void write_list(json_text& to, std::string_view name, const List& texts) {
  to.key(name).begin_list();
  for (const auto& one : texts) to.value(std::string_view(one));
  to.end_list();
}

}  // namespace waybill::http
