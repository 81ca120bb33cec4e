#include "projections/nodes/tree_writes.hpp"

#include <algorithm>

namespace waybill {

auto node_writes::at(std::size_t i) const -> row {
  const auto& node = nodes_[i];
  value_.clear();
  if (node.is) encode_node({node.at, node.linked, node.title}, value_);
  return {node.key, value_};
}

void child_writes::sort() {
  std::sort(rows_.begin(), rows_.end(), [](const child& a, const child& b) {
    if (a.parent_end == b.parent_end) return a.key < b.key;
    // Where the shorter parent ends, its child's key has a zero, which stands in no text.
    const auto shorter = std::min(a.parent_end, b.parent_end);
    const int less = a.key.substr(0, shorter).compare(b.key.substr(0, shorter));
    return less != 0 ? less < 0 : a.parent_end < b.parent_end;
  });
}

auto child_writes::at(std::size_t i) const -> row {
  static constexpr std::string_view values[] = {"", "0", "1"};
  const auto& one = rows_[i];
  key_.assign(one.key, 0, one.parent_end);
  key_.push_back('\0');
  key_.append(one.key, one.parent_end);
  return {key_, values[one.now]};
}

void count_writes::sort() {
  std::sort(rows_.begin(), rows_.end(), [](const count& a, const count& b) { return a.key < b.key; });
}

auto child_key(std::string_view prefix, std::string_view parent, std::string_view rest) -> std::string {
  std::string key;
  key.reserve(prefix.size() + parent.size() + 1 + rest.size());
  key.append(prefix).append(parent).push_back('\0');
  return key.append(rest);
}

}  // namespace waybill
