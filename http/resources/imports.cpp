#include "http/json_body.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

auto command(context& asks, request& call, import_verb verb) -> result<answer> {
  const auto of = import_of(asks, call, member_role::editor);
  if (!of) return of.why();
  auto row = asks.core.imports().command({call.who->user, of->owner}, of->id, verb,
                                         {call.who->username, call.who->may});
  if (!row) return std::move(row).why();
  return import_answer(asks, 202, *row);
}

auto status_filter_of(const request& call) -> result<std::optional<import_status>> {
  const auto text = call.param("status");
  if (!text) return std::optional<import_status>{};
  const auto status = import_status_of(*text);
  if (!status || *status == import_status::none || *status == import_status::removed)
    return {errc::bad_value,
            "The parameter 'status' is pending, parsing, ready, processing, paused, completed, failed or "
            "cancelled."};
  return status;
}

}  // namespace

auto import_filter_of(const request& call) -> result<import_filter> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  auto status = status_filter_of(call);
  if (!status) return std::move(status).why();
  import_filter filter;
  filter.status = *status;
  if (const auto kind = call.param("kind")) filter.kind = std::string(*kind);
  filter.limit = *limit;
  filter.cursor = cursor_of(call);
  return filter;
}

auto imports_of(const context& asks, const owner_id& owner, const import_filter& filter) -> result<answer> {
  auto rows = asks.core.import_view().list(owner, filter);
  if (!rows) return std::move(rows).why();
  return page_answer(*rows, told_now{asks.core.clock().now(), looks_of(asks.core)}, namer_of(asks.core));
}

auto list_imports(context& asks, request& call) -> result<answer> {
  auto filter = import_filter_of(call);
  if (!filter) return std::move(filter).why();
  const auto whose = acting_in(asks, call, member_role::viewer);
  if (!whose) return whose.why();
  return imports_of(asks, whose->owner, *filter);
}

auto get_import(context& asks, request& call) -> result<answer> {
  auto row = import_of(asks, call, member_role::viewer);
  if (!row) return std::move(row).why();
  return import_answer(asks, 200, *row, &call);
}

auto remove_import_row(context& asks, request& call) -> result<answer> {
  const auto of = import_of(asks, call, member_role::manager);
  if (!of) return of.why();
  auto row = asks.core.imports().command({call.who->user, of->owner}, of->id, import_verb::remove);
  if (!row) return std::move(row).why();
  return nothing_to_say();
}

auto pause_import_now(context& asks, request& call) -> result<answer> {
  return command(asks, call, import_verb::pause);
}
auto resume_import_now(context& asks, request& call) -> result<answer> {
  return command(asks, call, import_verb::resume);
}
auto cancel_import_now(context& asks, request& call) -> result<answer> {
  return command(asks, call, import_verb::cancel);
}
auto retry_import_now(context& asks, request& call) -> result<answer> {
  return command(asks, call, import_verb::retry);
}

}  // namespace waybill::http
