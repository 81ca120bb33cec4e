// All projects in memory: whose they are, how they are called, and who may do what there. The projects actor
// writes it, once the log has what it writes; everybody reads it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "actors/held_rights.hpp"
#include "events/project/state.hpp"

namespace waybill {

/// What somebody holds open in a project.
struct project_claim {
  user_id who;
  owner_id owner;
  member_role takes = member_role::viewer;
};

/// As it was at one moment; never changed.
using project_ptr = std::shared_ptr<const project_state>;

/// Two names of which this is equal are one: letter case, and how a letter is spelled in Unicode, are put
/// aside.
auto folded_project_name(std::string_view name) -> std::string;

/// Any thread.
class project_book {
 public:
  explicit project_book(std::vector<project_state> all);

  /// Errors: not_found, forbidden (with `needs_role`).
  [[nodiscard]] auto may(const user_id& who, const owner_id& owner, member_role takes) const -> result<done>;
  /// Errors: those of `may`.
  auto hold(project_claim what, std::function<void()> lost) -> result<std::shared_ptr<void>>;
  /// Also a deleted one.
  [[nodiscard]] auto find(const project_id& id) const -> std::optional<project_state>;
  /// What the owner has set for a kind of import; "": nothing. With their own things nobody sets any.
  [[nodiscard]] auto settings(const owner_id& owner, std::string_view kind) const -> std::string;
  /// Of which the user is a member; by name. None is copied: each may have a hundred KiB of settings.
  [[nodiscard]] auto of_user(const user_id& who) const -> std::vector<project_ptr>;
  [[nodiscard]] auto all(const std::string& after, std::size_t limit) const -> std::vector<project_ptr>;
  /// Has the maker a project of that name, beside `but`, of which `who` is a member? Of others nobody learns
  /// that they are there.
  [[nodiscard]] auto is_taken(const user_id& maker, std::string_view name, const project_id& but,
                              const user_id& who) const -> bool;
  /// How many projects of this maker there are.
  [[nodiscard]] auto made_by(const user_id& maker) const -> std::size_t;

  /// As the log has it now. What somebody holds and may hold no more ends.
  void put(project_state project);

 private:
  void take_in(project_ptr project);
  void take_out(const project_state& project);

  mutable std::shared_mutex mutex_;
  std::map<std::string, project_ptr> projects_;           ///< by id, deleted ones too
  std::map<std::string, std::set<std::string>> of_user_;  ///< ids, by member
  std::map<std::string, std::map<std::string, std::set<std::string>>>
      names_;  ///< by maker: ids by folded name
  std::shared_ptr<held<project_claim>> held_ = std::make_shared<held<project_claim>>();
};

}  // namespace waybill
