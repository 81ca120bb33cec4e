#include "http/kinds/nodes/resources.hpp"

#include <charconv>

#include "domains/nodes/edit.hpp"
#include "domains/nodes/identity.hpp"
#include "domains/nodes/options.hpp"
#include "http/json_body.hpp"
#include "http/kinds/nodes/shapes.hpp"
#include "http/kinds/nodes/tree.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t piece_bytes = 32'768;

auto filter_of(const request& call) -> result<node_filter> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  return node_filter{std::string(call.param("q").value_or("")), *limit, cursor_of(call)};
}

/// A search looks at many nodes: so many at once, and no more, that short calls keep their threads.
auto may_search(const request& call, const node_filter& filter) -> bool {
  return filter.text.empty() || call.hold_seat();
}

auto one_answer(const result<node_item>& found) -> result<answer> {
  if (!found) return found.why();
  std::string text;
  json_text to{text};
  write_whole(to, *found);
  return json_answer(200, std::move(text));
}

/// Nothing: all levels. Errors: bad_value.
auto levels_of(const request& call) -> result<std::optional<std::uint64_t>> {
  const auto text = call.param("depth");
  if (!text) return std::optional<std::uint64_t>{};
  std::uint64_t levels = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, failed] = std::from_chars(text->data(), end, levels);
  if (failed != std::errc{} || stop != end || text->empty())
    return {errc::bad_value, "The parameter 'depth' is a number of levels, from 0."};
  return std::optional{levels};
}

/// All that `walk` shows, as it comes.
template <class Walk>
auto streamed_list(const char* what, Walk walk) -> answer {
  answer out;
  out.content_type = "application/json";
  out.stream = [what, walk = std::move(walk)](const byte_sink& sink) {
    std::string piece = "{\"items\":[";
    bool first = true, listening = true;
    const auto went = walk([&](node_item&& one) {
      if (!std::exchange(first, false)) piece.push_back(',');
      json_text to{piece};
      write(to, one);
      if (piece.size() < piece_bytes) return true;
      listening = sink(piece);
      piece.clear();
      return listening;
    });
    if (!went) broke_off(what, went.why());
    return went.ok() && listening && sink(piece.append("],\"next_cursor\":null}"));
  };
  return out;
}

template <class List>
auto page_of(const context& asks, request& call, List list) -> result<answer> {
  auto filter = filter_of(call);
  if (!filter) return std::move(filter).why();
  if (!may_search(call, *filter)) return too_many_transfers();
  const auto tree = tree_of(asks, call);
  if (!tree) return tree.why();
  const auto items = list(*tree, *filter);
  if (!items) return items.why();
  return page_answer(*items);
}

}  // namespace

auto tree_of(const context& asks, const request& call, member_role takes) -> result<seen_tree> {
  const auto seen = project_of(asks, call, takes);
  if (!seen) return seen.why();
  const auto& id = seen->project.id;
  const auto shown = asks.core.shown("nodes", owner_id{id});
  if (!shown) return shown.why();
  return seen_tree{id, nodes::read_rule(settings_of(seen->project, "nodes")),
                   make_node_views(shown->rows, shown->log)};
}

auto streamed_tree_of(const context& asks, const request& call) -> result<seen_tree> {
  auto tree = tree_of(asks, call);
  if (!tree) return tree;
  if (auto held = hold_role(asks, call, owner_id{tree->project}, member_role::viewer); !held)
    return std::move(held).why();
  return tree;
}

auto list_nodes(context& asks, request& call) -> result<answer> {
  const auto parent = std::string(call.param("parent").value_or(""));
  return page_of(asks, call, [&](const seen_tree& tree, const node_filter& filter) {
    return parent.empty() ? tree.views->list(tree.project.value, filter)
                          : tree.views->children(tree.project.value, parent, filter);
  });
}

auto list_roots(context& asks, request& call) -> result<answer> {
  return page_of(asks, call, [](const seen_tree& tree, const node_filter& filter) {
    return tree.views->roots(tree.project.value, filter);
  });
}

