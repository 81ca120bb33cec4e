// Projects: one's own list, making, renaming, deleting, and what happened to them.
#include <charconv>

#include "http/json_body.hpp"
#include "http/project_shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources_of_projects.hpp"

namespace waybill::http {
namespace {

/// With its members, as one of them sees it.
auto project_answer(context& asks, int status, const seen_project& one) -> result<answer> {
  const auto size = size_of(asks.core, one.project.id);
  if (!size) return size.why();
  const auto members = members_of(asks.core, one.project);
  return object_answer(status, [&](json_text& to) {
    write_fields(to, one, *size, namer_of(asks.core));
    write_members(to, members);
    write_settings(to, one.project, asks.core.imports().kinds());
  });
}

auto name_in(context& asks, request& call) -> result<std::string> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"name"});
  if (!body) return std::move(body).why();
  return text_of(*body, "name");
}

/// A name, and settings by the names of their kinds.
auto details_in(context& asks, request& call) -> result<change_details> {
  std::vector<std::string_view> fields{"name"};
  for (const auto& kind : asks.core.imports().kinds())
    if (!kind.settings.empty()) fields.push_back(kind.name);
  const auto body = read_object_of(call, asks.config.http_json_body_limit_bytes, fields);
  if (!body) return body.why();
  change_details wish;
  for (const auto& [key, value] : body->items()) {
    if (key != "name") {
      wish.settings.push_back({key, value.dump()});
      continue;
    }
    auto name = text_of(*body, "name");
    if (!name) return std::move(name).why();
    wish.name = std::move(*name);
  }
  return wish;
}

}  // namespace

auto list_projects(context& asks, request& call) -> result<answer> {
  std::vector<std::pair<seen_project, project_size>> all;
  for (auto& one : asks.core.projects().of_user(call.who->user)) {
    const auto size = size_of(asks.core, one.project.id);
    if (!size) return size.why();
    all.emplace_back(std::move(one), *size);
  }
  const auto called = namer_of(asks.core);
  return object_answer(200, [&](json_text& to) {
    to.key("items").begin_list();
    for (const auto& [one, size] : all) {
      to.begin_object();
      write_fields(to, one, size, called);
      to.end_object();
    }
    to.end_list().key("next_cursor").null();
  });
}

auto add_project(context& asks, request& call) -> result<answer> {
  if (asks.config.projects_creation == "admins" && call.who->may != role::admin)
    return {errc::forbidden, "Only administrators make projects here."};
  auto name = name_in(asks, call);
  if (!name) return std::move(name).why();
  const auto made = asks.core.projects().add(call.who->user, *name);
  if (!made) return made.why();
  auto out = project_answer(asks, 201, *made);
  if (out) out->headers.emplace_back("Location", "/api/v1/projects/" + made->project.id.value);
  return out;
}

auto get_project(context& asks, request& call) -> result<answer> {
  const auto seen = project_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  return project_answer(asks, 200, *seen);
}

auto change_project_details(context& asks, request& call) -> result<answer> {
  // Who may not learns nothing of what would be wrong with it.
  const auto seen = project_of(asks, call, member_role::manager);
  if (!seen) return seen.why();
  auto wish = details_in(asks, call);
  if (!wish) return std::move(wish).why();
  const auto after = asks.core.projects().change_details(call.who->user, seen->project.id, std::move(*wish));
  if (!after) return after.why();
  return project_answer(asks, 200, *after);
}

auto remove_project(context& asks, request& call) -> result<answer> {
  const auto seen = project_of(asks, call, member_role::manager);
  if (!seen) return seen.why();
  auto name = name_in(asks, call);
  if (!name) return std::move(name).why();
  if (auto gone = asks.core.projects().remove(call.who->user, seen->project.id, *name); !gone)
    return std::move(gone).why();
  return nothing_to_say();
}

auto list_project_imports(context& asks, request& call) -> result<answer> {
  const auto seen = project_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  auto filter = import_filter_of(call);
  if (!filter) return std::move(filter).why();
  return imports_of(asks, seen->project.id, *filter);
}

auto list_project_events(context& asks, request& call) -> result<answer> {
  const auto seen = project_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto cursor = cursor_of(call);
  std::uint64_t version = 0;
  const auto* end = cursor.data() + cursor.size();
  const auto [stop, failed] = std::from_chars(cursor.data(), end, version);
  if (!cursor.empty() && (failed != std::errc{} || stop != end))
    return {errc::bad_value, "The cursor was not given out by this list."};
  const auto events = asks.core.log().read_stream(project_stream(seen->project.id), version + 1, *limit + 1);
  if (!events) return events.why();
  page<story_item> items;
  const auto called = namer_of(asks.core);
  for (const auto& event : *events) {
    if (items.size() == *limit) {
      items.next_cursor = std::to_string(version);
      break;
    }
    auto told = tell_project_event(event, called);
    if (!told) return std::move(told).why();
    items.items.push_back(std::move(*told));
    ++version;
  }
  return page_answer(items);
}

/// What administrators see of projects they are no members of: all but what was imported.
auto list_all_projects(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  auto all = asks.core.projects().all(cursor_of(call), *limit + 1);
  const bool more = all.size() > *limit;
  if (more) all.pop_back();
  std::vector<project_size> sizes;
  for (const auto& one : all) {
    const auto size = size_of(asks.core, one.id);
    if (!size) return size.why();
    sizes.push_back(*size);
  }
  const auto called = namer_of(asks.core);
  return object_answer(200, [&](json_text& to) {
    to.key("items").begin_list();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto members = members_of(asks.core, all[i]);
      const bool managed = std::ranges::any_of(members, [](const told_member& one) {
        return one.what.may == member_role::manager && !one.account.disabled;
      });
      to.begin_object();
      write_fields(to, {all[i], role_in(all[i], call.who->user)}, sizes[i], called);
      write_members(to, members);
      to.key("has_manager").raw(managed ? "true" : "false").end_object();
    }
    to.end_list().key("next_cursor");
    if (more) {
      to.value(all.back().id.value);
    } else {
      to.null();
    }
  });
}

}  // namespace waybill::http
