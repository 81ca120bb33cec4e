#include "projections/nodes/tree_spots.hpp"

#include <algorithm>
#include <optional>

#include "domains/nodes/identity.hpp"
#include "events/codec.hpp"
#include "projections/nodes/place_rows.hpp"
#include "projections/nodes/rows_ahead.hpp"

namespace waybill {
namespace {

class spot_finder {
 public:
  explicit spot_finder(const projection_store& store) : store_(store) {}

  auto find(std::span<const changed_node> nodes) -> result<std::vector<tree_spot>> {
    for (const auto& node : nodes)
      if (node.was_in_tree() != node.is_in_tree())
        if (auto added = add(node); !added) return added.why();
    if (auto looked = look_up(); !looked) return looked.why();
    if (auto read = read_gaps(); !read) return read.why();
    for (auto& spot : spots_) {
      if (spot.above == tree_spot::top) continue;
      const auto& above = at(spot.above);
      spot.parent_before = above.before ? spot.above : above.parent_before;
      spot.parent_now = above.now ? spot.above : above.parent_now;
    }
    return std::move(spots_);
  }

 private:
  auto at(std::int32_t i) -> tree_spot& { return spots_[static_cast<std::size_t>(i)]; }

  auto add(const changed_node& node) -> result<done> {
    // What begins with the same bytes stands together, so that each place above is met once.
    while (!open_.empty() && !node.key.starts_with(at(open_.back()).key)) open_.pop_back();
    places_above(node.text(), sizes_);
    // Places above the node before were looked at already: of those that are not open none holds a node.
    const auto known = common_size(last_, node.key);
    last_ = node.key;
    if (sizes_.size() > most_gap_levels) turn_to(node);
    std::size_t next = 0;
    auto above = tree_spot::top;
    for (std::size_t level = 0; level < sizes_.size(); ++level) {
      const auto key = node.key.substr(0, tree_prefix_size + sizes_[level]);
      while (next < open_.size() && at(open_[next]).key.size() < key.size()) ++next;
      if (next == open_.size() || at(open_[next]).key.size() != key.size()) {
        if (key.size() < known) continue;
        const auto is_spot = level < most_gap_levels ? note(key, above) : look_at(key, above);
        if (!is_spot) return is_spot.why();
        if (!*is_spot) continue;
        std::rotate(open_.begin() + static_cast<std::ptrdiff_t>(next), open_.end() - 1, open_.end());
      }
      above = open_[next];
    }
    auto& spot = push(node.key, above);
    spot.is_deep = sizes_.size() >= most_gap_levels;
    spot.before = node.was_in_tree();
    spot.now = node.is_in_tree();
    spot.alone_before = node.was_alone();
    spot.alone_now = node.is_alone();
    return done{};
  }

  void turn_to(const changed_node& node) {
    if (!rows_) rows_.emplace(store_, node.key.substr(0, tree_prefix_size));
    rows_->turn_to(node.text());
  }

  /// Whether a node stands there is looked up later, with many others.
  auto note(std::string_view key, std::int32_t above) -> result<bool> {
    unknown_.push_back(static_cast<std::int32_t>(spots_.size()));
    push(key, above);
    return true;
  }

  /// Of a path with very many places only those that hold nodes become spots. False: this one does not.
  auto look_at(std::string_view key, std::int32_t above) -> result<bool> {
    const auto linked = rows_->look_up(key.size() - tree_prefix_size);
    if (!linked) return linked.why();
    if (!*linked) return false;
    auto& spot = push(key, above);
    spot.is_deep = true;
    spot.before = spot.now = **linked;
    return true;
  }

  auto push(std::string_view key, std::int32_t above) -> tree_spot& {
    open_.push_back(static_cast<std::int32_t>(spots_.size()));
    auto& spot = spots_.emplace_back();
    spot.key = key;
    spot.above = above;
    return spot;
  }

  /// Which of the places above hold nodes, that stay as they are.
  auto look_up() -> result<done> {
    constexpr std::size_t at_once = 4'096;
    std::vector<std::string_view> keys;
    for (std::size_t begin = 0; begin < unknown_.size(); begin += at_once) {
      keys.clear();
      for (auto i = begin; i < std::min(unknown_.size(), begin + at_once); ++i)
        keys.push_back(at(unknown_[i]).key);
      const auto rows = store_.get_many(family::tree, keys);
      if (!rows) return rows.why();
      for (std::size_t i = 0; i < rows->size(); ++i) {
        if (!(*rows)[i]) continue;
        node_row row;
        if (!decode_node(*(*rows)[i], row)) return damaged_tree();
        at(unknown_[begin + i]).before = at(unknown_[begin + i]).now = row.linked;
      }
    }
    return done{};
  }

  auto read_gaps() -> result<done> {
    std::vector<std::int32_t> gaps;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(spots_.size()); ++i)
      if (!at(i).before && !at(i).is_deep) gaps.push_back(i);
    if (gaps.empty()) return done{};
    std::sort(gaps.begin(), gaps.end(), [&](auto a, auto b) { return at(a).key < at(b).key; });
    auto cursor = store_.walk(family::tree_gaps, at(gaps.front()).key.substr(0, tree_prefix_size));
    if (!cursor) return cursor.why();
    rows_ahead rows{std::move(*cursor)};
    for (const auto i : gaps) {
      rows.go_to(at(i).key);
      if (!rows->valid()) break;
      if (rows->key() == at(i).key && !decode(rows->value(), at(i).gap)) return damaged_tree();
    }
    return rows->valid() ? result<done>{done{}} : rows->ended();
  }

  const projection_store& store_;
  std::optional<place_rows> rows_;
  std::vector<tree_spot> spots_;
  std::vector<std::int32_t> open_;  ///< spots whose keys the next one may begin with, the shortest first
  std::vector<std::int32_t> unknown_;
  std::string_view last_;  ///< key of the node added last
  std::vector<std::uint32_t> sizes_;
};

}  // namespace

auto find_spots(const projection_store& store, std::span<const changed_node> nodes)
    -> result<std::vector<tree_spot>> {
  return spot_finder{store}.find(nodes);
}

auto is_above(std::size_t size, std::string_view text, const nodes::canonical_parts& parts) -> bool {
  const auto site = parts.site.size();
  if (size == site + 1) return true;
  const auto end = site + parts.path.size();
  return size > site && (size == end || (size < end && text[size] == '/'));
}

}  // namespace waybill
