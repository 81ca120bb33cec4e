// The rows that nodes keep of their own. `text` is a node's canonical text (domains/nodes/identity.hpp);
// every key begins with the collection (16).
//   tree           text -> node_row: all nodes, in the order of their texts
//   tree_children  parent's text | 0 | the rest of the text -> `1` when it has children itself, else `0`:
//                  a parent's children in the order of their texts; roots have the empty text as parent
//   tree_counts    text -> node_tally, of nodes that have children
//   tree_counts    host, which unlike all texts has no slash -> how many nodes stand on it
//   tree_counts    nothing -> tree_totals
//   tree_gaps      a place above nodes of the tree where none of them stands -> how many are below it;
//                  of the places that have less than `most_gap_levels` places above them
//
// A parent is the nearest node above by path; it is derived, and stands in no row of its child. The nodes
// below another one begin with its text and `/` or `?`: so they are at most two ranges of keys, though not
// right behind it (`/a-b` stands between `/a` and `/a/b`).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/store.hpp"

namespace waybill {

inline constexpr std::size_t tree_prefix_size = 16;

/// Where a node's row stands in the log, and what of it is asked of many nodes at once.
struct node_row {
  record_place at;
  bool linked = true;      ///< false: it stands alone, without parent and children
  std::string_view title;  ///< the given one; empty: it is made from the text
};
void encode_node(const node_row& row, std::string& out);
/// False: damaged. `row` views into `bytes`.
auto decode_node(std::string_view bytes, node_row& row) -> bool;

/// How many things there are of each number, ascending, none of them zero times. One thread at a time.
class histogram {
 public:
  /// False: there are not so many to take away.
  auto add(std::uint64_t number, std::int64_t times) -> bool;
  [[nodiscard]] auto empty() const -> bool { return bars_.empty(); }
  /// The largest number; not of an empty one.
  [[nodiscard]] auto largest() const -> std::uint64_t { return bars_.back().number; }
  /// How many things there are.
  [[nodiscard]] auto size() const -> std::uint64_t;
  friend auto operator==(const histogram&, const histogram&) -> bool = default;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("bars", e.bars_, "ascending");
  }

 private:
  struct bar {
    std::uint64_t number = 0;
    std::uint64_t times = 0;
    friend auto operator==(const bar&, const bar&) -> bool = default;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("number", e.number, "");
      visit("times", e.times, "");
    }
  };
  std::vector<bar> bars_;
};

/// What is below a node.
struct node_tally {
  std::uint64_t children = 0;
  std::uint64_t below = 0;  ///< all nodes of its subtree but itself
  histogram heights;        ///< of its children that have children: how many levels are below them
  /// Levels below it; 0: none.
  [[nodiscard]] auto height() const -> std::uint64_t {
    return heights.empty() ? (children > 0 ? 1 : 0) : heights.largest() + 1;
  }
  /// A child with so many nodes and levels below it comes (1) or goes (-1). False: it was not there.
  auto add_child(std::uint64_t its_below, std::uint64_t its_height, int times) -> bool;
  friend auto operator==(const node_tally&, const node_tally&) -> bool = default;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("children", e.children, "");
    visit("below", e.below, "");
    visit("heights", e.heights, "");
  }
};

/// What is to be known of the whole tree.
struct tree_totals {
  position folded = 0;  ///< the rows hold every event of the collection up to here, and none behind
  node_tally top;       ///< its children are the roots
  std::uint64_t hosts = 0;
  std::uint64_t queries = 0;  ///< nodes whose text has a query
  histogram families;         ///< of the nodes that have children: how many
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("folded", e.folded, "");
    visit("top", e.top, "");
    visit("hosts", e.hosts, "");
    visit("queries", e.queries, "");
    visit("families", e.families, "");
  }
};

/// A path may have thousands of places, and each node below it another gap at each of them.
inline constexpr std::size_t most_gap_levels = 16;

/// The key of a text in all families but `tree_children`.
auto tree_key(std::string_view prefix, std::string_view text) -> std::string;

/// The host of a text, with its port: what is counted as one, with whatever scheme.
auto host_of(std::string_view text) -> std::string_view;

/// How many bytes both begin with.
auto common_size(std::string_view a, std::string_view b) -> std::size_t;

/// The sizes of all beginnings of `text` that are places above it, the homepage first.
void places_above(std::string_view text, std::vector<std::uint32_t>& sizes);

/// Errors: corrupt, unavailable.
auto read_totals(const projection_store& store, std::string_view prefix) -> result<tree_totals>;
/// One answer a key; those without children have none. Errors: corrupt, unavailable.
auto read_tallies(const projection_store& store, std::span<const std::string_view> keys)
    -> result<std::vector<node_tally>>;

auto damaged_tree() -> error;

}  // namespace waybill
