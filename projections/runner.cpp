#include <algorithm>

#include "events/catalog.hpp"
#include "events/fault_point.hpp"
#include "projections/origin.hpp"
#include "projections/read_model.hpp"
#include "projections/row_differences.hpp"

namespace waybill {
namespace {
constexpr std::size_t events_a_read = 4'096;
constexpr std::size_t catch_up_bytes = 8 << 20;
constexpr std::size_t catch_up_rows = 200'000;
}  // namespace

projection_runner::projection_runner(std::string name, const event_log& log, projection_store& store,
                                     read_model_factory models, position at)
    : name_(std::move(name)),
      log_(log),
      store_(store),
      make_models_(std::move(models)),
      models_(make_models_()),
      folded_(at),
      visible_(at) {}

auto projection_runner::open(std::string name, const event_log& log, projection_store& store,
                             read_model_factory models) -> result<std::unique_ptr<projection_runner>> {
  const auto at = store.checkpoint(name);
  if (!at) return at.why();
  if (*at > log.tail())
    return {errc::corrupt,
            "The projection '" + name + "' was folded up to position " + std::to_string(*at) +
                ", but the log ends at " + std::to_string(log.tail()) +
                ": the log was replaced or is gone. Put the right one back; if this is the right one, run "
                "'waybill rebuild'."};
  return std::unique_ptr<projection_runner>(
      new projection_runner(std::move(name), log, store, std::move(models), *at));
}

auto projection_runner::step(std::size_t most_bytes, std::size_t flush_rows, bool flush_at_end)
    -> result<bool> {
  const std::scoped_lock alone{stepping_};
  return step_alone(most_bytes, flush_rows, flush_at_end);
}

auto projection_runner::step_alone(std::size_t most_bytes, std::size_t flush_rows, bool flush_at_end)
    -> result<bool> {
  auto more = fold_some(most_bytes, flush_rows, flush_at_end);
  stuck_ = !more;
  if (!more) {
    in_doubt_ = true;
    // What a failed fold or flush left half done in the models' memory is thrown away: the log has it all.
    models_ = make_models_();
    // A write that was refused may be there all the same, once the store is open again.
    const auto stored = store_.checkpoint(name_);
    if (stored && *stored > at()) show(*stored);
    folded_ = at();
  }
  return more;
}

auto projection_runner::fold_some(std::size_t most_bytes, std::size_t flush_rows, bool flush_at_end)
    -> result<bool> {
  const auto events = log_.read_all(folded_ + 1, events_a_read, most_bytes);
  if (!events) return events.why();
  for (const auto& event : *events) {
    if (event.head.at > until_) break;
    if (!is_known_tag(event.head.tag))
      return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " has the tag '" +
                                 event.head.tag + "', which is not known here."};
    for (auto& model : models_)
      if (auto folded = model->fold(event); !folded) return folded.why();
    folded_ = event.head.at;
  }
  const bool more = folded_ < std::min(log_.tail(), until_);
  std::size_t waiting = 0;
  for (const auto& model : models_) waiting += model->waiting();
  if (folded_ > at() && (waiting >= flush_rows || (!more && flush_at_end)))
    if (auto flushed = flush(); !flushed) return flushed.why();
  return more;
}

auto projection_runner::catch_up() -> result<done> {
  for (;;) {
    const auto more = step(catch_up_bytes, catch_up_rows, true);
    if (!more) return more.why();
    if (!*more) return done{};
  }
}

/// Folds and flushes until it is there.
auto projection_runner::reach(position wanted) -> result<done> {
  while (at() < wanted)
    if (auto more = step_alone(catch_up_bytes, catch_up_rows, true); !more) return std::move(more).why();
  return done{};
}

auto projection_runner::exchange(projection_runner& fresh, const projection_store& rows,
                                 std::span<const family> families) -> result<std::uint64_t> {
  const std::scoped_lock alone{stepping_, fresh.stepping_};
  if (auto there = reach(std::max(fresh.at(), folded_)); !there) return there.why();
  fresh.until_ = at();
  if (auto there = fresh.reach(at()); !there) return there.why();
  row_changes changes;
  for (const auto one : families)
    if (auto compared = add_differences(store_, rows, one, changes); !compared) return compared.why();
  if (changes.all().empty()) return std::uint64_t{0};
  if (auto written = store_.write(changes); !written) return written.why();
  // What the models remember of the rows before is nothing that they may go by.
  models_ = make_models_();
  return changes.all().size();
}

auto projection_runner::begin_again(std::span<const family> families) -> result<done> {
  const std::scoped_lock alone{stepping_};
  row_changes changes;
  for (const auto one : families) {
    // Range by range of keys with one first byte: there is no key behind all others.
    int last = -1;
    const auto scanned = store_.scan_back(one, {}, {}, [&](std::string_view key, std::string_view) {
      last = static_cast<unsigned char>(key.front());
      return false;
    });
    if (!scanned) return scanned.why();
    for (int byte = 0; byte <= last; ++byte)
      changes.erase_prefix(one, std::string(1, static_cast<char>(byte)));
  }
  projection_store::put_checkpoint(changes, name_, 0);
  if (auto written = store_.write(changes); !written) return written;
  models_ = make_models_();
  folded_ = 0;
  in_doubt_ = false;
  show(0);
  return done{};
}

auto projection_runner::flush() -> result<done> {
  if (fault_point("projection.before_flush")) return {errc::unavailable, "refused by a fault point"};
  row_changes changes;
  for (auto& model : models_)
    if (auto flushed = model->flush(store_, changes); !flushed) return flushed.why();
  if (fault_point("projection.half_flushed")) return {errc::unavailable, "refused by a fault point"};
  if (auto fine = check_not_written(); !fine) return fine;
  projection_store::put_checkpoint(changes, name_, folded_);
  if (auto noted = put_origin(changes, name_, log_, folded_, at() == 0); !noted) return noted;
  if (auto written = store_.write(changes); !written) return written.why();
  fault_point("projection.flushed");
  show(folded_);
  for (auto& model : models_) model->shown();
  return done{};
}

/// After a refusal: what was refused may be there all the same. Writing it again would count it twice.
auto projection_runner::check_not_written() -> result<done> {
  if (!in_doubt_) return done{};
  const auto stored = store_.checkpoint(name_);
  if (!stored) return stored.why();
  if (*stored > at()) return {errc::unavailable, "What was refused had been written."};
  in_doubt_ = false;
  return done{};
}

void projection_runner::show(position at) {
  const std::scoped_lock lock{mutex_};
  visible_ = at;
  moved_.notify_all();
}

auto projection_runner::at() const -> position {
  const std::scoped_lock lock{mutex_};
  return visible_;
}

auto projection_runner::wait_for(position wanted, std::chrono::milliseconds at_most) const -> bool {
  std::unique_lock lock{mutex_};
  return moved_.wait_for(lock, at_most, [&] { return visible_ >= wanted; });
}

}  // namespace waybill
