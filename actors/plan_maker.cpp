#include "actors/plan_maker.hpp"

#include <algorithm>
#include <mutex>

#include "actors/ask.hpp"
#include "actors/import_reading.hpp"
#include "actors/trial.hpp"
#include "domains/reading.hpp"

namespace waybill {
namespace {

constexpr std::string_view code_of_excluded = "excluded";

auto bit_of(outcome what) -> std::uint16_t {
  switch (what) {
    case outcome::created:
      return plan_create;
    case outcome::updated:
      return plan_update;
    case outcome::skipped:
      return plan_skip;
    case outcome::failed:
      return plan_fail;
  }
  return 0;
}

auto plan_of(const candidate_record& candidate, const applied_record& record) -> std::uint16_t {
  auto bits = bit_of(record.what);
  const auto add = [&bits](std::uint16_t bit) { bits = static_cast<std::uint16_t>(bits | bit); };
  if (!candidate.fault.empty()) add(plan_invalid);
  if (record.what == outcome::skipped && record.code == code_of_excluded) add(plan_excluded);
  if (record.warnings != 0) add(plan_warning);
  if (record.before_at == 0) return bits;
  add(trial::is_tried({record.before_at, record.before_index}) ? plan_duplicate_in_file : plan_duplicate);
  return bits;
}

class made_plan final : public import_plan {
 public:
  made_plan(const event_log& log, std::string folder, bool knows_identities)
      : log_(log), trial_(std::make_shared<trial>(std::move(folder), knows_identities)) {}

  [[nodiscard]] auto over() const -> const std::shared_ptr<trial>& { return trial_; }
  [[nodiscard]] auto done_so_far() const -> std::uint64_t { return plans_.size(); }

  /// Of the chunk that was decided last.
  auto take(const candidate_chunk& candidates, const chunk_header& head) -> result<done> {
    const auto chunk = trial_->chunk(trial_->chunks() - 1);
    if (!chunk) return chunk.why();
    outcomes_ += head.counts;
    const auto& records = (*chunk)->what.records;
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto bits = plan_of(candidates.records[i], records[i]);
      plans_.push_back(bits);
      count(bits);
    }
    return done{};
  }

  [[nodiscard]] auto outcomes() const -> const tally& override { return outcomes_; }
  [[nodiscard]] auto counts() const -> const plan_counts& override { return counts_; }

  [[nodiscard]] auto bits_of(std::uint64_t record) const -> std::uint16_t override {
    return record == 0 || record > plans_.size() ? std::uint16_t{0} : plans_[record - 1];
  }

  [[nodiscard]] auto records(std::uint64_t from, std::size_t limit, std::uint16_t any_of,
                             const std::function<bool(std::uint64_t)>& wanted) const
      -> result<std::vector<planned_record>> override {
    std::vector<planned_record> found;
    collection_reader applied{log_, 4};
    const std::scoped_lock lock{mutex_};
    for (auto record = std::max<std::uint64_t>(from, 1); record <= plans_.size() && found.size() < limit;
         ++record) {
      if (!has(record, any_of) || (wanted && !wanted(record))) continue;
      auto one = planned(record, applied);
      if (!one) return std::move(one).why();
      found.push_back(std::move(*one));
    }
    return found;
  }

  [[nodiscard]] auto runs_of(std::uint16_t any_of) const -> std::vector<record_run> override {
    std::vector<record_run> runs;
    for (std::uint64_t record = 1; record <= plans_.size(); ++record) {
      if (!has(record, any_of)) continue;
      if (!runs.empty() && runs.back().last + 1 == record)
        runs.back().last = record;
      else
        runs.push_back({record, record});
    }
    return runs;
  }

 private:
  [[nodiscard]] auto has(std::uint64_t record, std::uint16_t any_of) const -> bool {
    return any_of == 0 || (plans_[record - 1] & any_of) != 0;
  }

