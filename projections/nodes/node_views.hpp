// What may be asked of a project's tree of nodes: its rows say where, the log says what. Callable from any
// thread; they only read. Every call takes the project's id; of a project without nodes the tree is empty.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/nodes/node.hpp"
#include "events/log/event_log.hpp"
#include "projections/row_change.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

/// Among so many siblings a node's position is told; it is counted when somebody asks.
inline constexpr std::uint64_t most_counted_siblings = 10'000;
/// A page that looks for a text looks at so many nodes, and ends: the next goes on.
inline constexpr std::size_t most_searched_nodes = 20'000;

struct node_item {
  std::string id;
  nodes::node what;
  std::optional<std::string> parent;  ///< its id
  std::uint64_t depth = 0;            ///< by parents
  /// Among its siblings in the order of their canonical texts, from 0. Of one node and in lists of children;
  /// nothing among more than `most_counted_siblings`.
  std::optional<std::uint64_t> position;
  std::uint64_t children_count = 0;
  std::uint64_t subtree_count = 1;  ///< with itself
  import_id import;                 ///< the one that wrote it last
};

struct node_filter {
  std::string text;  ///< looked for in title and path, letter case ignored; "": all
  std::size_t limit = 20;
  std::string cursor;
};

using node_change = row_change<nodes::node>;

struct tree_stats {
  position at = 0;  ///< they hold for the project as it was at this position of the log
  std::uint64_t nodes = 0;
  std::uint64_t roots = 0;
  std::uint64_t leaves = 0;
  std::uint64_t parents = 0;       ///< nodes with children
  std::uint64_t max_depth = 0;     ///< 0 when there is no node, too
  std::uint64_t max_children = 0;  ///< of one node
  std::uint64_t hosts = 0;         ///< with their ports
  /// Nodes with a parent for each node with children; 0 without any.
  [[nodiscard]] auto average_children() const -> double;
};

/// Ids that are none, or of no node: not_found. Cursors that were not given out by the list: bad_value. A
/// page may have fewer items than its limit, or none, and go on all the same, when it looks for a text.
class node_views {
 public:
  virtual ~node_views() = default;
  using taker = std::function<bool(node_item&&)>;  ///< answers false to stop

  /// All by canonical text.
  [[nodiscard]] virtual auto list(std::string_view project, const node_filter& filter) const
      -> result<page<node_item>> = 0;
  [[nodiscard]] virtual auto get(std::string_view project, std::string_view id) const
      -> result<node_item> = 0;
  /// By its canonical text (`nodes::canonical_text` of a URL, by the project's rule).
  [[nodiscard]] virtual auto find(std::string_view project, std::string_view canonical) const
      -> result<node_item> = 0;
  [[nodiscard]] virtual auto roots(std::string_view project, const node_filter& filter) const
      -> result<page<node_item>> = 0;
  [[nodiscard]] virtual auto children(std::string_view project, std::string_view id,
                                      const node_filter& filter) const -> result<page<node_item>> = 0;
  /// From its root down to its parent. Streamed in bounded memory, as the next three.
  virtual auto ancestors(std::string_view project, std::string_view id, const taker& take) const
      -> result<done> = 0;
  /// The node itself and what is below it, at most so many levels, each parent before its children, which are
  /// in order.
  virtual auto subtree(std::string_view project, std::string_view id, std::optional<std::uint64_t> levels,
                       const taker& take) const -> result<done> = 0;
  /// All nodes, the trees one after the other, each as `subtree`.
  virtual auto each_tree(std::string_view project, const taker& take) const -> result<done> = 0;
  /// All nodes by canonical text.
  virtual auto each(std::string_view project, const taker& take) const -> result<done> = 0;
  [[nodiscard]] virtual auto stats(std::string_view project) const -> result<tree_stats> = 0;
  /// Every change, oldest first; also of a deleted node.
  [[nodiscard]] virtual auto history(std::string_view project, std::string_view id, std::size_t limit = 20,
                                     const std::string& cursor = {}) const -> result<page<node_change>> = 0;
};

auto make_node_views(const projection_store& store, const event_log& log) -> std::unique_ptr<node_views>;

/// What leads to a node: the decoded segments of its path, and its query; empty for a homepage.
auto breadcrumb_of(std::string_view canonical) -> std::vector<std::string>;

}  // namespace waybill
