#include "projections/nodes/node_lists.hpp"

#include <algorithm>

#include "domains/nodes/identity.hpp"
#include "domains/text_finder.hpp"
#include "formats/text.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"
#include "projections/nodes/tree_writes.hpp"

namespace waybill {
namespace {

auto foreign_cursor() -> error { return {errc::bad_value, "The cursor was not given out by this list."}; }

/// A node is named by its id: texts may be long, cursors may not. Also one that is gone leads on.
struct list_place {
  std::string text;          ///< of the last node looked at; "": none was
  std::uint64_t passed = 0;  ///< how many siblings stand up to it ...
  position counted_at = 0;   ///< ... in the tree as it was then
};

auto write_cursor(const std::string& list, const node_reader& reader, const list_place& at) -> std::string {
  auto bytes = list;
  const auto id = nodes::bytes_of_node_id(reader.id_of(at.text));
  bytes.append(reinterpret_cast<const char*>(id->data()), id->size());
  append_be(bytes, at.passed, 8);
  append_be(bytes, at.counted_at, 8);
  return make_cursor(bytes);
}

auto read_list_cursor(const std::string& cursor, const std::string& list, node_reader& reader)
    -> result<list_place> {
  if (cursor.empty()) return list_place{};
  const auto bytes = read_cursor(cursor, list);
  if (!bytes) return bytes.why();
  std::array<std::uint8_t, 16> id{};
  const auto rest = std::string_view(*bytes).substr(list.size());
  if (rest.size() != id.size() + 16) return foreign_cursor();
  std::copy_n(rest.begin(), id.size(), id.begin());
  auto last = reader.known(nodes::spell_node_id(id));
  if (!last) return last.why().code == errc::not_found ? foreign_cursor() : last.why();
  return list_place{std::move(last->text), read_be(rest.substr(16, 8)), read_be(rest.substr(24, 8))};
}

/// A long text is as much to look at as several.
auto weight_of(std::string_view text) -> std::size_t {
  constexpr std::size_t usual_bytes = 256;
  return 1 + text.size() / usual_bytes;
}

/// Is the text in a node's title or path?
class node_match {
 public:
  explicit node_match(std::string_view wanted) : wanted_(wanted) {}
  [[nodiscard]] auto always() const -> bool { return wanted_.empty(); }
  auto operator()(std::string_view text, std::string_view given_title) const -> bool {
    if (wanted_.empty()) return true;
    const auto parts = nodes::parts_of(text);
    const auto path = text.substr(parts.site.size());
    if (wanted_.in(path) || wanted_.in(given_title.empty() ? nodes::title_of(text) : given_title))
      return true;
    return path.find('%') != std::string_view::npos &&
           (wanted_.in(text::percent_decoded(parts.path, false)) ||
            wanted_.in(text::percent_decoded(parts.query, true)));
  }

 private:
  text_finder wanted_;
};

/// Shows what was found; a page of long rows ends early.
auto make_page(node_reader& reader, const std::vector<found_node>& nodes, const std::string& next)
    -> result<std::pair<page<node_item>, std::size_t>> {
  page<node_item> found;
  std::size_t bytes = 0;
  const auto all = reader.show(nodes, [&](node_item&& item) {
    bytes += sizeof item + item.what.url.size() + item.what.canonical.size() + item.what.title.size() +
             item.what.metadata.size();
    if (found.size() > 0 && bytes > page_limit_bytes) return false;
    found.items.push_back(std::move(item));
    return true;
  });
  if (!all) return all.why();
  const auto shown = found.size();
  if (*all) found.next_cursor = next;
  return std::pair{std::move(found), shown};
}

/// Those of one parent, as their keys stand.
class children_list {
 public:
  children_list(node_reader& reader, const std::optional<found_node>& parent)
      : reader_(reader),
        parent_(parent ? parent->text : std::string{}),
        depth_(parent ? parent->depth + 1 : 0),
        prefix_(child_key(reader.prefix(), parent_, {})) {}

