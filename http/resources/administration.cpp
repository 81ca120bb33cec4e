#include <map>

#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

void write_projection(json_text& to, std::string_view name, position at, position tail) {
  to.key(name).begin_object().field("position", at).field("lag", tail - std::min(at, tail)).end_object();
}

auto names_of(const std::vector<account_info>& users) -> std::map<std::string, std::string> {
  std::map<std::string, std::string> names;
  for (const auto& one : users) names[one.id.value] = one.username;
  return names;
}

}  // namespace

auto list_all_imports(context& asks, request& call) -> result<answer> {
  auto filter = import_filter_of(call);
  if (!filter) return std::move(filter).why();
  const auto owner = call.param("owner");
  const auto& view = asks.core.import_view();
  auto rows = owner ? view.list({std::string(*owner)}, *filter) : view.list_all(*filter);
  if (!rows) return std::move(rows).why();
  auto users = asks.core.accounts().users();
  if (!users) return std::move(users).why();
  const auto names = names_of(*users);
  const auto now = asks.core.clock().now();
  return object_answer(200, [&](json_text& to) {
    to.key("items").begin_list();
    for (const auto& row : rows->items) {
      const auto name = names.find(row.owner.value);
      to.begin_object().key("owner").begin_object().field("id", row.owner.value);
      to.field("username", name == names.end() ? row.owner.value : name->second).end_object().key("import");
      write(to, row, now);
      to.end_object();
    }
    to.end_list().key("next_cursor");
    if (rows->next_cursor.empty()) {
      to.null();
    } else {
      to.value(rows->next_cursor);
    }
  });
}

auto show_health(context& asks, request&) -> result<answer> {
  const auto now = asks.core.health();
  const auto gauges = asks.gauges();
  return object_answer(200, [&](json_text& to) {
    to.key("caught_up").raw(now.caught_up ? "true" : "false");
    to.key("log").begin_object().key("open").raw(now.log_open ? "true" : "false");
    to.field("position", now.log_tail).field("size_bytes", now.log_bytes).end_object();
    to.key("projections").begin_object().field("size_bytes", now.projection_bytes);
    write_projection(to, "imports", now.imports_at, now.log_tail);
    write_projection(to, "collections", now.collections_at, now.log_tail);
    to.end_object();
    to.key("imports").begin_object().field("running", now.imports_running);
    to.field("waiting", now.imports_waiting).field("records_applied", now.records_applied).end_object();
    to.key("http").begin_object().field("streams", std::uint64_t{gauges.open_streams}).end_object();
  });
}

auto show_limits(context& asks, request&) -> result<answer> {
  return object_answer(200, [&](json_text& to) {
    to.field("file_bytes", asks.config.imports_file_limit_bytes);
    to.field("records", asks.config.imports_records_limit);
  });
}

}  // namespace waybill::http
