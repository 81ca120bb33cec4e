// Changes of one project's nodes that were folded and are not written yet.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "domains/nodes/node.hpp"
#include "events/words.hpp"
#include "projections/nodes/tree_rows.hpp"
#include "projections/sorted_rows.hpp"

namespace waybill {

/// What a run of events did to one node, all in all.
struct changed_node {
  std::string_view key;    ///< collection (16) | text
  std::string_view title;  ///< the given one
  record_place at;         ///< where it stands now
  bool was = false;        ///< it was there before ...
  bool was_linked = false;
  bool is = false;  ///< ... and is there now
  bool linked = false;

  [[nodiscard]] auto text() const -> std::string_view { return key.substr(tree_prefix_size); }
  [[nodiscard]] auto was_in_tree() const -> bool { return was && was_linked; }
  [[nodiscard]] auto is_in_tree() const -> bool { return is && linked; }
  [[nodiscard]] auto was_alone() const -> bool { return was && !was_linked; }
  [[nodiscard]] auto is_alone() const -> bool { return is && !linked; }
};

/// Texts that stay where they are. One thread.
class text_arena {
 public:
  /// `first` and `second`, one behind the other.
  auto keep(std::string_view first, std::string_view second = {}) -> std::string_view;
  void clear();

 private:
  static constexpr std::size_t block_bytes = 64 << 10;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t left_ = 0;
  char* at_ = nullptr;
};

/// One thread.
class node_changes {
 public:
  explicit node_changes(const digest& collection);

  /// The node stands here now; `before` is its earlier version, null: it was not there.
  void stands(const nodes::row_view& row, const nodes::row_view* before, const record_place& place);
  /// The event at `at` deleted it.
  void deleted(const nodes::row_view& before, position at);

  [[nodiscard]] auto prefix() const -> std::string_view { return prefix_; }
  /// About how much work and memory all of it is: a node weighs as much as there are places above it, a very
  /// long one more.
  [[nodiscard]] auto weight() const -> std::size_t { return weight_; }

  struct run {
    std::vector<changed_node> nodes;  ///< ascending by key
    position last = 0;                ///< of their events
  };
  /// The next changes, of whole events, of events behind `folded` alone; about `most` of weight, or nothing
  /// when there are no more. Views into this.
  auto next_run(position folded, std::size_t most) -> run;

 private:
  struct change {
    std::string_view key, title;
    position event = 0;
    std::uint32_t index = 0;
    std::uint16_t weight = 0;
    bool was = false, was_linked = false, is = false, linked = false;
  };
  void add(change made, std::string_view text);
  [[nodiscard]] auto sorted(std::uint32_t begin, std::uint32_t end) const -> std::vector<std::uint32_t>;

  std::string prefix_;
  text_arena texts_;
  change_list<change> changes_;
  std::uint32_t taken_ = 0;
  std::size_t weight_ = 0;
};

}  // namespace waybill
