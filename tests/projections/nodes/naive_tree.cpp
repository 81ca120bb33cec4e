#include "tests/projections/nodes/naive_tree.hpp"

#include <algorithm>

#include "domains/nodes/identity.hpp"
#include "events/codec.hpp"
#include "projections/collections/places.hpp"
#include "projections/nodes/tree_rows.hpp"
#include "projections/nodes/tree_writes.hpp"

namespace waybill::tests {

auto naive_tree::parent_of(const std::string& text) const -> std::optional<std::string> {
  if (!all.at(text).row.linked) return {};
  for (auto above = nodes::place_above(text); !above.empty(); above = nodes::place_above(above)) {
    const auto found = all.find(std::string(above));
    if (found != all.end() && found->second.row.linked) return found->first;
  }
  return {};
}

auto naive_tree::depth_of(const std::string& text) const -> std::uint64_t {
  const auto parent = parent_of(text);
  return parent ? depth_of(*parent) + 1 : 0;
}

auto naive_tree::children_of(const std::optional<std::string>& text) const -> std::vector<std::string> {
  std::vector<std::string> found;
  for (const auto& [each, entry] : all)
    if (parent_of(each) == text) found.push_back(each);
  return found;
}

auto naive_tree::gaps() const -> std::map<std::string, std::uint64_t> {
  const auto is_linked = [&](const std::string& text) {
    const auto found = all.find(text);
    return found != all.end() && found->second.row.linked;
  };
  std::map<std::string, std::uint64_t> made;
  std::vector<std::uint32_t> sizes;
  for (const auto& [text, entry] : all) {
    if (!entry.row.linked) continue;
    places_above(text, sizes);
    sizes.resize(std::min(sizes.size(), most_gap_levels));
    for (const auto size : sizes)
      if (auto place = text.substr(0, size); !is_linked(place)) ++made[place];
  }
  return made;
}

auto naive_tree::rows(std::string_view project, position last) const
    -> std::map<std::string, std::map<std::string, std::string>> {
  const auto prefix = collection_prefix(collection_digest("nodes", project));
  std::map<std::string, std::map<std::string, std::string>> made;
  std::map<std::string, node_tally> tallies;
  std::map<std::string, std::uint64_t> hosts;
  std::map<std::string, std::optional<std::string>> parents;
  tree_totals totals;
  totals.folded = last;
  for (const auto& [text, entry] : all) {
    parents[text] = parent_of(text);
    const auto title = entry.row.titled ? std::string_view(entry.row.title) : std::string_view{};
    encode_node({entry.at, entry.row.linked, title}, made["tree"][tree_key(prefix, text)]);
    ++hosts[std::string(host_of(text))];
    if (text.find('?') != std::string::npos) ++totals.queries;
  }
  // The longest first: then all below a node was counted before the node is.
  std::vector<std::string> texts;
  for (const auto& each : all) texts.push_back(each.first);
  std::stable_sort(texts.begin(), texts.end(), [](auto& a, auto& b) { return a.size() > b.size(); });
  for (const auto& text : texts) {
    const auto& its = tallies[text];
    const auto& parent = parents[text];
    auto& above = parent ? tallies[*parent] : totals.top;
    above.add_child(its.below, its.height(), 1);
    made["tree_children"][child_key(prefix, parent.value_or(""), text.substr(parent.value_or("").size()))] =
        its.children > 0 ? "1" : "0";
    if (its.children == 0) continue;
    totals.families.add(its.children, 1);
    made["tree_counts"][tree_key(prefix, text)] = encode(its);
  }
  totals.hosts = hosts.size();
  for (const auto& [host, count] : hosts) made["tree_counts"][tree_key(prefix, host)] = encode(count);
  made["tree_counts"][prefix] = encode(totals);
  for (const auto& [gap, below] : gaps()) made["tree_gaps"][tree_key(prefix, gap)] = encode(below);
  return made;
}

}  // namespace waybill::tests
