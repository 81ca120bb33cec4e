// Walks through trees from parents to children, in order, in little memory whatever there is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/nodes/node_reader.hpp"

namespace waybill {

/// One thread. Goes on where it was, also when the tree changed meanwhile.
class tree_walk {
 public:
  /// What is below the node, at most so many levels; an empty text: all trees.
  tree_walk(const projection_store& store, std::string_view prefix, const found_node& from,
            std::optional<std::uint64_t> levels);
  /// The next nodes, about `most_bytes` of their texts; they have parents and depths, and no rows. None: that
  /// was all.
  auto next(std::size_t most_bytes) -> result<std::vector<found_node>>;

 private:
  void go_up();
  [[nodiscard]] auto parent() const -> std::string_view {
    return std::string_view(text_).substr(0, parents_.back());
  }

  const projection_store& store_;
  std::string prefix_;
  std::uint64_t first_depth_;  ///< of the children of where it began
  std::optional<std::uint64_t> levels_;
  std::string text_;                  ///< of the node it came to last
  std::vector<std::size_t> parents_;  ///< sizes of the texts of its parents, from where it began
  std::string from_;                  ///< the key to go on from
};

}  // namespace waybill
