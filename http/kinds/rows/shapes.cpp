#include "http/kinds/rows/shapes.hpp"

#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

void write_fields(json_text& to, const kept_row& what) {
  to.key("row").begin_object();
  for (const auto& [name, cell] : what.cells) to.text_key(name).value(cell);
  to.end_object();
  to.field("created_at", to_rfc3339_ms(what.created_at));
  to.field("updated_at", to_rfc3339_ms(what.updated_at));
}

}  // namespace

void write(json_text& to, const table_item& one) {
  to.begin_object().field("name", one.name).field("records", one.what.records);
  write_list(to, "key", one.what.key);
  write_list(to, "columns", one.what.columns);
  to.key("more_columns").raw(one.has_more_columns ? "true" : "false");
  to.field("created_at", to_rfc3339_ms(one.what.created_at));
  to.field("updated_at", to_rfc3339_ms(one.what.updated_at));
  to.end_object();
}

void write(json_text& to, const row_item& one) {
  to.begin_object().field("identity", to_hex(one.id));
  write_fields(to, one.what);
  to.field("import", one.import.value).field("record", one.record);
  to.end_object();
}

void write(json_text& to, const table_change_item& one) {
  write_change(to, one, [](json_text& into, const kept_row& row) { write_fields(into, row); });
}

}  // namespace waybill::http
