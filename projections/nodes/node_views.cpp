#include "projections/nodes/node_views.hpp"

#include <algorithm>

#include "domains/nodes/identity.hpp"
#include "projections/collections/record_history.hpp"
#include "projections/nodes/node_lists.hpp"
#include "projections/nodes/node_reader.hpp"
#include "projections/nodes/tree_walk.hpp"

namespace waybill {
namespace {

/// Of texts that a stream holds at once.
constexpr std::size_t stream_bytes = 512 << 10;

class views final : public node_views {
 public:
  views(const projection_store& store, const event_log& log) : store_(store), log_(log) {}

  [[nodiscard]] auto list(std::string_view project, const node_filter& filter) const
      -> result<page<node_item>> override {
    node_reader reader{store_, log_, project};
    return list_by_text(reader, filter);
  }

  [[nodiscard]] auto get(std::string_view project, std::string_view id) const -> result<node_item> override {
    node_reader reader{store_, log_, project};
    auto found = node_with(reader, id);
    if (!found) return found.why();
    return shown(reader, std::move(*found));
  }

  [[nodiscard]] auto find(std::string_view project, std::string_view canonical) const
      -> result<node_item> override {
    node_reader reader{store_, log_, project};
    auto found = node_at(reader, canonical);
    if (!found) return found.why();
    return shown(reader, std::move(*found));
  }

  [[nodiscard]] auto roots(std::string_view project, const node_filter& filter) const
      -> result<page<node_item>> override {
    node_reader reader{store_, log_, project};
    return list_children(reader, {}, filter);
  }

  [[nodiscard]] auto children(std::string_view project, std::string_view id, const node_filter& filter) const
      -> result<page<node_item>> override {
    node_reader reader{store_, log_, project};
    const auto found = node_with(reader, id);
    if (!found) return found.why();
    return list_children(reader, *found, filter);
  }

  auto ancestors(std::string_view project, std::string_view id, const taker& take) const
      -> result<done> override {
    node_reader reader{store_, log_, project};
    const auto found = node_with(reader, id);
    if (!found) return found.why();
    std::vector<std::uint32_t> sizes;
    if (found->linked) places_above(found->text, sizes);
    std::vector<found_node> above;
    std::optional<std::uint32_t> parent;
    std::uint64_t depth = 0;
    for (std::size_t i = 0; i < sizes.size();) {
      above.clear();
      for (std::size_t bytes = 0; i < sizes.size() && bytes < stream_bytes; bytes += sizes[i++])
        above.emplace_back().text = found->text.substr(0, sizes[i]);
      if (auto rows = reader.find_rows(above); !rows) return rows;
      std::erase_if(above, [](const found_node& one) { return !one.linked; });
      for (auto& one : above) {
        one.depth = depth++;
        one.parent_size = std::exchange(parent, static_cast<std::uint32_t>(one.text.size()));
      }
      const auto more = reader.show(above, take);
      if (!more) return more.why();
      if (!*more) return done{};
    }
    return done{};
  }

  auto subtree(std::string_view project, std::string_view id, std::optional<std::uint64_t> levels,
               const taker& take) const -> result<done> override {
    node_reader reader{store_, log_, project};
    const auto found = node_with(reader, id);
    if (!found) return found.why();
    const auto more = reader.show({*found}, take);
    if (!more) return more.why();
    if (!*more || !found->linked) return done{};
    return stream(reader, tree_walk{store_, reader.prefix(), *found, levels}, take);
  }

  auto each_tree(std::string_view project, const taker& take) const -> result<done> override {
    node_reader reader{store_, log_, project};
    return stream(reader, tree_walk{store_, reader.prefix(), {}, {}}, take);
  }

  auto each(std::string_view project, const taker& take) const -> result<done> override {
    node_reader reader{store_, log_, project};
    std::string after;
    for (;;) {
      auto nodes = nodes_behind(reader, after, stream_bytes);
      if (!nodes) return nodes.why();
      if (nodes->empty()) return done{};
      after = nodes->back().text;
      if (auto parents = reader.find_parents(*nodes); !parents) return parents;
      const auto more = reader.show(*nodes, take);
      if (!more) return more.why();
      if (!*more) return done{};
    }
  }

  [[nodiscard]] auto stats(std::string_view project) const -> result<tree_stats> override {
    const node_reader reader{store_, log_, project};
    const auto totals = read_totals(store_, reader.prefix());
    if (!totals) return totals.why();
    tree_stats made;
    made.at = totals->folded;
    made.nodes = totals->top.below;
    made.roots = totals->top.children;
    made.parents = totals->families.size();
    made.leaves = made.nodes - made.parents;
    made.max_depth = made.nodes == 0 ? 0 : totals->top.height() - 1;
    made.max_children = totals->families.empty() ? 0 : totals->families.largest();
    made.hosts = totals->hosts;
    return made;
  }

  [[nodiscard]] auto history(std::string_view project, std::string_view id, std::size_t limit,
                             const std::string& cursor) const -> result<page<node_change>> override {
    node_reader reader{store_, log_, project};
    const auto last = reader.known(id);
    if (!last) return last.why();
    return page_of_history<nodes::node>(log_, nodes::identity_of(last->text), last->place.at, limit, cursor,
                                        nodes::decode_row);
  }

 private:
  static auto node_with(node_reader& reader, std::string_view id) -> result<found_node> {
    const auto known = reader.known(id);
    if (!known) return known.why();
    if (known->place.deleted) return no_such_node();
    return node_at(reader, known->text);
  }

  static auto node_at(node_reader& reader, std::string_view text) -> result<found_node> {
    auto found = reader.row_of(text);
    if (!found) return found.why();
    if (!*found) return no_such_node();
    std::vector<found_node> one;
    one.push_back(std::move(**found));
    if (auto parents = reader.find_parents(one); !parents) return parents.why();
    return std::move(one.front());
  }

  static auto shown(node_reader& reader, found_node node) -> result<node_item> {
    const auto position = position_of(reader, node);
    if (!position) return position.why();
    node.position = *position;
    std::optional<node_item> made;
    const auto done_with = reader.show({std::move(node)}, [&](node_item&& item) {
      made = std::move(item);
      return true;
    });
    if (!done_with) return done_with.why();
    return std::move(*made);
  }

  static auto stream(node_reader& reader, tree_walk walk, const taker& take) -> result<done> {
    for (;;) {
      auto nodes = walk.next(stream_bytes);
      if (!nodes) return nodes.why();
      if (nodes->empty()) return done{};
      if (auto rows = reader.find_rows(*nodes); !rows) return rows;
      const auto more = reader.show(*nodes, take);
      if (!more) return more.why();
      if (!*more) return done{};
    }
  }

  const projection_store& store_;
  const event_log& log_;
};

}  // namespace

auto tree_stats::average_children() const -> double {
  return parents == 0 ? 0 : static_cast<double>(nodes - roots) / static_cast<double>(parents);
}

auto make_node_views(const projection_store& store, const event_log& log) -> std::unique_ptr<node_views> {
  return std::make_unique<views>(store, log);
}

auto breadcrumb_of(std::string_view canonical) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (auto at = canonical; nodes::level_of(at) > 0; at = nodes::place_above(at))
    all.push_back(nodes::slug_of(at));
  std::reverse(all.begin(), all.end());
  return all;
}

}  // namespace waybill
