// A project folded from its events, the rules of its members, and who may do what there. Pure.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/project/events.hpp"
#include "events/result.hpp"

namespace waybill {

struct project_member {
  user_id user;
  member_role may = member_role::viewer;
  instant since{};  ///< a member, in whatever role
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("user", e.user, "");
    visit("role", e.may, "");
    visit("since", e.since, "");
  }
};

/// What a project has set for a kind of import.
struct kind_settings {
  std::string kind;
  std::string text;  ///< JSON object, the kind's own
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("kind", e.kind, "");
    visit("text", e.text, "");
  }
};

struct project_state {
  project_id id;
  user_id maker;
  std::string name;
  instant created_at{};
  bool deleted = false;
  std::uint64_t version = 0;            ///< of its stream: how many events were folded
  std::vector<project_member> members;  ///< who is a member longest stands first; none once it is deleted
  std::vector<kind_settings> settings;  ///< of kinds that were set; one each

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("id", e.id, "");
    visit("maker", e.maker, "");
    visit("name", e.name, "");
    visit("created_at", e.created_at, "");
    visit("deleted", e.deleted, "");
    visit("version", e.version, "");
    visit("members", e.members, "");
    visit("settings", e.settings, "");
  }
};

/// "": they are as the kind has them.
auto settings_of(const project_state& project, std::string_view kind) -> std::string_view;

/// Nothing: no member.
auto role_in(const project_state& project, const user_id& user) -> std::optional<member_role>;

/// May a member of role `has` (nothing: no member) do what takes the role `takes`? Errors: not_found for who
/// is no member, as if there were no such project; forbidden, with `needs_role`.
auto may(std::optional<member_role> has, member_role takes) -> result<done>;

// Commands, in the imperative.
struct create_project {
  project_id project;
  user_id maker;  ///< its first manager
  std::string name;
};
struct change_details {
  std::optional<std::string> name;
  std::vector<kind_settings> settings;       ///< in full
  member_role takes = member_role::manager;  ///< who may do this
};
struct give_role {
  user_id user;
  member_role may = member_role::viewer;
};
/// An administrator makes himself a member, or gives himself another role.
struct join_as_administrator {
  member_role may = member_role::viewer;
};
struct remove_member {
  user_id user;
};
struct delete_project {
  std::string name;  ///< as the person typed it
};
using project_command = std::variant<create_project, change_details, give_role, join_as_administrator,
                                     remove_member, delete_project>;

/// Who commands, and what of the world its project has to know.
struct project_asker {
  user_id by;
  /// Managers whose account is disabled: they manage nothing.
  std::vector<user_id> disabled{};
};

inline constexpr std::size_t project_name_limit = 100;  ///< characters
inline constexpr std::size_t project_members_limit = 1'000;

/// Without the blanks around it. Errors: bad_value, unless it has 1 to 100 printable characters of UTF-8.
auto project_name_of(std::string_view text) -> result<std::string>;

/// The events a command leads to. None: it already is as asked. Whether the name is taken is for who knows
/// all projects. Errors: not_found, forbidden (with `needs_role`), last_manager, bad_value.
auto decide(const project_state& project, const project_command& command, const project_asker& asker)
    -> result<std::vector<project_event>>;

/// Folds one event. Never refuses.
void apply(project_state& project, const project_event& event, instant at);

}  // namespace waybill
