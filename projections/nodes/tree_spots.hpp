// The places of a tree that a run of changes has to look at.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "domains/nodes/identity.hpp"
#include "projections/nodes/node_changes.hpp"

namespace waybill {

/// A node that enters or leaves the tree, or a place above such a one, whether or not a node stands there.
struct tree_spot {
  static constexpr std::int32_t top = -1;  ///< what roots have above them

  std::string_view key;              ///< collection (16) | text
  std::int32_t above = top;          ///< the next place above, by path
  std::int32_t parent_before = top;  ///< the nearest node above that was in the tree
  std::int32_t parent_now = top;
  std::int32_t tally = -1;  ///< its number in a list of tallies; -1: nothing is or was below it
  std::uint64_t gap = 0;    ///< nodes of the tree that were below, where none of them stood
  bool is_deep = false;     ///< too many places are above it: its gap is not counted
  bool before = false;      ///< was it in the tree?
  bool now = false;
  bool alone_before = false;  ///< was it a root without children by choice?
  bool alone_now = false;

  [[nodiscard]] auto text() const -> std::string_view { return key.substr(tree_prefix_size); }
  [[nodiscard]] auto moves() const -> bool { return before != now; }
  [[nodiscard]] auto is_node() const -> bool { return before || now; }
};

/// Every spot stands behind those above it. Their keys are views into those of `nodes`, which ascend. Errors:
/// corrupt, unavailable.
auto find_spots(const projection_store& store, std::span<const changed_node> nodes)
    -> result<std::vector<tree_spot>>;

/// Do the first `size` bytes of `text`, whose parts these are, stand above it? `size` is less than the
/// text's.
auto is_above(std::size_t size, std::string_view text, const nodes::canonical_parts& parts) -> bool;

}  // namespace waybill