auto list_children(context& asks, request& call) -> result<answer> {
  return page_of(asks, call, [&](const seen_tree& tree, const node_filter& filter) {
    return tree.views->children(tree.project.value, call.captured[1], filter);
  });
}

auto get_node(context& asks, request& call) -> result<answer> {
  const auto tree = tree_of(asks, call);
  if (!tree) return tree.why();
  return one_answer(tree->views->get(tree->project.value, call.captured[1]));
}

auto get_node_by_url(context& asks, request& call) -> result<answer> {
  const auto tree = tree_of(asks, call);
  if (!tree) return tree.why();
  std::string canonical;
  const auto url = call.param("url").value_or("");
  if (nodes::canonical_text(url, tree->rule, canonical) != nodes::url_fault::none)
    return {errc::bad_value, "The parameter 'url' is a URL of the web."};
  return one_answer(tree->views->find(tree->project.value, canonical));
}

auto stream_ancestors(context& asks, request& call) -> result<answer> {
  const auto tree = streamed_tree_of(asks, call);
  if (!tree) return tree.why();
  const auto& id = call.captured[1];
  // What is not there is said in the head: the rest is on its way by then.
  if (const auto node = tree->views->get(tree->project.value, id); !node) return node.why();
  return streamed_list("the ancestors of a node", [tree = *tree, id](const node_views::taker& take) {
    return tree.views->ancestors(tree.project.value, id, take);
  });
}

auto stream_subtree(context& asks, request& call) -> result<answer> {
  const auto levels = levels_of(call);
  if (!levels) return levels.why();
  const auto tree = streamed_tree_of(asks, call);
  if (!tree) return tree.why();
  const auto& id = call.captured[1];
  if (const auto top = tree->views->get(tree->project.value, id); !top) return top.why();
  return streamed_list("a subtree", [tree = *tree, id, levels = *levels](const node_views::taker& take) {
    return tree.views->subtree(tree.project.value, id, levels, take);
  });
}

auto tree_stats_of(context& asks, request& call) -> result<answer> {
  const auto tree = tree_of(asks, call);
  if (!tree) return tree.why();
  const auto stats = tree->views->stats(tree->project.value);
  if (!stats) return stats.why();
  return object_answer(200, [&](json_text& to) { write_fields(to, *stats); });
}

auto node_history(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto tree = tree_of(asks, call);
  if (!tree) return tree.why();
  const auto changes = tree->views->history(tree->project.value, call.captured[1], *limit, cursor_of(call));
  if (!changes) return changes.why();
  return page_answer(*changes);
}

auto change_node(context& asks, request& call) -> result<answer> {
  const auto tree = tree_of(asks, call, member_role::editor);
  if (!tree) return tree.why();
  const auto& id = call.captured[1];
  const auto node = tree->views->get(tree->project.value, id);
  if (!node) return node.why();
  const auto text = read_json(call, asks.config.http_json_body_limit_bytes);
  if (!text) return text.why();
  auto edit = nodes::edit_of(node->what, *text);
  if (!edit) return std::move(edit).why();
  auto made = asks.core.imports().edit_record("nodes", {call.who->user, owner_id{tree->project}},
                                              std::move(*edit), nodes::options_of_edits());
  if (!made) return std::move(made).why();
  const auto after = tree_of(asks, call);
  if (!after) return after.why();
  return one_answer(after->views->get(after->project.value, id));
}

auto delete_node(context& asks, request& call) -> result<answer> {
  const auto tree = tree_of(asks, call, member_role::editor);
  if (!tree) return tree.why();
  const auto node = tree->views->get(tree->project.value, call.captured[1]);
  if (!node) return node.why();
  auto gone = asks.core.imports().delete_record("nodes", {call.who->user, owner_id{tree->project}},
                                                nodes::identity_of(node->what.canonical));
  if (!gone) return std::move(gone).why();
  return nothing_to_say();
}

}  // namespace waybill::http
