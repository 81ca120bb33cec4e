#include "projections/nodes/taken_over.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "domains/nodes/identity.hpp"
#include "projections/nodes/rows_ahead.hpp"

namespace waybill {
namespace {

/// All keys that begin with `key`, and `more` where it is not 0.
struct key_range {
  std::string_view key;
  char more = 0;

  [[nodiscard]] auto size() const -> std::size_t { return key.size() + (more != 0 ? 1 : 0); }
  [[nodiscard]] auto at(std::size_t i) const -> char { return i < key.size() ? key[i] : more; }
  [[nodiscard]] auto holds(std::string_view other) const -> bool {
    return other.starts_with(key) && (more == 0 || (other.size() > key.size() && other[key.size()] == more));
  }
  /// Of the text with which it begins.
  [[nodiscard]] auto compare(std::string_view other) const -> int {
    const auto most = std::min(key.size(), other.size());
    if (const int less = key.substr(0, most).compare(other.substr(0, most)); less != 0) return less;
    if (other.size() < size()) return 1;
    if (more == 0 || other[key.size()] == more) return other.size() == size() ? 0 : -1;
    return static_cast<unsigned char>(more) < static_cast<unsigned char>(other[key.size()]) ? -1 : 1;
  }
  [[nodiscard]] auto begins(const key_range& other) const -> bool {
    if (size() > other.size() || !other.key.starts_with(key.substr(0, other.key.size()))) return false;
    for (auto i = std::min(key.size(), other.key.size()); i < size(); ++i)
      if (at(i) != other.at(i)) return false;
    return true;
  }
  [[nodiscard]] auto text() const -> std::string {
    std::string all(key);
    if (more != 0) all.push_back(more);
    return all;
  }
  friend auto operator<(const key_range& a, const key_range& b) -> bool {
    const auto most = std::min(a.key.size(), b.key.size());
    if (const int less = a.key.substr(0, most).compare(b.key.substr(0, most)); less != 0) return less < 0;
    for (auto i = most; i < std::min(a.size(), b.size()); ++i)
      if (a.at(i) != b.at(i))
        return static_cast<unsigned char>(a.at(i)) < static_cast<unsigned char>(b.at(i));
    return a.size() < b.size();
  }
};

/// The ranges of what stands below a text.
void add_ranges(std::string_view key, bool with_queries, std::vector<key_range>& out) {
  const auto [site, path, query] = nodes::parts_of(key.substr(tree_prefix_size));
  if (!query.empty()) return;
  if (path.size() == 1) return out.push_back({key, 0});
  out.push_back({key, '/'});
  if (with_queries) out.push_back({key, '?'});
}

class taker {
 public:
  taker(const std::vector<tree_spot>& spots, text_arena& arena) : spots_(spots), arena_(arena) {
    order_.resize(spots.size());
    std::iota(order_.begin(), order_.end(), 0);
    std::sort(order_.begin(), order_.end(), [&](auto a, auto b) { return key_of(a) < key_of(b); });
  }

  auto take(std::vector<key_range> ranges, std::unique_ptr<row_cursor> rows)
      -> result<std::vector<taken_node>> {
    ranges_ = std::move(ranges);
    rows_ = rows_ahead(std::move(rows));
    for (std::size_t outer = 0; outer < ranges_.size();) {
      const auto whole = ranges_[outer];
      next_range_ = outer;
      rows_.go_to(whole.text());
      while (rows_->valid() && whole.holds(rows_->key()))
        if (!look_at_row()) return damaged_tree();
      if (!rows_->valid()) break;
      for (++outer; outer < ranges_.size() && whole.begins(ranges_[outer]);) ++outer;
    }
    if (auto ended = rows_->valid() ? result<done>{done{}} : rows_->ended(); !ended) return ended.why();
    return std::move(taken_);
  }

 private:
  static constexpr std::int32_t a_node_that_stays = -1;
  /// A text that the row looked at begins with.
  struct open_node {
    std::size_t size = 0;
    std::int32_t spot = a_node_that_stays;
  };

