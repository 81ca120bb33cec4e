#include "http/project_shapes.hpp"

#include <nlohmann/json.hpp>

#include "events/catalog.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

struct teller {
  const user_namer& called;

  auto operator()(const project_created& e) const -> std::string {
    return called(e.maker) + " made the project '" + e.name + "'.";
  }
  auto operator()(const project_renamed& e) const -> std::string {
    return "It is called '" + e.name + "' from now on.";
  }
  auto operator()(const member_role_given& e) const -> std::string {
    return called(e.user) + " is its " + std::string(name_of(e.may)) + ".";
  }
  auto operator()(const administrator_joined& e) const -> std::string {
    return "The administrator " + called(e.user) + " joined as " + std::string(name_of(e.may)) + ".";
  }
  auto operator()(const member_removed& e) const -> std::string {
    return called(e.user) + " is no member any more.";
  }
  auto operator()(const kind_settings_changed& e) const -> std::string {
    return "Imports of " + e.kind + " are read by other settings from now on.";
  }
  auto operator()(const project_deleted&) const -> std::string { return "The project was deleted."; }
};

}  // namespace

auto size_of(engine& core, const project_id& project) -> result<project_size> {
  const auto imports = core.import_view().count(project);
  if (!imports) return imports.why();
  auto usage = core.usage_of(project);
  if (!usage) return usage.why();
  return project_size{*imports, *usage};
}

auto members_of(engine& core, const project_state& project) -> std::vector<told_member> {
  std::vector<told_member> members;
  for (const auto& one : project.members) {
    auto account = core.accounts().by_id(one.user);
    members.push_back({one, account ? std::move(*account) : account_info{one.user, one.user.value}});
  }
  return members;
}

void write(json_text& to, const told_member& one) {
  to.begin_object().key("user").begin_object().field("id", one.what.user.value);
  to.field("username", one.account.username);
  write_text_or_null(to, "display_name", one.account.display_name);
  to.end_object().field("role", name_of(one.what.may)).field("since", to_rfc3339_ms(one.what.since));
  to.key("disabled").raw(one.account.disabled ? "true" : "false").end_object();
}

void write_fields(json_text& to, const seen_project& one, const project_size& size,
                  const user_namer& called) {
  const auto& project = one.project;
  to.field("id", project.id.value).field("name", project.name).key("role");
  if (one.role) {
    to.value(name_of(*one.role));
  } else {
    to.null();
  }
  to.field("created_at", to_rfc3339_ms(project.created_at)).key("created_by").begin_object();
  to.field("id", project.maker.value).field("username", called(project.maker)).end_object();
  to.key("counts").begin_object().field("members", std::uint64_t{project.members.size()});
  to.field("imports", size.imports).field("records", size.usage.records).end_object();
  to.key("usage").begin_object().field("stored_bytes", size.usage.stored_bytes);
  to.field("records", size.usage.records).field("stored_limit_bytes", size.usage.stored_limit_bytes);
  to.field("records_limit", size.usage.records_limit).end_object();
}

void write_members(json_text& to, const std::vector<told_member>& members) {
  to.key("members").begin_list();
  for (const auto& one : members) write(to, one);
  to.end_list();
}

void write_settings(json_text& to, const project_state& project, const std::vector<kind_info>& kinds) {
  for (const auto& kind : kinds) {
    if (kind.settings.empty()) continue;
    const auto set = settings_of(project, kind.name);
    to.key(kind.name).raw(set.empty() ? std::string_view(kind.settings) : set);
  }
}

auto tell_project_event(const stored_event& event, const user_namer& called) -> result<story_item> {
  const auto decoded = decode_event<project_event>(event.head.tag, event.payload);
  if (!decoded) return decoded.why();
  const auto printed = print_event(event.head.tag, event.payload);
  if (!printed) return printed.why();
  return story_item{
      event.head.at,  event.head.time, event.head.by, event.head.tag, std::visit(teller{called}, *decoded),
      printed->dump()};
}

}  // namespace waybill::http
