#include "actors/bulk_keys.hpp"

#include <algorithm>

namespace waybill {
namespace {
constexpr std::chrono::seconds show_patience{5};
/// As long as an actor is waited for: whoever has the key waits for some.
constexpr std::chrono::seconds turn_patience{60};
}  // namespace

auto bulk_keys::take(const user_id& by, const bulk_once& once) -> result<taken> {
  if (once.key.empty()) return taken{};
  auto held = await_turn(by.value + "/" + once.key);
  if (!held) return std::move(held).why();
  auto known = find(by, once);
  if (!known) return std::move(known).why();
  return taken{*std::move(held), *std::move(known)};
}

void bulk_keys::wrote(position at) {
  const std::scoped_lock lock{mutex_};
  last_written_ = std::max(last_written_, at);
}

auto bulk_keys::await_turn(const std::string& name) -> result<hold> {
  std::unique_lock lock{mutex_};
  auto& mine = turns_[name];
  // Each that waits has a thread.
  if (mine.taken && mine.waiting >= most_bulks_of_one) return too_many_bulks();
  ++mine.waiting;
  const bool came = let_go_.wait_for(lock, turn_patience, [&] { return !mine.taken; });
  --mine.waiting;
  if (!came) return {errc::timeout, "There was no answer in time."};
  mine.taken = true;
  return hold{*this, name};
}

auto bulk_keys::find(const user_id& by, const bulk_once& once) -> result<std::optional<bulk_id>> {
  const auto written = [this] {
    const std::scoped_lock lock{mutex_};
    return last_written_;
  }();
  if (!shown_.wait_for(written, show_patience))
    return {errc::timeout, "The list of changes is behind; ask again in a moment."};
  const auto row = bulk_with_key(rows_, by, once.key);
  if (!row) return row.why();
  const auto oldest = clock_->now().us - std::chrono::microseconds{kept_}.count();
  if (!*row || (*row)->at.us < oldest) return std::optional<bulk_id>{};
  if ((*row)->wish != once.wish)
    return {errc::idempotency_mismatch, "This Idempotency-Key was used with another change of many records."};
  return std::optional{(*row)->bulk};
}

void bulk_keys::let_go(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  const auto found = turns_.find(name);
  found->second.taken = false;
  if (found->second.waiting == 0) turns_.erase(found);
  let_go_.notify_all();
}

}  // namespace waybill
