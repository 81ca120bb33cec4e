#include "projections/nodes/tree_update.hpp"

#include <algorithm>
#include <unordered_map>

#include "domains/nodes/identity.hpp"
#include "events/codec.hpp"
#include "projections/nodes/taken_over.hpp"
#include "projections/nodes/tree_spots.hpp"
#include "projections/nodes/tree_writes.hpp"

namespace waybill {
namespace {

class updater {
 public:
  updater(projection_store& store, std::string_view prefix, tree_totals totals, const node_changes::run& what)
      : store_(store), prefix_(prefix), totals_(std::move(totals)), what_(what) {
    totals_.folded = what.last;
  }

  auto run() -> result<done> {
    auto spots = find_spots(store_, what_.nodes);
    if (!spots) return spots.why();
    spots_ = std::move(*spots);
    if (auto read = read_tallies_of_spots(); !read) return read;
    if (auto counted = count_nodes(); !counted) return counted;
    if (auto taken = take_over(); !taken) return taken;
    more_below_.resize(spots_.size());
    for (auto i = spots_.size(); i-- > 0;)
      if (!count_gap(i) || !settle(spots_[i])) return damaged_tree();
    return write();
  }

 private:
  struct tallies {
    node_tally before;
    node_tally now;
  };

  [[nodiscard]] auto at(std::int32_t i) -> tree_spot& { return spots_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] auto before_of(const tree_spot& spot) const -> const node_tally& {
    static const node_tally nothing;
    return spot.tally < 0 ? nothing : tallies_[static_cast<std::size_t>(spot.tally)].before;
  }
  [[nodiscard]] auto now_of(const tree_spot& spot) const -> const node_tally& {
    static const node_tally nothing;
    return spot.tally < 0 ? nothing : tallies_[static_cast<std::size_t>(spot.tally)].now;
  }
  /// Of the spot, or of the whole tree.
  auto now_at(std::int32_t i) -> node_tally& {
    if (i == tree_spot::top) return totals_.top;
    auto& spot = at(i);
    if (spot.tally < 0) {
      spot.tally = static_cast<std::int32_t>(tallies_.size());
      tallies_.emplace_back();
    }
    return tallies_[static_cast<std::size_t>(spot.tally)].now;
  }

  auto read_tallies_of_spots() -> result<done> {
    std::vector<std::size_t> known;
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < spots_.size(); ++i) {
      if (!spots_[i].before) continue;
      known.push_back(i);
      keys.push_back(spots_[i].key);
    }
    auto rows = read_tallies(store_, keys);
    if (!rows) return rows.why();
    for (std::size_t i = 0; i < known.size(); ++i) {
      if ((*rows)[i].children == 0) continue;
      spots_[known[i]].tally = static_cast<std::int32_t>(tallies_.size());
      tallies_.push_back({(*rows)[i], (*rows)[i]});
    }
    return done{};
  }

  /// What does not depend on where a node hangs.
  auto count_nodes() -> result<done> {
    std::unordered_map<std::string_view, std::int64_t> hosts;
    for (const auto& node : what_.nodes) {
      if (node.was_alone() != node.is_alone()) {
        if (!totals_.top.add_child(0, 0, node.is_alone() ? 1 : -1)) return damaged_tree();
        if (!node.was_in_tree() && !node.is_in_tree())
          children_.add(node.key, 0, node.is_alone() ? child_writes::leaf : child_writes::gone);
      }
      if (node.was == node.is) continue;
      const std::int64_t more = node.is ? 1 : -1;
      hosts[host_of(node.text())] += more;
      if (node.text().find('?') != std::string_view::npos)
        totals_.queries += static_cast<std::uint64_t>(more);
    }
    return count_hosts(hosts);
  }

  auto count_hosts(const std::unordered_map<std::string_view, std::int64_t>& hosts) -> result<done> {
    for (const auto& [host, more] : hosts) {
      if (more == 0) continue;
      const auto key = texts_.keep(tree_key(prefix_, host));
      const auto bytes = store_.get(family::tree_counts, key);
      if (!bytes) return bytes.why();
      std::uint64_t before = 0;
      if (*bytes && !decode(**bytes, before)) return damaged_tree();
      const auto now = before + static_cast<std::uint64_t>(more);
      totals_.hosts += static_cast<std::uint64_t>(now > 0) - static_cast<std::uint64_t>(before > 0);
      counts_.add(key, now > 0 ? encode(now) : std::string{});
    }
    return done{};
  }

  /// Nodes that stay, and have another parent now.
  auto take_over() -> result<done> {
    std::vector<std::int32_t> moving;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(spots_.size()); ++i)
      if (at(i).moves() && may_take(at(i))) moving.push_back(i);
    auto taken = find_taken(store_, spots_, moving, totals_.queries > 0, texts_);
    if (!taken) return taken.why();
    std::vector<std::string_view> keys;
    keys.reserve(taken->size());
    for (const auto& one : *taken) keys.push_back(one.key);
    const auto rows = read_tallies(store_, keys);
    if (!rows) return rows.why();
    for (std::size_t i = 0; i < taken->size(); ++i)
      if (!move((*taken)[i], (*rows)[i])) return damaged_tree();
    return done{};
  }

