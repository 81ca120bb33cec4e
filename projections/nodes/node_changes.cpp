#include "projections/nodes/node_changes.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "projections/collections/places.hpp"

namespace waybill {
namespace {

struct sort_head {
  std::uint64_t first;  ///< bytes behind what all keys begin with
  std::uint32_t at;
};

auto word_at(std::string_view key, std::size_t from) -> std::uint64_t {
  std::array<char, 8> bytes{};
  const auto rest = key.substr(from);
  std::memcpy(bytes.data(), rest.data(), std::min(rest.size(), bytes.size()));
  return read_be64(bytes.data());
}

/// As many places as there are above it; what is long beyond the usual counts as more of them, since all of
/// it waits in memory.
auto weight_of(std::string_view text) -> std::uint16_t {
  constexpr std::size_t usual_bytes = 256;
  constexpr std::size_t bytes_a_place = 16;
  const auto places = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '/'));
  const auto more = text.size() > usual_bytes ? (text.size() - usual_bytes) / bytes_a_place : 0;
  return static_cast<std::uint16_t>(
      std::min<std::size_t>(places + more, std::numeric_limits<std::uint16_t>::max()));
}

}  // namespace

auto text_arena::keep(std::string_view first, std::string_view second) -> std::string_view {
  const auto size = first.size() + second.size();
  if (size == 0) return {};
  if (size > left_) {
    left_ = std::max(size, block_bytes);
    at_ = blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(left_)).get();
  }
  auto* const kept = at_;
  if (!first.empty()) std::memcpy(kept, first.data(), first.size());
  if (!second.empty()) std::memcpy(kept + first.size(), second.data(), second.size());
  at_ += size;
  left_ -= size;
  return {kept, size};
}

void text_arena::clear() {
  blocks_.clear();
  left_ = 0;
}

node_changes::node_changes(const digest& collection) : prefix_(collection_prefix(collection)) {}

void node_changes::stands(const nodes::row_view& row, const nodes::row_view* before,
                          const record_place& place) {
  change made;
  if (row.titled) made.title = texts_.keep(row.title);
  made.event = place.at;
  made.index = place.index;
  made.was = before != nullptr;
  made.was_linked = before != nullptr && before->linked;
  made.is = true;
  made.linked = row.linked;
  add(made, row.canonical);
}

void node_changes::deleted(const nodes::row_view& before, position at) {
  change made;
  made.event = at;
  made.was = true;
  made.was_linked = before.linked;
  add(made, before.canonical);
}

void node_changes::add(change made, std::string_view text) {
  made.key = texts_.keep(prefix_, text);
  made.weight = weight_of(text);
  weight_ += made.weight;
  changes_.add(made);
}

auto node_changes::next_run(position folded, std::size_t most) -> run {
  while (taken_ < changes_.size() && changes_.at(taken_).event <= folded) ++taken_;
  const auto begin = taken_;
  run made;
  for (std::size_t weight = 0; taken_ < changes_.size(); ++taken_) {
    const auto& next = changes_.at(taken_);
    if (weight >= most && next.event != made.last) break;
    weight += next.weight;
    made.last = next.event;
  }
  for (const auto i : sorted(begin, taken_)) {
    const auto& one = changes_.at(i);
    if (made.nodes.empty() || made.nodes.back().key != one.key) {
      auto& fresh = made.nodes.emplace_back();
      fresh.key = one.key;
      fresh.was = one.was;
      fresh.was_linked = one.was_linked;
    }
    auto& node = made.nodes.back();
    node.title = one.title;
    node.at = {one.event, one.index};
    node.is = one.is;
    node.linked = one.linked;
  }
  return made;
}

/// By key, those of one key in the order in which they came.
auto node_changes::sorted(std::uint32_t begin, std::uint32_t end) const -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> order;
  if (begin == end) return order;
  order.reserve(end - begin);
  const auto first = changes_.at(begin).key;
  auto common = first.size();
  bool is_sorted = true;
  for (auto i = begin; i < end; ++i) {
    const auto key = changes_.at(i).key;
    common = common_size(first.substr(0, common), key);
    is_sorted = is_sorted && (i == begin || changes_.at(i - 1).key <= key);
    order.push_back(i);
  }
  if (is_sorted) return order;
  std::vector<sort_head> heads;
  heads.reserve(order.size());
  for (const auto i : order) heads.push_back({word_at(changes_.at(i).key, common), i});
  std::sort(heads.begin(), heads.end(), [&](const sort_head& a, const sort_head& b) {
    if (a.first != b.first) return a.first < b.first;
    const int less = changes_.at(a.at).key.compare(changes_.at(b.at).key);
    return less != 0 ? less < 0 : a.at < b.at;
  });
  for (std::size_t i = 0; i < heads.size(); ++i) order[i] = heads[i].at;
  return order;
}

}  // namespace waybill
