#include "projections/nodes/tree_rows.hpp"

#include <algorithm>
#include <cstring>

#include "domains/nodes/identity.hpp"
#include "events/codec.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

enum node_flag : std::uint8_t { node_linked = 1, node_titled = 2, node_known_flags = 3 };
constexpr std::size_t place_size = 12;

}  // namespace

void encode_node(const node_row& row, std::string& out) {
  append_be(out, row.at.at, 8);
  append_be(out, row.at.index, 4);
  out.push_back(static_cast<char>((row.linked ? node_linked : 0) | (row.title.empty() ? 0 : node_titled)));
  out.append(row.title);
}

auto decode_node(std::string_view bytes, node_row& row) -> bool {
  if (bytes.size() <= place_size) return false;
  row.at = {read_be(bytes.substr(0, 8)), static_cast<std::uint32_t>(read_be(bytes.substr(8, 4)))};
  const auto flags = static_cast<std::uint8_t>(bytes[place_size]);
  row.linked = (flags & node_linked) != 0;
  row.title = bytes.substr(place_size + 1);
  return flags <= node_known_flags && row.title.empty() == ((flags & node_titled) == 0);
}

auto histogram::add(std::uint64_t number, std::int64_t times) -> bool {
  auto found = std::lower_bound(bars_.begin(), bars_.end(), number,
                                [](const bar& one, std::uint64_t wanted) { return one.number < wanted; });
  if (found == bars_.end() || found->number != number) found = bars_.insert(found, {number, 0});
  if (times < 0 && found->times < static_cast<std::uint64_t>(-times)) return false;
  found->times += static_cast<std::uint64_t>(times);
  if (found->times == 0) bars_.erase(found);
  return true;
}

auto histogram::size() const -> std::uint64_t {
  std::uint64_t all = 0;
  for (const auto& one : bars_) all += one.times;
  return all;
}

auto node_tally::add_child(std::uint64_t its_below, std::uint64_t its_height, int times) -> bool {
  const auto nodes = its_below + 1;
  if (times < 0 && (children == 0 || below < nodes)) return false;
  children += static_cast<std::uint64_t>(times);
  below = times < 0 ? below - nodes : below + nodes;
  return its_height == 0 || heights.add(its_height, times);
}

auto common_size(std::string_view a, std::string_view b) -> std::size_t {
  const auto most = std::min(a.size(), b.size());
  std::size_t same = 0;
  // A word at a time: long paths begin with the same thousands of bytes.
  for (std::uint64_t x = 0, y = 0; same + sizeof x <= most; same += sizeof x) {
    std::memcpy(&x, a.data() + same, sizeof x);
    std::memcpy(&y, b.data() + same, sizeof y);
    if (x != y) break;
  }
  while (same < most && a[same] == b[same]) ++same;
  return same;
}

auto tree_key(std::string_view prefix, std::string_view text) -> std::string {
  std::string key;
  key.reserve(prefix.size() + text.size());
  return key.append(prefix).append(text);
}

auto host_of(std::string_view text) -> std::string_view {
  const auto site = nodes::parts_of(text).site;
  const auto slashes = site.rfind('/');
  return slashes == std::string_view::npos ? site : site.substr(slashes + 1);
}

void places_above(std::string_view text, std::vector<std::uint32_t>& sizes) {
  sizes.clear();
  const auto [site, path, query] = nodes::parts_of(text);
  const auto add = [&](std::size_t size) { sizes.push_back(static_cast<std::uint32_t>(size)); };
  if (path.size() > 1 || !query.empty()) add(site.size() + 1);
  for (auto slash = path.find('/', 2); slash < path.size(); slash = path.find('/', slash + 1))
    add(site.size() + slash);
  if (path.size() > 1 && !query.empty()) add(site.size() + path.size());
}

auto read_totals(const projection_store& store, std::string_view prefix) -> result<tree_totals> {
  const auto bytes = store.get(family::tree_counts, prefix);
  if (!bytes) return bytes.why();
  tree_totals totals;
  if (*bytes && !decode(**bytes, totals)) return damaged_tree();
  return totals;
}

auto read_tallies(const projection_store& store, std::span<const std::string_view> keys)
    -> result<std::vector<node_tally>> {
  constexpr std::size_t at_once = 4'096;
  std::vector<node_tally> all(keys.size());
  for (std::size_t begin = 0; begin < keys.size(); begin += at_once) {
    const auto some = keys.subspan(begin, std::min(at_once, keys.size() - begin));
    const auto rows = store.get_many(family::tree_counts, {some.begin(), some.end()});
    if (!rows) return rows.why();
    for (std::size_t i = 0; i < rows->size(); ++i)
      if ((*rows)[i] && !decode(*(*rows)[i], all[begin + i])) return damaged_tree();
  }
  return all;
}

auto damaged_tree() -> error {
  return {errc::corrupt, "Rows of a tree of nodes do not fit together; 'waybill rebuild' makes them anew."};
}

}  // namespace waybill
