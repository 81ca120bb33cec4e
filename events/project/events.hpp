// What belongs to more than one person, and who may do what there: `project/<id>`. Imports and collections of
// a project name it as their owner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "events/words.hpp"

namespace waybill {

/// What a member may do; each may also do what those before may. Numbers stand in the log: never renumber.
enum class member_role : std::uint8_t {
  viewer = 0,   ///< reads and exports
  editor = 1,   ///< imports, and changes records
  manager = 2,  ///< decides who is a member, deletes imports and the project
};
constexpr auto enum_end(member_role) -> std::uint64_t { return 3; }
constexpr auto name_of(member_role what) noexcept -> std::string_view {
  return what == member_role::manager ? "manager" : what == member_role::editor ? "editor" : "viewer";
}
inline auto member_role_of(std::string_view name) noexcept -> std::optional<member_role> {
  for (const auto one : {member_role::viewer, member_role::editor, member_role::manager})
    if (name_of(one) == name) return one;
  return std::nullopt;
}

struct project_created {
  static constexpr std::string_view tag = "project.created.v1";
  static constexpr std::string_view about = "A project came to be.";
  project_id project;
  user_id maker;
  std::string name;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("project_id", e.project, "the project");
    visit("maker", e.maker, "who made it: among the projects of one maker a name is unique");
    visit("name", e.name, "its name");
  }
};

struct project_renamed {
  static constexpr std::string_view tag = "project.renamed.v1";
  static constexpr std::string_view about = "A project got another name.";
  std::string name;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("name", e.name, "its name from now on");
  }
};

struct member_role_given {
  static constexpr std::string_view tag = "project.member_role_given.v1";
  static constexpr std::string_view about = "Somebody became a member, or got another role.";
  user_id user;
  member_role may = member_role::viewer;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("user_id", e.user, "the member");
    visit("role", e.may, "0 viewer, 1 editor, 2 manager");
  }
};

struct administrator_joined {
  static constexpr std::string_view tag = "project.administrator_joined.v1";
  static constexpr std::string_view about =
      "An administrator of the server became a member without having been invited.";
  user_id user;
  member_role may = member_role::viewer;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("user_id", e.user, "the administrator");
    visit("role", e.may, "0 viewer, 1 editor, 2 manager");
  }
};

struct member_removed {
  static constexpr std::string_view tag = "project.member_removed.v1";
  static constexpr std::string_view about = "Somebody left, or was removed: no member any more.";
  user_id user;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("user_id", e.user, "who is no member any more");
  }
};

struct kind_settings_changed {
  static constexpr std::string_view tag = "project.kind_settings_changed.v1";
  static constexpr std::string_view about = "It was decided how imports of a kind are read in the project.";
  std::string kind;
  std::string settings;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("kind", e.kind, "the kind of import");
    visit("settings", e.settings, "its settings from now on, in full: a JSON object, the kind's own");
  }
};

struct project_deleted {
  static constexpr std::string_view tag = "project.deleted.v1";
  static constexpr std::string_view about =
      "A project was deleted: nobody sees anything of it any more. The log keeps what happened.";
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

using project_event = std::variant<project_created, project_renamed, member_role_given, administrator_joined,
                                   member_removed, kind_settings_changed, project_deleted>;

inline auto project_stream(const project_id& project) -> std::string { return "project/" + project.value; }

}  // namespace waybill
