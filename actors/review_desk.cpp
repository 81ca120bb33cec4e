#include "actors/review_desk.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "actors/ask.hpp"
#include "actors/import_reading.hpp"
#include "actors/journal.hpp"
#include "actors/plan_maker.hpp"
#include "actors/plan_shelf.hpp"
#include "actors/review_desk_of_actors.hpp"
#include "domains/derived.hpp"
#include "domains/plan_file.hpp"
#include "events/collection/events.hpp"

namespace waybill {
namespace {

constexpr std::chrono::seconds show_patience{5};

auto no_such_import() -> error { return {errc::not_found, "There is no such import.", {}}; }

auto file_gone() -> error { return {errc::file_missing, "The uploaded file is no longer there.", {}}; }

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

auto outcome_in(std::uint16_t bits) -> outcome {
  if ((bits & plan_create) != 0) return outcome::created;
  if ((bits & plan_update) != 0) return outcome::updated;
  return (bits & plan_skip) != 0 ? outcome::skipped : outcome::failed;
}

auto outdated(const tally& expected, const tally& now) -> error {
  error why{errc::plan_outdated, "What would happen now is not what was expected.", {}};
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
    if (!std::filesystem::exists(seen.order.path)) return file_gone();
    seen.members = members_of(state->owner);
    if (kind->counts_given(seen.order.options))
      if (auto counted = count_given(state->kind, state->owner, seen.members); !counted)
        return std::move(counted).why();
    auto agreed = kind->agree(seen.order, seen.members);
    if (agreed)
      seen.order.agreed = std::move(*agreed);
    else
      seen.why_not = agreed.why();
    seen.import = std::move(*state);
    auto plan = plan_of(seen, *kind, may_be_old);
    if (!plan) return std::move(plan).why();
    seen.plan = std::move(*plan);
    if (!seen.why_not && seen.plan->counts().records == 0)
      seen.why_not = error{errc::bad_value, "The file has no rows: there is nothing to commit.", {}};
    return seen;
  }

  auto look_back(const acting& who, const import_id& id) -> result<import_review> override {
    auto state = of_owner(who, id);
    if (!state) return std::move(state).why();
    if (!state->committed) return no_review(state->status);
    import_review seen;
    seen.order = reading_order_of(around_, *state, *kind_named(state->kind));
    if (!std::filesystem::exists(seen.order.path)) return file_gone();
    seen.import = std::move(*state);
    return seen;
  }

  auto change(const acting& who, const import_id& id, std::uint64_t version, const std::string& wish)
      -> result<import_row> override {
    const auto state = ready(who, id);
    if (!state) return state.why();
    const auto changed = kind_named(state->kind)->change_options(state->options, wish, state->findings);
    if (!changed) return changed.why();
    return tell(who, id,
                change_review{version, changed->options, changed->reads_again,
                              leads_to_other_records(state->options, *changed)});
  }

  auto columns_to_keep(const acting& who, const import_id& id) -> result<std::string> override {
    const auto state = ready(who, id);
    if (!state) return state.why();
    return kind_named(state->kind)->columns_to_keep(state->findings);
  }

  auto edit(const acting& who, const import_id& id, std::uint64_t version, const import_record_edited& what)
      -> result<std::uint64_t> override {
    return version_after(who, id, edit_record_of_review{what, version}, what.record);
  }

  auto exclude(const acting& who, const import_id& id, std::uint64_t version,
               const import_records_excluded& what) -> result<std::uint64_t> override {
    const auto record = what.in_bulk || what.records.empty() ? 0 : what.records.front().first;
    return version_after(who, id, exclude_records{what, version}, record);
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
    keep_what_is_shown(*seen);
    if (wish.may_still)
      if (auto fine = wish.may_still(); !fine) return std::move(fine).why();
    auto row = tell(who, id, std::move(command));
    if (row) plans_.drop(id);
    return row;
  }

 private:
  /// As the log has it.
  auto of_owner(const acting& who, const import_id& id) const -> result<import_state> {
    auto found = plan_.imports->recover(id);
    if (!found) return std::move(found).why();
    auto& state = found->state;
    if (state.owner != who.owner || state.status == import_status::removed) return no_such_import();
    if (kind_named(state.kind) == nullptr) return no_such_import();
    return std::move(state);
  }

  /// When it waits for its review.
  auto ready(const acting& who, const import_id& id) const -> result<import_state> {
    auto state = of_owner(who, id);
    if (state && state->status != import_status::ready) return no_review(state->status);
    return state;
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

  /// How many records of the collection each of them was given.
  auto count_given(std::string_view kind, const owner_id& owner, std::vector<assignable>& members) const
      -> result<done> {
    const auto counts = plan_.given(kind, owner);
    if (!counts) return counts.why();
    for (auto& member : members)
      if (const auto found = counts->find(member.user.value); found != counts->end())
        member.holds = found->second;
    return done{};
  }

  /// What was shown of each record lies beside the upload, so that those say so of which something else
  /// becomes. It may be missing: then nothing is said.
  void keep_what_is_shown(const import_review& seen) const {
    const auto records = seen.plan->counts().records;
    std::string outcomes;
    outcomes.reserve(records);
    for (std::uint64_t record = 1; record <= records; ++record)
      outcomes.push_back(planned_byte(outcome_in(seen.plan->bits_of(record))));
    if (auto kept = write_plan_file(seen.order.path + std::string(plan_file_end), outcomes); !kept)
      journal::warn("review.plan_not_kept", {{"import", seen.import.id.value}, {"why", kept.why().message}});
    plan_.derived->count_what_is_there(seen.import.file.path, seen.import.owner);
  }

  auto plan_of(const import_review& seen, const kind_module& kind, bool may_be_old)
      -> result<plan_shelf::plan_ptr> {
    const auto& state = seen.import;
    const auto collection = plan_.log.head(collection_stream(state.kind, state.owner));
    if (!collection) return collection.why();
    const plan_basis basis{state.revision, seen.order.options, seen.order.agreed, collection->version};
    return plans_.get(state.id, basis, may_be_old, [&] {
      const auto folder = std::filesystem::path(seen.order.path).parent_path().string();
      return make_plan(*plan_.system, plan_.store, plan_.log, {&kind, state, seen.order, folder});
    });
  }

  /// Of a record; 0: of the review.
  auto version_after(const acting& who, const import_id& id, import_command command, std::uint64_t record)
      -> result<std::uint64_t> {
    if (const auto row = tell(who, id, std::move(command)); !row) return row.why();
    const auto now = plan_.imports->recover(id);
    if (!now) return now.why();
    return record == 0 ? now->state.review_version : version_of(now->state, record);
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
