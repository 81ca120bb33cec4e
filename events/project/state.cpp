#include "events/project/state.hpp"

#include <algorithm>

#include "events/visible.hpp"

namespace waybill {
namespace {

using decided_events = result<std::vector<project_event>>;

auto no_such_project() -> error { return {errc::not_found, "There is no such project.", {}}; }

template <class Members>
auto find_member(Members& members, const user_id& user) {
  return std::find_if(members.begin(), members.end(), [&](const auto& one) { return one.user == user; });
}

/// Is there a manager beside this one, who can sign in?
auto other_manager(const project_state& project, const user_id& beside, const std::vector<user_id>& disabled)
    -> bool {
  return std::ranges::any_of(project.members, [&](const project_member& one) {
    return one.may == member_role::manager && one.user != beside &&
           std::ranges::find(disabled, one.user) == disabled.end();
  });
}

struct decider {
  const project_state& project;
  const project_asker& asker;

  [[nodiscard]] auto allowed(member_role takes) const -> result<done> {
    if (project.deleted) return no_such_project();
    return may(role_in(project, asker.by), takes);
  }
  /// The one who is left without managers is the project.
  [[nodiscard]] auto may_lose(const user_id& manager) const -> result<done> {
    const auto role = role_in(project, manager);
    if (role != member_role::manager || other_manager(project, manager, asker.disabled)) return done{};
    return {errc::last_manager,
            "A project has at least one manager who can sign in; make another one first."};
  }

  auto operator()(const create_project& c) const -> decided_events {
    auto name = project_name_of(c.name);
    if (!name) return std::move(name).why();
    return std::vector<project_event>{project_created{c.project, c.maker, std::move(*name)},
                                      member_role_given{c.maker, member_role::manager}};
  }
  auto operator()(const change_details& c) const -> decided_events {
    if (auto fine = allowed(c.takes); !fine) return std::move(fine).why();
    std::vector<project_event> events;
    if (c.name) {
      auto name = project_name_of(*c.name);
      if (!name) return std::move(name).why();
      if (*name != project.name) events.emplace_back(project_renamed{std::move(*name)});
    }
    for (const auto& [kind, text] : c.settings)
      if (settings_of(project, kind) != text) events.emplace_back(kind_settings_changed{kind, text});
    return events;
  }
  auto operator()(const give_role& c) const -> decided_events {
    if (auto fine = allowed(member_role::manager); !fine) return std::move(fine).why();
    return change_role(c.user, c.may, member_role_given{c.user, c.may});
  }
  auto operator()(const join_as_administrator& c) const -> decided_events {
    if (project.deleted) return no_such_project();
    return change_role(asker.by, c.may, administrator_joined{asker.by, c.may});
  }
  auto operator()(const remove_member& c) const -> decided_events {
    // Whoever wants to go may.
    const auto takes = c.user == asker.by ? member_role::viewer : member_role::manager;
    if (auto fine = allowed(takes); !fine) return std::move(fine).why();
    if (!role_in(project, c.user))
      return error{errc::not_found, "This user is no member of the project.", {}};
    if (auto fine = may_lose(c.user); !fine) return std::move(fine).why();
    return std::vector<project_event>{member_removed{c.user}};
  }
  auto operator()(const delete_project& c) const -> decided_events {
    if (auto fine = allowed(member_role::manager); !fine) return std::move(fine).why();
    if (c.name != project.name)
      return error{errc::bad_value, "To delete a project, its name has to be given exactly as it is.", {}};
    return std::vector<project_event>{project_deleted{}};
  }

  [[nodiscard]] auto change_role(const user_id& user, member_role to, project_event event) const
      -> decided_events {
    const auto has = role_in(project, user);
    if (has == to) return std::vector<project_event>{};
    if (!has && project.members.size() >= project_members_limit)
      return error{errc::bad_value,
                   "A project has at most " + std::to_string(project_members_limit) + " members.",
                   {}};
    if (auto fine = may_lose(user); !fine) return std::move(fine).why();
    return std::vector<project_event>{std::move(event)};
  }
};

struct folder {
  project_state& project;
  instant at;

  void operator()(const project_created& e) const {
    project.id = e.project;
    project.maker = e.maker;
    project.name = e.name;
    project.created_at = at;
  }
  void operator()(const project_renamed& e) const { project.name = e.name; }
  void operator()(const member_role_given& e) const { give(e.user, e.may); }
  void operator()(const administrator_joined& e) const { give(e.user, e.may); }
  void operator()(const member_removed& e) const {
    std::erase_if(project.members, [&](const auto& one) { return one.user == e.user; });
  }
  void operator()(const kind_settings_changed& e) const {
    std::erase_if(project.settings, [&](const auto& one) { return one.kind == e.kind; });
    project.settings.push_back({e.kind, e.settings});
  }
  void operator()(const project_deleted&) const {
    project.deleted = true;
    project.members.clear();
  }
  void give(const user_id& user, member_role role) const {
    const auto known = find_member(project.members, user);
    if (known != project.members.end())
      known->may = role;
    else
      project.members.push_back({user, role, at});
  }
};

}  // namespace

auto project_name_of(std::string_view text) -> result<std::string> {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  const auto characters = std::ranges::count_if(text, [](char c) { return (c & '\xC0') != '\x80'; });
  // What is not to be seen, and what is no UTF-8, would come back as something else.
  if (characters < 1 || static_cast<std::size_t>(characters) > project_name_limit || visible(text) != text)
    return {errc::bad_value, "A project's name has 1 to 100 characters that can be seen."};
  return std::string(text);
}

auto settings_of(const project_state& project, std::string_view kind) -> std::string_view {
  const auto found = std::ranges::find(project.settings, kind, &kind_settings::kind);
  return found == project.settings.end() ? std::string_view{} : std::string_view(found->text);
}

auto role_in(const project_state& project, const user_id& user) -> std::optional<member_role> {
  const auto found = find_member(project.members, user);
  return found == project.members.end() ? std::nullopt : std::optional(found->may);
}

auto may(std::optional<member_role> has, member_role takes) -> result<done> {
  if (!has) return no_such_project();
  if (*has >= takes) return done{};
  error why{errc::forbidden,
            "This takes the role " + std::string(name_of(takes)) + " in the project; you are its " +
                std::string(name_of(*has)) + ".",
            {}};
  why.needs_role = name_of(takes);
  return why;
}

auto decide(const project_state& project, const project_command& command, const project_asker& asker)
    -> result<std::vector<project_event>> {
  return std::visit(decider{project, asker}, command);
}

void apply(project_state& project, const project_event& event, instant at) {
  std::visit(folder{project, at}, event);
  ++project.version;
}

}  // namespace waybill
