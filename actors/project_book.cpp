#include "actors/project_book.hpp"

#include <algorithm>
#include <mutex>
#include <tuple>

#include "formats/text.hpp"
#include "formats/unicode/idna.hpp"
#include "formats/unicode/normalize.hpp"

namespace waybill {

auto folded_project_name(std::string_view name) -> std::string {
  std::string lowered;
  unicode::append_lower(name, lowered);
  std::u32string characters;
  if (!text::read_utf8(lowered, characters)) return lowered;
  unicode::to_nfc(characters);
  std::string folded;
  for (const auto one : characters) text::append_utf8(one, folded);
  return folded;
}

project_book::project_book(std::vector<project_state> all) {
  for (auto& one : all) take_in(std::make_shared<const project_state>(std::move(one)));
}

auto project_book::may(const user_id& who, const owner_id& owner, member_role takes) const -> result<done> {
  const auto project = owner.project();
  if (!project && owner.value == who.value) return done{};
  const std::shared_lock lock{mutex_};
  const auto found = project ? projects_.find(project->value) : projects_.end();
  return waybill::may(found == projects_.end() ? std::nullopt : role_in(*found->second, who), takes);
}

auto project_book::hold(project_claim what, std::function<void()> lost) -> result<std::shared_ptr<void>> {
  // First held, then looked at: what ends in between is told by one or the other.
  auto handle = held_->add(what, std::move(lost));
  if (auto fine = may(what.who, what.owner, what.takes); !fine) return std::move(fine).why();
  return handle;
}

auto project_book::find(const project_id& id) const -> std::optional<project_state> {
  const std::shared_lock lock{mutex_};
  const auto found = projects_.find(id.value);
  return found == projects_.end() ? std::nullopt : std::optional(*found->second);
}

auto project_book::settings(const owner_id& owner, std::string_view kind) const -> std::string {
  const auto project = owner.project();
  if (!project) return {};
  const std::shared_lock lock{mutex_};
  const auto found = projects_.find(project->value);
  return found == projects_.end() ? std::string() : std::string(settings_of(*found->second, kind));
}

auto project_book::of_user(const user_id& who) const -> std::vector<project_ptr> {
  std::vector<project_ptr> mine;
  {
    const std::shared_lock lock{mutex_};
    if (const auto found = of_user_.find(who.value); found != of_user_.end())
      for (const auto& id : found->second) mine.push_back(projects_.at(id));
  }
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < mine.size(); ++i) order.emplace_back(folded_project_name(mine[i]->name), i);
  std::ranges::stable_sort(order);
  std::vector<project_ptr> sorted;
  for (const auto& [name, i] : order) sorted.push_back(std::move(mine[i]));
  return sorted;
}

auto project_book::all(const std::string& after, std::size_t limit) const -> std::vector<project_ptr> {
  const std::shared_lock lock{mutex_};
  std::vector<project_ptr> found;
  for (auto at = projects_.upper_bound(after); at != projects_.end() && found.size() < limit; ++at)
    if (!at->second->deleted) found.push_back(at->second);
  return found;
}

auto project_book::is_taken(const user_id& maker, std::string_view name, const project_id& but,
                            const user_id& who) const -> bool {
  const auto folded = folded_project_name(name);
  const std::shared_lock lock{mutex_};
  const auto his = names_.find(maker.value);
  if (his == names_.end()) return false;
  const auto found = his->second.find(folded);
  return found != his->second.end() && std::ranges::any_of(found->second, [&](const std::string& id) {
           return id != but.value && role_in(*projects_.at(id), who).has_value();
         });
}

auto project_book::made_by(const user_id& maker) const -> std::size_t {
  const std::shared_lock lock{mutex_};
  const auto his = names_.find(maker.value);
  if (his == names_.end()) return 0;
  std::size_t all = 0;
  for (const auto& [name, ids] : his->second) all += ids.size();
  return all;
}

void project_book::put(project_state project) {
  auto next = std::make_shared<const project_state>(std::move(project));
  {
    const std::unique_lock lock{mutex_};
    if (const auto known = projects_.find(next->id.value); known != projects_.end()) take_out(*known->second);
    take_in(std::move(next));
  }
  held_->look([this](const project_claim& one) { return may(one.who, one.owner, one.takes).ok(); });
}

void project_book::take_in(project_ptr project) {
  const auto id = project->id.value;
  for (const auto& member : project->members) of_user_[member.user.value].insert(id);
  if (!project->deleted) names_[project->maker.value][folded_project_name(project->name)].insert(id);
  projects_[id] = std::move(project);
}

void project_book::take_out(const project_state& project) {
  for (const auto& member : project.members) {
    const auto of = of_user_.find(member.user.value);
    of->second.erase(project.id.value);
    if (of->second.empty()) of_user_.erase(of);
  }
  if (project.deleted) return;
  const auto his = names_.find(project.maker.value);
  const auto called = his->second.find(folded_project_name(project.name));
  called->second.erase(project.id.value);
  if (called->second.empty()) his->second.erase(called);
  if (his->second.empty()) names_.erase(his);
}

}  // namespace waybill
