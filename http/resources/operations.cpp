// What operators did at the console, for administrators.
#include "actors/operator_desk.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {

auto list_operations(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto all = asks.core.operators().operations(*limit, cursor_of(call));
  if (!all) return all.why();
  return object_answer(200, [&](json_text& to) {
    to.key("items").begin_list();
    for (const auto& one : all->items) {
      to.begin_object().field("position", one.at).field("at", to_rfc3339_ms(one.time)).field("by", one.by);
      to.field("verb", one.verb);
      write_text_or_null(to, "subject", one.subject);
      write_text_or_null(to, "subject_name",
                         one.subject.starts_with("usr_") ? asks.core.accounts().name_of({one.subject}) : "");
      write_text_or_null(to, "value", one.value);
      to.end_object();
    }
    to.end_list();
    write_text_or_null(to, "next_cursor", all->next_cursor);
  });
}

}  // namespace waybill::http
