// Projects as the floors above see them, and the one answer to "may this user do that there?".
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/project/state.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// A project and what the one who asks is there.
struct seen_project {
  project_state project;
  std::optional<member_role> role;  ///< nothing: an administrator looks at it from outside
};

/// Any thread. What changes something waits for the log, the rest for nobody.
class project_desk {
 public:
  virtual ~project_desk() = default;

  /// May this user do what takes that role, with the things of this owner? With their own, everybody may do
  /// all. Asked by every call, stream, download and link that touches an import or a collection. Errors:
  /// not_found (of another, or no member: as if there were nothing), forbidden (with `needs_role`).
  [[nodiscard]] virtual auto may(const user_id& who, const owner_id& owner, member_role takes) const
      -> result<done> = 0;
  /// For what outlasts the call. `lost` is called once, from another thread, as soon as `may` would refuse;
  /// it may not block. Nothing is called once the handle is gone. Errors: those of `may`.
  virtual auto hold_right(const user_id& who, const owner_id& owner, member_role takes,
                          std::function<void()> lost) -> result<std::shared_ptr<void>> = 0;

  /// Of a member. Errors: not_found.
  [[nodiscard]] virtual auto get(const user_id& who, const project_id& id) const -> result<seen_project> = 0;
  /// Those of which the user is a member, by name; without their settings.
  [[nodiscard]] virtual auto of_user(const user_id& who) const -> std::vector<seen_project> = 0;
  /// All there are, without their settings, for administrators: oldest first, those behind `after` ("": all).
  [[nodiscard]] virtual auto all(const std::string& after, std::size_t limit) const
      -> std::vector<project_state> = 0;
  /// Whatever its name is to whoever may know it. Nothing: there is none, or it was deleted.
  [[nodiscard]] virtual auto find(const project_id& id) const -> std::optional<project_state> = 0;

  /// Errors: bad_value, name_taken (the maker has another of that name, whatever the case).
  virtual auto add(const user_id& maker, const std::string& name) -> result<seen_project> = 0;
  /// Its name, and what it sets for kinds of import: of settings that are not named those it has stay. All or
  /// nothing. Errors: not_found, forbidden, bad_value, unknown_field, name_taken, settings_fixed (something
  /// of that kind was imported), busy (an import of it is at work).
  virtual auto change_details(const user_id& by, const project_id& id, waybill::change_details what)
      -> result<seen_project> = 0;
  /// Errors: not_found, forbidden, last_manager, bad_value (too many members).
  virtual auto give_role(const user_id& by, const project_id& id, const user_id& member, member_role role)
      -> result<seen_project> = 0;
  /// An administrator becomes a member by themselves; the members see it. Errors: not_found, last_manager.
  virtual auto join(const user_id& administrator, const project_id& id, member_role role)
      -> result<seen_project> = 0;
  /// Errors: not_found, forbidden, last_manager.
  virtual auto remove_member(const user_id& by, const project_id& id, const user_id& member)
      -> result<done> = 0;
  /// Ends all access at once, and cancels what waits or is paused. Errors: not_found, forbidden, bad_value
  /// (that is not its name), busy (an import of it is at work).
  virtual auto remove(const user_id& by, const project_id& id, const std::string& name) -> result<done> = 0;
};

}  // namespace waybill