  [[nodiscard]] auto key_of(std::int32_t spot) const -> std::string_view {
    return spots_[static_cast<std::size_t>(spot)].key;
  }

  /// Opens what the next key stands below, and closes the rest; answers whether it is a spot itself.
  auto open_to(std::string_view key) -> bool {
    const auto most = std::min(last_.size(), key.size());
    std::size_t common = 0;
    while (common < most && last_[common] == key[common]) ++common;
    while (!open_.empty() && open_.back().size > common) open_.pop_back();
    last_.assign(key);
    bool is_spot = false;
    for (; next_spot_ < order_.size() && key_of(order_[next_spot_]) <= key; ++next_spot_) {
      const auto spot = order_[next_spot_];
      if (!spots_[static_cast<std::size_t>(spot)].is_node() || !key.starts_with(key_of(spot))) continue;
      open_.push_back({key_of(spot).size(), spot});
      is_spot = key_of(spot).size() == key.size();
    }
    return is_spot;
  }

  /// Names that begin alike may stand open by the thousand, and none of them above the other.
  [[nodiscard]] auto nearest_above(std::string_view key) const -> const open_node* {
    const auto text = key.substr(tree_prefix_size);
    const auto parts = nodes::parts_of(text);
    for (auto one = open_.rbegin(); one != open_.rend(); ++one)
      if (one->size < key.size() && is_above(one->size - tree_prefix_size, text, parts)) return &*one;
    return nullptr;
  }

  auto look_at_row() -> bool {
    node_row row;
    if (!decode_node(rows_->value(), row)) return false;
    const auto key = rows_->key();
    const bool is_spot = open_to(key);
    if (is_spot || !row.linked) {
      rows_->next();
      return true;
    }
    const auto* above = nearest_above(key);
    if (above == nullptr) return false;
    if (above->spot == a_node_that_stays || !spots_[static_cast<std::size_t>(above->spot)].moves()) {
      pass_below(above->size);
      return true;
    }
    taken_.push_back({arena_.keep(key), above->spot});
    open_.push_back({key.size(), a_node_that_stays});
    rows_->next();
    return true;
  }

  /// Nothing below a node that stays is taken, but by one that moves there.
  void pass_below(std::size_t size) {
    auto end = last_.substr(0, size);
    if (nodes::parts_of(std::string_view(end).substr(tree_prefix_size)).path.size() > 1)
      end.push_back(last_[size]);
    end.back() = static_cast<char>(end.back() + 1);
    while (next_range_ < ranges_.size() && ranges_[next_range_].compare(last_) <= 0) ++next_range_;
    if (next_range_ < ranges_.size() && ranges_[next_range_].compare(end) < 0)
      end = ranges_[next_range_].text();
    rows_.go_to(end);
  }

  const std::vector<tree_spot>& spots_;
  text_arena& arena_;
  std::vector<std::int32_t> order_;  ///< of spots, by key
  std::size_t next_spot_ = 0;
  std::vector<key_range> ranges_;  ///< ascending
  std::size_t next_range_ = 0;
  rows_ahead rows_;
  std::string last_;             ///< the key looked at last
  std::vector<open_node> open_;  ///< the shortest first
  std::vector<taken_node> taken_;
};

}  // namespace

auto find_taken(const projection_store& store, const std::vector<tree_spot>& spots,
                std::span<const std::int32_t> moving, bool with_queries, text_arena& arena)
    -> result<std::vector<taken_node>> {
  std::vector<key_range> ranges;
  for (const auto spot : moving) add_ranges(spots[static_cast<std::size_t>(spot)].key, with_queries, ranges);
  if (ranges.empty()) return std::vector<taken_node>{};
  std::sort(ranges.begin(), ranges.end());
  auto rows = store.walk(family::tree, ranges.front().key.substr(0, tree_prefix_size));
  if (!rows) return rows.why();
  return taker{spots, arena}.take(std::move(ranges), std::move(*rows));
}

}  // namespace waybill
