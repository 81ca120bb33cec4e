#include "actors/project_desk.hpp"

#include "actors/ask.hpp"
#include "actors/project_desk_of_actors.hpp"

namespace waybill {
namespace {

auto no_such_project() -> error { return {errc::not_found, "There is no such project.", {}}; }

/// As lists have it: settings may be a hundred KiB of each.
auto without_settings(const project_state& from) -> project_state {
  return {from.id, from.maker, from.name, from.created_at, from.deleted, from.version, from.members, {}};
}

class desk final : public project_desk {
 public:
  desk(caf::actor_system& system, projects_actor projects, accounts_actor accounts, clock_ptr clock,
       std::shared_ptr<project_book> book)
      : system_(system),
        projects_(std::move(projects)),
        accounts_(std::move(accounts)),
        clock_(std::move(clock)),
        book_(std::move(book)) {}

  [[nodiscard]] auto may(const user_id& who, const owner_id& owner, member_role takes) const
      -> result<done> override {
    return book_->may(who, owner, takes);
  }
  auto hold_right(const user_id& who, const owner_id& owner, member_role takes, std::function<void()> lost)
      -> result<std::shared_ptr<void>> override {
    return book_->hold({who, owner, takes}, std::move(lost));
  }

  [[nodiscard]] auto get(const user_id& who, const project_id& id) const -> result<seen_project> override {
    auto found = book_->find(id);
    if (!found) return no_such_project();
    const auto role = role_in(*found, who);
    if (!role) return no_such_project();
    return seen_project{std::move(*found), role};
  }
  [[nodiscard]] auto of_user(const user_id& who) const -> std::vector<seen_project> override {
    std::vector<seen_project> seen;
    for (const auto& one : book_->of_user(who)) seen.push_back({without_settings(*one), role_in(*one, who)});
    return seen;
  }
  [[nodiscard]] auto all(const std::string& after, std::size_t limit) const
      -> std::vector<project_state> override {
    std::vector<project_state> found;
    for (const auto& one : book_->all(after, limit)) found.push_back(without_settings(*one));
    return found;
  }
  [[nodiscard]] auto find(const project_id& id) const -> std::optional<project_state> override {
    auto found = book_->find(id);
    if (found && found->deleted) return std::nullopt;
    return found;
  }

  auto add(const user_id& maker, const std::string& name) -> result<seen_project> override {
    const auto id = clock_->fresh_project();
    return seen_by(maker, change(id, create_project{id, maker, name}, {maker}));
  }
  auto change_details(const user_id& by, const project_id& id, waybill::change_details what)
      -> result<seen_project> override {
    return seen_by(by, change(id, std::move(what), {by}));
  }
  auto give_role(const user_id& by, const project_id& id, const user_id& member, member_role role)
      -> result<seen_project> override {
    return seen_by(by, change(id, waybill::give_role{member, role}, asker_of(by, id)));
  }
  auto join(const user_id& administrator, const project_id& id, member_role role)
      -> result<seen_project> override {
    return seen_by(administrator, change(id, join_as_administrator{role}, asker_of(administrator, id)));
  }
  auto remove_member(const user_id& by, const project_id& id, const user_id& member)
      -> result<done> override {
    return only_done(change(id, waybill::remove_member{member}, asker_of(by, id)));
  }
  auto remove(const user_id& by, const project_id& id, const std::string& name) -> result<done> override {
    return only_done(change(id, delete_project{name}, {by}));
  }

 private:
  auto change(const project_id& id, project_command what, project_asker who) -> result<project_state> {
    auto answer =
        ask<project_answer>(system_, projects_, change_project{id, std::move(what), std::move(who)});
    if (!answer) return answer.why();
    return std::move(answer->what);
  }
  static auto seen_by(const user_id& who, result<project_state> project) -> result<seen_project> {
    if (!project) return project.why();
    const auto role = role_in(*project, who);
    return seen_project{std::move(*project), role};
  }
  static auto only_done(const result<project_state>& project) -> result<done> {
    if (!project) return project.why();
    return done{};
  }

  /// With those of the project's managers who cannot sign in.
  auto asker_of(const user_id& by, const project_id& id) -> project_asker {
    project_asker who{by};
    const auto project = book_->find(id);
    if (!project) return who;
    for (const auto& member : project->members) {
      if (member.may != member_role::manager) continue;
      const auto account = ask<account_answer>(system_, accounts_, find_account{{}, member.user});
      if (!account || !account->what || account->what->disabled) who.disabled.push_back(member.user);
    }
    return who;
  }

  caf::actor_system& system_;
  projects_actor projects_;
  accounts_actor accounts_;
  clock_ptr clock_;
  std::shared_ptr<project_book> book_;
};

}  // namespace

auto make_project_desk(caf::actor_system& system, projects_actor projects, accounts_actor accounts,
                       clock_ptr clock, std::shared_ptr<project_book> book) -> std::unique_ptr<project_desk> {
  return std::make_unique<desk>(system, std::move(projects), std::move(accounts), std::move(clock),
                                std::move(book));
}

}  // namespace waybill
