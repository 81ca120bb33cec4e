#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {

void write(json_text& to, const kind_info& one) {
  to.begin_object().field("name", one.name).key("enabled").raw(one.enabled ? "true" : "false");
  write_list(to, "shown", one.columns.names);
  to.field("home", one.home);
  to.key("names_fields").raw(one.columns.fields ? "true" : "false").end_object();
}

auto list_kinds(context& asks, request&) -> result<answer> {
  page<kind_info> all;
  all.items = asks.core.imports().kinds();
  return page_answer(all);
}

}  // namespace waybill::http