  void count(std::uint16_t bits) {
    const auto is = [bits](record_plan what) { return (bits & what) != 0 ? 1U : 0U; };
    ++counts_.records;
    counts_.invalid += is(plan_invalid);
    counts_.excluded += is(plan_excluded);
    counts_.valid += (bits & (plan_invalid | plan_excluded)) == 0 ? 1U : 0U;
    counts_.warning += is(plan_warning);
    counts_.duplicate_in_file += is(plan_duplicate_in_file);
    counts_.duplicate += is(plan_duplicate);
  }

  auto planned(std::uint64_t record, collection_reader& applied) const -> result<planned_record> {
    const auto number = trial_->chunk_of(record);
    auto chunk = trial_->chunk(number);
    if (!chunk) return chunk.why();
    const auto& what = (*chunk)->what.records[record - trial_->first_record(number)];
    planned_record one{record, plans_[record - 1], what, (*chunk)->what.common, {}, 0, *chunk};
    if (what.before_at == 0) return one;
    if (trial::is_tried({what.before_at, what.before_index})) {
      const auto earlier = static_cast<std::size_t>(what.before_at - trial::first_place);
      one.meets_record = trial_->first_record(earlier) + what.before_index;
      return one;
    }
    const auto met = applied.chunk(what.before_at);
    if (!met) return met.why();
    if (what.before_index < (*met)->what.records.size())
      one.meets = (*met)->what.records[what.before_index].id();
    return one;
  }

  const event_log& log_;
  std::shared_ptr<trial> trial_;
  tally outcomes_;
  plan_counts counts_;
  std::vector<std::uint16_t> plans_;  ///< of each record
  mutable std::mutex mutex_;          ///< a trial is read by one thread at a time
};

/// How many keys the records of the file have if all are as those of its first chunk.
auto keys_like(const candidate_chunk& first, const kind_module& kind, const import_state& import)
    -> std::uint64_t {
  std::uint64_t keys = 0;
  for (const auto& record : first.records)
    keys += record.own_keys - (kind.makes_identities() && record.own_keys > 0 ? 1 : 0);
  return import.total.value_or(first.records.size()) * keys / first.records.size();
}

/// Behind a chunk of which the store took the first records only.
auto behind(const chunk_header& head, const candidate_chunk& chunk) -> reading_start {
  const auto taken = head.counts.processed();
  return {head.resume_offset, false, head.chunk + 1, head.first_record + taken,
          chunk.records[taken - 1].line};
}

}  // namespace

auto make_plan(caf::actor_system& system, const store_actor& store, const event_log& log,
               const plan_order& order) -> result<std::shared_ptr<const import_plan>> {
  auto plan = std::make_shared<made_plan>(log, order.folder, !order.kind->makes_identities());
  chunk_reader reader{*order.kind, order.reading};
  const std::shared_ptr<const record_decider> decider = order.kind->decider_for(order.reading);
  if (auto started = reader.start({order.import.list_offset, true, 1, 1, 0}); !started)
    return std::move(started).why();
  for (;;) {
    auto read = reader.next();
    if (!read) return std::move(read).why();
    const std::shared_ptr<const candidate_chunk> chunk{std::move(*read)};
    if (chunk->records.empty()) break;
    if (plan->done_so_far() == 0)
      if (auto fine = plan->over()->expect(keys_like(*chunk, *order.kind, order.import)); !fine)
        return std::move(fine).why();
    auto wish = order_for(order.import, chunk, nullptr);
    wish->decider = decider;
    const auto answer = ask<chunk_answer>(system, store, try_chunk{std::move(wish), plan->over()});
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    if (auto taken = plan->take(*chunk, *answer->what); !taken) return std::move(taken).why();
    if (answer->what->counts.processed() == chunk->records.size()) continue;
    if (auto again = reader.start(behind(*answer->what, *chunk)); !again) return std::move(again).why();
  }
  if (plan->done_so_far() != order.import.total.value_or(plan->done_so_far()))
    return {errc::file_changed, "The stored file ends before its last record."};
  return std::shared_ptr<const import_plan>{std::move(plan)};
}

}  // namespace waybill
