#include "actors/chunk_trails.hpp"

#include <algorithm>

#include "actors/chunk_overlay.hpp"
#include "projections/collections/live_records.hpp"

namespace waybill {
namespace {

/// As many as there can be imports at work, and more.
constexpr std::size_t trails_kept = 300;
/// Records that come in another order than before: so rarely is it tried again.
constexpr std::uint32_t longest_rest = 64;

/// The live records of a chunk under their identities.
class live_table {
 public:
  live_table(const std::vector<applied_record>& records, const record_bits& live) : slots_(records.size()) {
    ids_.reserve(records.size());
    for (const auto& record : records) ids_.push_back(record.id());
    for (std::uint32_t i = 0; i < ids_.size(); ++i)
      if (live.test(i)) slots_.at(ids_[i], ids_) = last_ = i;
  }
  /// Its index, or `chunk_overlay::none`.
  [[nodiscard]] auto find(const identity& id) -> std::uint32_t { return slots_.at(id, ids_); }
  /// The index of the last of them.
  [[nodiscard]] auto last() const -> std::uint32_t { return last_; }

 private:
  std::vector<identity> ids_;
  chunk_overlay slots_;
  std::uint32_t last_ = 0;
};

}  // namespace

auto chunk_trails::worth_following(std::size_t asked, const candidate_chunk& chunk) -> bool {
  constexpr std::size_t few = 4;
  return asked > std::max(few, chunk.records.size() / 16);
}

auto chunk_trails::trail_of(const digest& owner) -> trail* {
  const auto found =
      std::find_if(trails_.begin(), trails_.end(), [&](const trail& one) { return one.owner == owner; });
  if (found == trails_.end()) return nullptr;
  std::rotate(trails_.begin(), found, found + 1);
  return &trails_.front();
}

void chunk_trails::turn_to(const digest& owner, position at) {
  auto* on = trail_of(owner);
  if (on == nullptr) {
    if (trails_.size() == trails_kept) trails_.pop_back();
    on = &trails_.emplace_front();
    on->owner = owner;
  }
  on->at = at;
}

auto chunk_trails::follow(const digest& owner, const candidate_chunk& chunk, std::vector<std::uint32_t>& ask)
    -> std::vector<answer> {
  auto* on = worth_following(ask.size(), chunk) ? trail_of(owner) : nullptr;
  if (on == nullptr) return {};
  if (on->rests > 0) {
    --on->rests;
    return {};
  }
  const auto asked = ask.size();
  auto found = follow(*on, chunk, ask);
  on->in_vain = found.size() * 4 < asked ? on->in_vain + 1 : 0;
  on->rests = on->in_vain < 2 ? 0 : std::min(longest_rest, std::uint32_t{1} << std::min(on->in_vain, 16U));
  return found;
}

/// What cannot be read is not found here: whether that matters, whoever needs its rows will see.
auto chunk_trails::follow(trail& on, const candidate_chunk& chunk, std::vector<std::uint32_t>& ask)
    -> std::vector<answer> {
  std::vector<answer> found;
  bool first = true;
  const auto look_into = [&](position at, const record_bits& live) {
    const auto loaded = reader_.chunk(at);
    if (!loaded) return false;
    const auto& records = (*loaded)->what.records;
    live_table there{records, live};
    const auto before = found.size();
    std::uint32_t furthest = 0;
    std::erase_if(ask, [&](std::uint32_t key) {
      const auto index = there.find(chunk.keys[key]);
      if (index == chunk_overlay::none) return false;
      furthest = std::max(furthest, index);
      found.push_back({key, {at, index}});
      return true;
    });
    const auto met = found.size() - before;
    if (met > 0) on.at = furthest == there.last() ? at + 1 : at;
    // A chunk that has a few of them is a chance, and reading more such costs more than to ask.
    const bool led_on = met > records.size() / 16 || first;
    first = false;
    return led_on && worth_following(ask.size(), chunk);
  };
  static_cast<void>(scan_live(index_, on.owner, on.at, look_into));
  return found;
}

}  // namespace waybill