  auto page_of(const node_filter& filter) -> result<page<node_item>> {
    if (auto counted = count_siblings(); !counted) return counted.why();
    auto list = std::string(reader_.prefix()) + "c";
    list.append(view_of(nodes::identity_of(parent_)).substr(0, 8));
    auto at = read_list_cursor(filter.cursor, list, reader_);
    if (!at) return at.why();
    if (!at->text.empty() && !at->text.starts_with(parent_)) return foreign_cursor();
    if (auto placed = place(*at); !placed) return placed.why();
    const auto last = look(filter, *at);
    if (!last) return last.why();
    const auto next = *last ? write_cursor(list, reader_, **last) : std::string{};
    auto made = make_page(reader_, found_, next);
    if (!made) return made.why();
    auto& [items, shown] = *made;
    if (shown < found_.size()) items.next_cursor = write_cursor(list, reader_, place_at(found_[shown - 1]));
    return std::move(items);
  }

  /// How many stand before this one.
  auto position_of(std::string_view text) -> result<std::optional<std::uint64_t>> {
    if (auto counted = count_siblings(); !counted) return counted.why();
    if (!positions_) return std::optional<std::uint64_t>{};
    const auto passed = count_up_to(text);
    if (!passed) return passed.why();
    return std::optional{*passed == 0 ? 0 : *passed - 1};
  }

 private:
  auto count_siblings() -> result<done> {
    const auto totals = read_totals(reader_.store(), reader_.prefix());
    if (!totals) return totals.why();
    folded_ = totals->folded;
    auto siblings = totals->top.children;
    if (!parent_.empty()) {
      const auto key = tree_key(reader_.prefix(), parent_);
      const auto tally = read_tallies(reader_.store(), std::array{std::string_view(key)});
      if (!tally) return tally.why();
      siblings = tally->front().children;
    }
    positions_ = siblings <= most_counted_siblings;
    return done{};
  }

  [[nodiscard]] auto key_of(std::string_view text) const -> std::string {
    return prefix_ + std::string(text.substr(parent_.size()));
  }

  /// Of the siblings, those up to `text`, with itself.
  auto count_up_to(std::string_view text) -> result<std::uint64_t> {
    const auto last = key_of(text);
    std::uint64_t passed = 0;
    const auto walked =
        reader_.store().scan(family::tree_children, prefix_, {}, [&](std::string_view key, std::string_view) {
          if (key > last || passed > most_counted_siblings) return false;
          ++passed;
          return true;
        });
    if (!walked) return walked.why();
    return passed;
  }

  /// What was counted holds as long as nothing happened to the tree.
  auto place(list_place& at) -> result<done> {
    if (!positions_ || at.text.empty() || at.counted_at == folded_) return done{};
    const auto passed = count_up_to(at.text);
    if (!passed) return passed.why();
    at.passed = *passed;
    return done{};
  }

  [[nodiscard]] auto place_at(const found_node& node) const -> list_place {
    return {node.text, node.position ? *node.position + 1 : 0, folded_};
  }

  /// Fills the page. Answers the place of the last node looked at, when there are more behind it.
  auto look(const node_filter& filter, const list_place& from) -> result<std::optional<list_place>> {
    const node_match match{filter.text};
    const auto rows = reader_.store().walk(family::tree_children, prefix_);
    if (!rows) return rows.why();
    auto& row = **rows;
    auto at = from;
    std::size_t looked = 0;
    std::vector<found_node> some;
    row.seek(from.text.empty() ? prefix_ : key_of(from.text) + '\0');
    while (row.valid() && found_.size() < filter.limit && looked < most_searched_nodes) {
      some.clear();
      const auto wanted = filter.limit - found_.size();
      for (; row.valid() && some.size() < (match.always() ? wanted : searched_at_once); row.next())
        some.push_back(child(row.key(), at));
      for (const auto& node : some) looked += weight_of(node.text);
      if (auto kept = keep(some, match, filter.limit, at); !kept) return kept.why();
    }
    if (!row.valid())
      if (auto ended = row.ended(); !ended) return ended.why();
    const bool more = row.valid() || (!some.empty() && at.text != some.back().text);
    return more ? std::optional{at} : std::nullopt;
  }

  auto child(std::string_view key, list_place& at) -> found_node {
    found_node node;
    node.text = parent_ + std::string(key.substr(prefix_.size()));
    if (!parent_.empty()) node.parent_size = static_cast<std::uint32_t>(parent_.size());
    node.depth = depth_;
    if (positions_) node.position = at.passed;
    at = {node.text, at.passed + 1, folded_};
    return node;
  }

