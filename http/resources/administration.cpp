#include <algorithm>
#include <charconv>
#include <chrono>

#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

void write_projection(json_text& to, std::string_view name, position at, position tail) {
  to.key(name).begin_object().field("position", at).field("lag", tail - std::min(at, tail)).end_object();
}

void write_owner(json_text& to, const context& asks, const owner_id& owner) {
  to.key("owner").begin_object().field("id", owner.value);
  const auto id = owner.project();
  const auto project = id ? asks.core.projects().find(*id) : std::nullopt;
  to.key("username");
  if (id) {
    to.null();
  } else {
    to.value(asks.core.accounts().name_of({owner.value}));
  }
  to.key("project");
  if (project) {
    to.value(project->name);
  } else {
    to.null();
  }
  to.end_object();
}

/// At most one of them: whose imports. Errors: bad_value.
auto owner_filter_of(const request& call) -> result<std::optional<owner_id>> {
  const auto owner = call.param("owner");
  const auto project = call.param("project");
  if (owner && project)
    return {errc::bad_value, "The parameters 'owner' and 'project' do not stand together."};
  if (owner) return std::optional(owner_id{user_id{std::string(*owner)}});
  if (project) return std::optional(owner_id{project_id{std::string(*project)}});
  return std::optional<owner_id>{};
}

/// Midnight (UTC) of the day that is written as 2026-01-31; nothing when it is none.
auto day_of(std::string_view text) -> std::optional<std::chrono::sys_days> {
  constexpr std::string_view shape = "0000-00-00";
  const bool fits = std::ranges::equal(
      text, shape, [](char c, char wanted) { return wanted == '0' ? c >= '0' && c <= '9' : c == wanted; });
  if (!fits) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  return day.ok() ? std::optional(std::chrono::sys_days{day}) : std::nullopt;
}

/// By who handed them in, and when. Errors: no_such_user, bad_value.
auto narrow(const context& asks, const request& call, import_filter& filter) -> result<done> {
  if (const auto username = call.param("username")) {
    const auto user = asks.core.accounts().by_name(std::string(*username));
    if (!user)
      return user.why().code == errc::not_found
                 ? error{errc::no_such_user, "There is no user of that name.", {}}
                 : user.why();
    filter.started_by = user->id;
  }
  if (const auto text = call.param("day")) {
    const auto day = day_of(*text);
    if (!day) return {errc::bad_value, "The parameter 'day' is a day: 2026-01-31."};
    const auto us = [](std::chrono::sys_days at) {
      return instant{std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count()};
    };
    filter.from = us(*day);
    filter.until = us(*day + std::chrono::days{1});
  }
  return done{};
}

}  // namespace

auto list_all_imports(context& asks, request& call) -> result<answer> {
  auto filter = import_filter_of(call);
  if (!filter) return std::move(filter).why();
  if (auto fine = narrow(asks, call, *filter); !fine) return std::move(fine).why();
  const auto owner = owner_filter_of(call);
  if (!owner) return owner.why();
  const auto& view = asks.core.import_view();
  auto rows = *owner ? view.list(**owner, *filter) : view.list_all(*filter);
  if (!rows) return std::move(rows).why();
  const auto called = namer_of(asks.core);
  const auto now = asks.core.clock().now();
  return object_answer(200, [&](json_text& to) {
    to.key("items").begin_list();
    for (const auto& row : rows->items) {
      to.begin_object();
      write_owner(to, asks, row.owner);
      to.key("import");
      write(to, row, {now}, called);
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
    write_projection(to, "search", now.search_at, now.log_tail);
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
