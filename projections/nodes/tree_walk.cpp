#include "projections/nodes/tree_walk.hpp"

#include "projections/nodes/tree_writes.hpp"

namespace waybill {

tree_walk::tree_walk(const projection_store& store, std::string_view prefix, const found_node& from,
                     std::optional<std::uint64_t> levels)
    : store_(store),
      prefix_(prefix),
      first_depth_(from.text.empty() ? 0 : from.depth + 1),
      levels_(levels),
      text_(from.text),
      parents_{from.text.size()},
      from_(child_key(prefix, from.text, {})) {
  if (levels_ && *levels_ == 0) parents_.clear();
}

auto tree_walk::next(std::size_t most_bytes) -> result<std::vector<found_node>> {
  std::vector<found_node> found;
  if (parents_.empty()) return found;
  auto rows = store_.walk(family::tree_children, prefix_);
  if (!rows) return rows.why();
  auto& row = **rows;
  std::size_t bytes = 0;
  for (row.seek(from_); bytes < most_bytes && !parents_.empty();) {
    const auto below = child_key(prefix_, parent(), {});
    if (!row.valid() || !row.key().starts_with(below)) {
      if (!row.valid())
        if (auto ended = row.ended(); !ended) return ended.why();
      go_up();
      if (!parents_.empty()) row.seek(from_);
      continue;
    }
    const auto own = row.key().substr(below.size());
    text_.resize(parents_.back());
    text_.append(own);
    auto& node = found.emplace_back();
    node.text = text_;
    if (parents_.back() > 0) node.parent_size = static_cast<std::uint32_t>(parents_.back());
    node.depth = first_depth_ + parents_.size() - 1;
    bytes += sizeof node + text_.size();
    if (row.value() == "1" && (!levels_ || parents_.size() < *levels_)) {
      parents_.push_back(text_.size());
      from_ = child_key(prefix_, text_, {});
      row.seek(from_);
    } else {
      from_.assign(row.key()).push_back('\0');
      row.next();
    }
  }
  return found;
}

/// Behind the parent, among its siblings.
void tree_walk::go_up() {
  text_.resize(parents_.back());
  parents_.pop_back();
  if (parents_.empty()) return;
  from_ = child_key(prefix_, parent(), std::string_view(text_).substr(parents_.back()));
  from_.push_back('\0');
}

}  // namespace waybill