  /// Takes those that match until the page is full; `at` is the last that was looked at.
  auto keep(std::vector<found_node>& some, const node_match& match, std::size_t limit, list_place& at)
      -> result<done> {
    std::vector<std::string> keys;
    for (const auto& node : some) keys.push_back(tree_key(reader_.prefix(), node.text));
    const auto rows = reader_.store().get_many(family::tree, {keys.begin(), keys.end()});
    if (!rows) return rows.why();
    for (std::size_t i = 0; i < some.size(); ++i) {
      at = place_at(some[i]);
      node_row row;
      if (!(*rows)[i]) continue;  // it went just now
      if (!decode_node(*(*rows)[i], row)) return damaged_tree();
      if (!match(some[i].text, row.title)) continue;
      some[i].at = row.at;
      some[i].linked = row.linked;
      found_.push_back(some[i]);
      if (found_.size() == limit) break;
    }
    return done{};
  }

  static constexpr std::size_t searched_at_once = 500;
  node_reader& reader_;
  std::string parent_;
  std::uint64_t depth_;
  std::string prefix_;
  position folded_ = 0;
  bool positions_ = false;
  std::vector<found_node> found_;
};

}  // namespace

auto list_by_text(node_reader& reader, const node_filter& filter) -> result<page<node_item>> {
  const auto list = std::string(reader.prefix()) + "l";
  const auto from = read_list_cursor(filter.cursor, list, reader);
  if (!from) return from.why();
  const node_match match{filter.text};
  const auto rows = reader.store().walk(family::tree, reader.prefix());
  if (!rows) return rows.why();
  auto& row = **rows;
  row.seek(tree_key(reader.prefix(), from->text) + (from->text.empty() ? "" : std::string(1, '\0')));
  std::vector<found_node> found;
  list_place at;
  const auto most = match.always() ? filter.limit : most_searched_nodes;
  for (std::size_t looked = 0; row.valid() && found.size() < filter.limit && looked < most; row.next()) {
    node_row node;
    if (!decode_node(row.value(), node)) return damaged_tree();
    at.text.assign(row.key().substr(tree_prefix_size));
    looked += match.always() ? 1 : weight_of(at.text);
    if (match(at.text, node.title)) found.push_back({at.text, node.at, node.linked, {}, 0, {}});
  }
  if (!row.valid())
    if (auto ended = row.ended(); !ended) return ended.why();
  const auto next = row.valid() ? write_cursor(list, reader, at) : std::string{};
  if (auto parents = reader.find_parents(found); !parents) return parents.why();
  auto made = make_page(reader, found, next);
  if (!made) return made.why();
  auto& [items, shown] = *made;
  if (shown < found.size()) items.next_cursor = write_cursor(list, reader, {found[shown - 1].text, 0, 0});
  return std::move(items);
}

auto list_children(node_reader& reader, const std::optional<found_node>& parent, const node_filter& filter)
    -> result<page<node_item>> {
  return children_list{reader, parent}.page_of(filter);
}

auto nodes_behind(const node_reader& reader, std::string_view after, std::size_t most_bytes)
    -> result<std::vector<found_node>> {
  std::vector<found_node> found;
  const auto from = tree_key(reader.prefix(), after) + (after.empty() ? "" : std::string(1, '\0'));
  std::size_t bytes = 0;
  bool damaged = false;
  const auto walked = reader.store().scan(
      family::tree, reader.prefix(), from, [&](std::string_view key, std::string_view value) {
        node_row row;
        damaged = !decode_node(value, row);
        if (damaged || bytes >= most_bytes) return false;
        const auto text = key.substr(tree_prefix_size);
        bytes += sizeof(found_node) + text.size();
        found.push_back({std::string(text), row.at, row.linked, {}, 0, {}});
        return true;
      });
  if (!walked) return walked.why();
  if (damaged) return damaged_tree();
  return found;
}

auto position_of(node_reader& reader, const found_node& node) -> result<std::optional<std::uint64_t>> {
  std::optional<found_node> parent;
  if (node.parent_size) parent.emplace().text = node.text.substr(0, *node.parent_size);
  return children_list{reader, parent}.position_of(node.text);
}

}  // namespace waybill
