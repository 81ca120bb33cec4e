#include "actors/chunk_trails.hpp"

#include <algorithm>
#include <cstring>

#include "projections/live_records.hpp"

namespace waybill {
namespace {

constexpr std::size_t trails_kept = 8;
/// Records that come in another order than before: so rarely is it tried again.
constexpr std::uint32_t longest_rest = 64;

/// The records of a chunk under their identities; of those with the same, the last that has a row.
class identity_table {
 public:
  explicit identity_table(const std::vector<applied_record>& records, const record_bits& live)
      : records_(records) {
    std::size_t size = 16;
    while (size < records.size() * 2) size *= 2;
    slots_.assign(size, none);
    for (std::uint32_t i = 0; i < records.size(); ++i)
      if (live.test(i) && !records[i].after.empty()) slots_[seek(records[i].id)] = i;
  }
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  [[nodiscard]] auto find(const identity& id) const -> std::uint32_t { return slots_[seek(id)]; }

 private:
  [[nodiscard]] auto seek(const identity& id) const -> std::size_t {
    std::uint64_t first = 0;
    std::memcpy(&first, id.data(), sizeof first);
    auto at = static_cast<std::size_t>(first) & (slots_.size() - 1);
    while (slots_[at] != none && records_[slots_[at]].id != id) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  const std::vector<applied_record>& records_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace

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
  if (on->at != at) on->chunk.reset();
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
  on->in_vain = found.size() < asked / 4 ? on->in_vain + 1 : 0;
  on->rests = on->in_vain < 2 ? 0 : std::min(longest_rest, std::uint32_t{1} << std::min(on->in_vain, 16U));
  return found;
}

/// What cannot be read is not found here: whether that matters, whoever needs its rows will see.
auto chunk_trails::follow(trail& on, const candidate_chunk& chunk, std::vector<std::uint32_t>& ask)
    -> std::vector<answer> {
  std::vector<answer> found;
  bool first = true;
  const auto look_into = [&](position at, const record_bits& live) {
    auto chunk_there = on.at == at ? on.chunk : nullptr;
    if (!chunk_there) {
      const auto loaded = reader_.chunk(at);
      if (!loaded) return false;
      chunk_there = *loaded;
    }
    const identity_table there{chunk_there->what.records, live};
    const auto before = found.size();
    std::erase_if(ask, [&](std::uint32_t record) {
      const auto index = there.find(chunk.records[record].id);
      if (index == identity_table::none) return false;
      found.push_back({record, {at, index}});
      return true;
    });
    if (found.size() > before) {
      on.at = at;
      on.chunk = std::move(chunk_there);
    }
    const bool led_on = found.size() > before || first;
    first = false;
    return led_on && worth_following(ask.size(), chunk);
  };
  static_cast<void>(scan_live(index_, on.owner, on.at, look_into));
  return found;
}

}  // namespace waybill