  /// It had children, or takes some of those of the nearest node above.
  auto may_take(const tree_spot& spot) -> bool {
    if (spot.before) return before_of(spot).children > 0;
    if (!spot.is_deep) return spot.gap > 0;
    if (spot.parent_before == tree_spot::top) return roots_before_ > 0;
    return before_of(at(spot.parent_before)).children > 0;
  }

  auto move(const taken_node& what, const node_tally& below) -> bool {
    const auto& spot = at(what.by);
    const auto from = spot.before ? what.by : spot.parent_before;
    const auto to = spot.now ? what.by : spot.parent_now;
    children_.add(what.key, size_of(from), child_writes::gone);
    children_.add(what.key, size_of(to), state_of(below));
    return now_at(from).add_child(below.below, below.height(), -1) &&
           now_at(to).add_child(below.below, below.height(), 1);
  }

  [[nodiscard]] auto size_of(std::int32_t parent) -> std::size_t {
    return parent == tree_spot::top ? 0 : at(parent).text().size();
  }
  static auto state_of(const node_tally& below) -> child_writes::state {
    return below.children > 0 ? child_writes::with_children : child_writes::leaf;
  }

  /// All below it was counted.
  auto count_gap(std::size_t i) -> bool {
    const auto& spot = spots_[i];
    const auto more = more_below_[i];
    if (spot.above != tree_spot::top)
      more_below_[static_cast<std::size_t>(spot.above)] += more + int{spot.now} - int{spot.before};
    if (spot.is_deep) return true;
    const auto was_below = static_cast<std::int64_t>(spot.before ? before_of(spot).below : spot.gap);
    if (was_below + more < 0) return false;
    const auto gap = spot.now ? 0 : static_cast<std::uint64_t>(was_below + more);
    if (gap != spot.gap) gaps_.add(spot.key, gap > 0 ? encode(gap) : std::string{});
    return true;
  }

  /// All below it is settled: so it can tell its parents, and has its own rows.
  auto settle(const tree_spot& spot) -> bool {
    if (!spot.is_node()) return true;
    return tell_parents(spot) && count_children(spot);
  }

  auto tell_parents(const tree_spot& spot) -> bool {
    const auto before = weigh(before_of(spot));
    const auto now = weigh(now_of(spot));
    if (!spot.moves() && spot.parent_before == spot.parent_now && before == now) return true;
    return (!spot.before || now_at(spot.parent_before).add_child(before.below, before.height, -1)) &&
           (!spot.now || now_at(spot.parent_now).add_child(now.below, now.height, 1));
  }

  auto count_children(const tree_spot& spot) -> bool {
    const auto& before = before_of(spot);
    const auto& now = now_of(spot);
    write_child(spot, state_of(before), state_of(now));
    if (before == now) return true;
    if (before.children > 0 && !totals_.families.add(before.children, -1)) return false;
    if (now.children > 0 && !totals_.families.add(now.children, 1)) return false;
    counts_.add(spot.key, now.children > 0 ? encode(now) : std::string{});
    return spot.now || now.children == 0;
  }

  /// What a parent counts of a child.
  struct weight {
    std::uint64_t below = 0;
    std::uint64_t height = 0;
    friend auto operator==(const weight&, const weight&) -> bool = default;
  };
  static auto weigh(const node_tally& tally) -> weight { return {tally.below, tally.height()}; }

  void write_child(const tree_spot& spot, child_writes::state before, child_writes::state now) {
    const bool was = spot.before || spot.alone_before;
    const bool is = spot.now || spot.alone_now;
    const auto from = spot.before ? size_of(spot.parent_before) : 0;
    const auto to = spot.now ? size_of(spot.parent_now) : 0;
    const bool stays = was && is && from == to;
    if (was && !stays) children_.add(spot.key, from, child_writes::gone);
    if (is && (!stays || before != now)) children_.add(spot.key, to, now);
  }

  auto write() -> result<done> {
    counts_.add(prefix_, encode(totals_));
    counts_.sort();
    gaps_.sort();
    children_.sort();
    const node_writes nodes{what_.nodes};
    const bulk_part parts[] = {{family::tree, &nodes},
                               {family::tree_children, &children_},
                               {family::tree_counts, &counts_},
                               {family::tree_gaps, &gaps_}};
    return store_.write_together(parts);
  }

  projection_store& store_;
  std::string_view prefix_;
  tree_totals totals_;
  const std::uint64_t roots_before_ = totals_.top.children;
  const node_changes::run& what_;
  text_arena texts_;
  std::vector<tree_spot> spots_;
  std::vector<tallies> tallies_;
  child_writes children_;
  std::vector<std::int64_t> more_below_;  ///< of each spot: how many nodes more are below it
  count_writes counts_;
  count_writes gaps_;
};

}  // namespace

auto update_tree(projection_store& store, std::string_view prefix, tree_totals totals,
                 const node_changes::run& what) -> result<done> {
  return updater{store, prefix, std::move(totals), what}.run();
}

}  // namespace waybill
