#include "actors/review_desk.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "actors/ask.hpp"
#include "actors/import_reading.hpp"
#include "actors/plan_maker.hpp"
#include "actors/plan_shelf.hpp"
#include "actors/registry.hpp"
#include "actors/review_desk_of_actors.hpp"
#include "events/collection/events.hpp"

namespace waybill {
namespace {

constexpr std::chrono::seconds show_patience{5};

auto no_such_import() -> error { return {errc::not_found, "There is no such import.", {}}; }

auto no_review(import_status status) -> error {
  return {errc::wrong_status,
          "The import is " + std::string(name_of(status)) + "; it has a review only while it is ready.",
          {}};
}

/// `failed` is no promise: it is what is left.
auto same(const tally& a, const tally& b) -> bool {
  return a.created == b.created && a.updated == b.updated && a.skipped == b.skipped;
}

auto counts_json(const tally& of) -> nlohmann::ordered_json {
  return {{"create", of.created}, {"update", of.updated}, {"skip", of.skipped}, {"fail", of.failed}};
}

auto outdated(const tally& expected, const tally& now) -> error {
  error why{errc::plan_outdated, "What would happen now is not what was shown: the project has changed.", {}};
  auto shown = counts_json(expected);
  shown.erase("fail");
  why.details = nlohmann::ordered_json{{"expected", shown}, {"now", counts_json(now)}}.dump();
  return why;
}

/// Does another reading of the file follow, in which a number may mean another record?
auto leads_to_other_records(const std::string& before, const changed_options& change) -> bool {
  if (!change.reads_again) return false;
  const auto was = nlohmann::json::parse(before, nullptr, false);
  const auto is = nlohmann::json::parse(change.options, nullptr, false);
  for (const auto* part : {"encoding", "delimiter", "quote", "escape", "header_rows", "sheet"})
    if (was.value(part, nlohmann::json()) != is.value(part, nlohmann::json())) return true;
  return false;
}

class desk final : public review_desk {
 public:
  explicit desk(review_plan plan) : plan_(std::move(plan)) {
    around_.data_directory = plan_.config.data_directory;
    around_.reading = reading_limits_of(plan_.config);
    around_.settings = plan_.set;
    around_.kinds = surroundings_of(plan_.config);
    around_.derived = plan_.derived;
  }

  auto look(const acting& who, const import_id& id, bool may_be_old) -> result<import_review> override {
    auto state = ready(who, id);
    if (!state) return std::move(state).why();
    const auto* const kind = kind_named(state->kind);
    import_review seen;
    seen.order = reading_order_of(around_, *state, *kind);
    seen.members = members_of(state->owner);
    auto agreed = kind->agree(seen.order, seen.members);
    if (agreed)
      seen.order.agreed = std::move(*agreed);
    else
      seen.why_not = agreed.why();
    seen.import = std::move(*state);
    auto plan = plan_of(seen, *kind, may_be_old);
    if (!plan) return std::move(plan).why();
    seen.plan = std::move(*plan);
    return seen;
  }

  auto change(const acting& who, const import_id& id, std::uint64_t version, const std::string& wish)
      -> result<import_row> override {
    const auto state = ready(who, id);
    if (!state) return state.why();
    const auto changed = kind_named(state->kind)->change_options(state->options, wish, state->findings);
    if (!changed) return changed.why();
    const change_review change{version, changed->options, changed->reads_again};
    if (!leads_to_other_records(state->options, *changed)) return tell(who, id, change);
    return take_in_and_change(who, id, *state, change);
  }

  auto edit(const acting& who, const import_id& id, std::uint64_t version, const import_record_edited& what)
      -> result<import_row> override {
    return tell(who, id, edit_record_of_review{what, version});
  }

  auto exclude(const acting& who, const import_id& id, std::uint64_t version,
               const import_records_excluded& what) -> result<import_row> override {
    return tell(who, id, exclude_records{what, version});
  }

  auto commit(const acting& who, const import_id& id, const commit_wish& wish)
      -> result<import_row> override {
    const auto seen = look(who, id, false);
    if (!seen) return seen.why();
    if (seen->why_not) return *seen->why_not;
    const auto& now = seen->plan->outcomes();
    commit_import command{
        wish.version, seen->import.revision, seen->order.options, {seen->order.agreed, now}};
    const bool stale = wish.version && *wish.version != seen->import.review_version;
    if (!stale && wish.expect && !wish.accept_changed && !same(*wish.expect, now))
      return outdated(*wish.expect, now);
    auto row = tell(who, id, std::move(command));
    if (row) plans_.drop(id);
    return row;
  }

 private:
  /// As the log has it, when it waits for its review.
  auto ready(const acting& who, const import_id& id) const -> result<import_state> {
    auto found = recover_import(plan_.log, plan_.rows, id);
    if (!found) return std::move(found).why();
    auto& state = found->state;
    if (state.owner != who.owner || state.status == import_status::removed) return no_such_import();
    if (kind_named(state.kind) == nullptr) return no_such_import();
    if (state.status != import_status::ready) return no_review(state.status);
    return std::move(state);
  }

  /// Whom an owner's records can be given to: the members of a project.
  [[nodiscard]] auto members_of(const owner_id& owner) const -> std::vector<assignable> {
    std::vector<assignable> all;
    const auto project = plan_.projects.find(project_id{owner.value});
    if (!project) return all;
    for (const auto& member : project->members)
      if (const auto known = plan_.accounts.by_id(member.user); known && !known->disabled)
        all.push_back({member.user, known->username, known->display_name, known->email, false});
    return all;
  }

  /// Records that are left out are known by their numbers. Under these may stand others from now on: so they
  /// are all taken in before, and the story says so.
  auto take_in_and_change(const acting& who, const import_id& id, const import_state& state,
                          change_review change) -> result<import_row> {
    if (!state.changes || state.changes->excluded.empty()) return tell(who, id, change);
    const import_records_excluded all{state.changes->excluded.runs(), false, true};
    if (auto taken = tell(who, id, exclude_records{all, change.version}); !taken) return taken;
    ++change.version;
    return tell(who, id, change);
  }

  auto plan_of(const import_review& seen, const kind_module& kind, bool may_be_old)
      -> result<plan_shelf::plan_ptr> {
    const auto& state = seen.import;
    const auto collection = plan_.log.head(collection_stream(state.kind, state.owner));
    if (!collection) return collection.why();
    const plan_basis basis{state.revision, seen.order.options, seen.order.agreed, collection->version};
    return plans_.get(state.id, basis, may_be_old, [&] {
      const auto folder = std::filesystem::path(seen.order.path).parent_path().string();
      return make_plan(*plan_.system, plan_.store, plan_.log, {&kind, state, seen.order, folder, {}});
    });
  }

  /// Hands a command to whoever works on the import, and waits until everybody sees what came of it.
  auto tell(const acting& who, const import_id& id, import_command command) const -> result<import_row> {
    import_order order{who, id, import_verb::pause, std::make_shared<import_command>(std::move(command))};
    const auto answer = ask<change_answer>(*plan_.system, plan_.registry, std::move(order));
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    if (!plan_.shown.wait_for(*answer->what, show_patience))
      return {errc::timeout, "It was done, but the list of imports is behind; ask again in a moment."};
    return plan_.views.get_or_removed(who.owner, id);
  }

  review_plan plan_;
  import_surroundings around_;  ///< how files are read; its actors are not asked for
  plan_shelf plans_;
};

}  // namespace

auto make_review_desk(review_plan plan) -> std::unique_ptr<review_desk> {
  return std::make_unique<desk>(std::move(plan));
}

}  // namespace waybill
