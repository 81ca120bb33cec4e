#include "projections/nodes/parent_finder.hpp"

#include "projections/nodes/node_reader.hpp"
#include "projections/nodes/tree_rows.hpp"

namespace waybill {

auto parent_finder::find(std::vector<found_node>& nodes) -> result<done> {
  for (auto& node : nodes)
    if (auto found = find(node); !found) return found;
  rows_.rest();
  return done{};
}

auto parent_finder::find(found_node& node) -> result<done> {
  const std::string_view text = node.text;
  turn_to(text);
  node.parent_size.reset();
  node.depth = 0;
  if (!node.linked) return done{};
  merged_.clear();
  auto known = open_.begin();
  for (const auto size : sizes_) {
    for (; known != open_.end() && known->size < size; ++known) merged_.push_back(*known);
    const bool is_known = known != open_.end() && known->size == size;
    if (is_known) {
      merged_.push_back(*known++);
    } else {
      const auto linked = rows_.look_up(size);
      if (!linked) return linked.why();
      merged_.push_back({size, linked->value_or(false)});
    }
    if (!merged_.back().is_node) continue;
    node.parent_size = size;
    ++node.depth;
  }
  merged_.insert(merged_.end(), known, open_.end());
  if (merged_.empty() || merged_.back().size < text.size())
    merged_.push_back({static_cast<std::uint32_t>(text.size()), true});
  open_.swap(merged_);
  return done{};
}

/// Forgets the places that this text does not begin with.
void parent_finder::turn_to(std::string_view text) {
  const auto common = common_size(last_, text);
  while (!open_.empty() && open_.back().size > common) open_.pop_back();
  last_.assign(text);
  places_above(text, sizes_);
  rows_.turn_to(text);
}

}  // namespace waybill
