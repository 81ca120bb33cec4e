#include "projections/nodes/node_reader.hpp"

#include <algorithm>

#include "domains/nodes/identity.hpp"
#include "events/codec.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

/// Rows that are held at once: their metadata may be long.
constexpr std::size_t most_row_bytes = 4 << 20;

auto unreadable(position at) -> error {
  return {errc::corrupt, "The event at position " + std::to_string(at) + " is not what a node's row says."};
}

}  // namespace

auto no_such_node() -> error { return {errc::not_found, "There is no such node."}; }

node_reader::node_reader(const projection_store& store, const event_log& log, std::string_view project)
    : store_(store),
      log_(log, 2),
      events_(log),
      collection_(collection_digest("nodes", project)),
      prefix_(collection_prefix(collection_)),
      stream_(collection_stream("nodes", project_id{std::string(project)})),
      parents_(store, prefix_) {}

auto node_reader::id_of(std::string_view text) const -> std::string {
  const auto key = scoped(nodes::identity_of(text), collection_);
  std::array<std::uint8_t, 16> first{};
  std::copy_n(key.begin(), first.size(), first.begin());
  return nodes::spell_node_id(first);
}

auto node_reader::place_of(std::string_view id) -> result<place_row> {
  const auto bytes = nodes::bytes_of_node_id(id);
  if (!bytes) return no_such_node();
  std::optional<place_row> found;
  const std::string_view begin{reinterpret_cast<const char*>(bytes->data()), bytes->size()};
  const auto walked = store_.scan(family::places, begin, {}, [&](std::string_view, std::string_view value) {
    found = decode_place(value);
    return false;
  });
  if (!walked) return walked.why();
  if (!found) return no_such_node();
  return *found;
}

auto node_reader::known(std::string_view id) -> result<known_node> {
  const auto place = place_of(id);
  if (!place) return place.why();
  auto text = text_of(*place);
  if (!text) return text.why();
  return known_node{*place, std::move(*text)};
}

/// Places of all collections stand in one family: who has an id need not be a member of its project.
auto node_reader::text_of(const place_row& place) -> result<std::string> {
  nodes::row_view row;
  if (place.deleted) {
    const auto event = events_.read_at(place.at.at);
    if (!event) return event.why();
    if (event->head.stream != stream_) return no_such_node();
    record_deleted gone;
    if (!read_deletion(event->head.tag, event->payload, gone) || !nodes::view_row(gone.before, row))
      return unreadable(place.at.at);
    return std::string(row.canonical);
  }
  const auto chunk = log_.chunk(place.at.at);
  if (!chunk) return chunk.why();
  if ((*chunk)->event.head.stream != stream_) return no_such_node();
  const auto& records = (*chunk)->what.records;
  if (place.at.index >= records.size() || !nodes::view_row(records[place.at.index].after, row))
    return unreadable(place.at.at);
  return std::string(row.canonical);
}

auto node_reader::row_of(std::string_view text) -> result<std::optional<found_node>> {
  std::vector<found_node> one(1);
  one.front().text = text;
  if (auto found = find_rows(one); !found) return found.why();
  if (one.empty()) return std::optional<found_node>{};
  return std::optional{std::move(one.front())};
}

auto node_reader::find_rows(std::vector<found_node>& nodes) -> result<done> {
  std::vector<std::string> keys;
  keys.reserve(nodes.size());
  for (const auto& node : nodes) keys.push_back(tree_key(prefix_, node.text));
  const auto rows = store_.get_many(family::tree, {keys.begin(), keys.end()});
  if (!rows) return rows.why();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!(*rows)[i]) continue;
    node_row row;
    if (!decode_node(*(*rows)[i], row)) return damaged_tree();
    nodes[i].at = row.at;
    nodes[i].linked = row.linked;
    if (kept != i) nodes[kept] = std::move(nodes[i]);
    ++kept;
  }
  nodes.resize(kept);
  return done{};
}

auto node_reader::find_parents(std::vector<found_node>& nodes) -> result<done> {
  return parents_.find(nodes);
}

auto node_reader::show(const std::vector<found_node>& nodes, const node_views::taker& take) -> result<bool> {
  std::vector<std::string> keys;
  for (const auto& node : nodes) keys.push_back(tree_key(prefix_, node.text));
  const auto tallies = read_tallies(store_, std::vector<std::string_view>(keys.begin(), keys.end()));
  if (!tallies) return tallies.why();
  std::vector<std::optional<stored_row>> rows(nodes.size());
  std::string_view parent;
  std::string parent_id;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!rows[i])
      if (auto loaded = load(nodes, i, rows); !loaded) return loaded.why();
    const auto& node = nodes[i];
    node_item item;
    item.id = id_of(node.text);
    item.what = std::move(rows[i]->what);
    item.import = std::move(rows[i]->import);
    if (node.parent_size) {
      // Siblings come one after the other.
      const auto its = std::string_view(node.text).substr(0, *node.parent_size);
      if (its != parent) parent_id = id_of(parent = its);
      item.parent = parent_id;
    }
    item.depth = node.depth;
    item.position = node.position;
    item.children_count = (*tallies)[i].children;
    item.subtree_count = (*tallies)[i].below + 1;
    rows[i].reset();
    if (!take(std::move(item))) return false;
  }
  return true;
}

/// The row at `from`, and others in the order of the log as far as memory goes.
auto node_reader::load(const std::vector<found_node>& nodes, std::size_t from,
                       std::vector<std::optional<stored_row>>& rows) -> result<done> {
  std::vector<std::size_t> order;
  for (auto i = from; i < nodes.size(); ++i)
    if (!rows[i]) order.push_back(i);
  std::sort(order.begin() + 1, order.end(), [&](auto a, auto b) { return nodes[a].at < nodes[b].at; });
  std::size_t bytes = 0;
  for (const auto i : order) {
    const auto chunk = log_.chunk(nodes[i].at.at);
    if (!chunk) return chunk.why();
    const auto& records = (*chunk)->what.records;
    if (nodes[i].at.index >= records.size()) return unreadable(nodes[i].at.at);
    const auto& record = records[nodes[i].at.index];
    auto row = nodes::decode_row(record.after);
    if (!row) return row.why();
    bytes += record.after.size();
    rows[i] = stored_row{std::move(*row), (*chunk)->what.head.import};
    if (bytes > most_row_bytes) break;
  }
  return done{};
}

}  // namespace waybill
