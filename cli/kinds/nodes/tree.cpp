// `node tree`: the nodes of a project as a drawing, a line each, while they come.
#include <iostream>
#include <vector>

#include "cli/kinds/nodes/calls.hpp"
#include "cli/kinds/nodes/streamed_items.hpp"
#include "cli/output.hpp"

namespace waybill::cli {
namespace {

/// What stands behind the parent's path, or all of it where it is no beginning.
auto path_below(const std::string& parent, const std::string& path) -> std::string {
  if (parent.empty() || !path.starts_with(parent)) return path;
  const auto rest = path.substr(parent.size());
  return rest.starts_with('/') ? rest.substr(1) : rest;
}

/// Draws one tree. Each node comes before its children, and says how many there are.
class drawing {
 public:
  explicit drawing(std::optional<std::uint64_t> levels) : levels_(levels) {}

  void add(const json& node) {
    const auto depth = number_at(node, "depth");
    if (open_.empty()) first_depth_ = depth;
    open_.resize(std::min<std::size_t>(open_.size(), depth - first_depth_));
    const auto level = open_.size();
    std::string line;
    if (level > 0) {
      auto& above = open_.back();
      if (above.children_to_come > 0) --above.children_to_come;
      for (std::size_t i = 0; i + 1 < level; ++i) line += open_[i].children_to_come > 0 ? "│  " : "   ";
      line += above.children_to_come > 0 ? "├─ " : "└─ ";
    }
    const auto path = text_at(node, "path");
    line += printable(level == 0 ? text_at(node, "url") : path_below(open_.back().path, path));
    line += "  " + printable(text_at(node, "title"));
    if (levels_ && level == *levels_)
      if (const auto below = number_at(node, "subtree_count"); below > 1)
        line += "  (" + counted(below - 1, "node") + " below)";
    std::cout << line << "\n";
    open_.push_back({path, number_at(node, "children_count")});
  }

 private:
  struct opened_node {
    std::string path;
    std::uint64_t children_to_come = 0;
  };
  std::optional<std::uint64_t> levels_;
  std::uint64_t first_depth_ = 0;
  std::vector<opened_node> open_;  ///< from the top down to the node that came last
};

auto draw_from(const node_calls& at, const node_tree_options& options, const std::string& id)
    -> result<done> {
  drawing shown(options.depth);
  streamed_items items;
  bool listening = true;
  const auto came = at.api().download(
      at.path_of(id) + "/subtree" + (options.depth ? "?depth=" + std::to_string(*options.depth) : ""),
      due_bytes::list, [&](std::string_view bytes) {
        return items.feed(bytes, [&](const json& node) {
          if (options.json)
            std::cout << json_line(node) << "\n";
          else
            shown.add(node);
          return listening = !output::has_lost();
        });
      });
  return listening ? came : result<done>(done{});
}

/// Whether there is more to draw than the node alone.
auto has_more(const json& node, const node_tree_options& options) -> bool {
  return number_at(node, "children_count") > 0 && options.depth != 0;
}

auto draw_all(const node_calls& at, const node_tree_options& options) -> result<done> {
  result<done> drawn = done{};
  const auto listed = each_listed(at.api(), at.project + "/nodes/roots?", UINT64_MAX, [&](const json& root) {
    if (has_more(root, options)) {
      drawn = draw_from(at, options, text_at(root, "id"));
    } else if (options.json) {
      std::cout << json_line(root) << "\n";
    } else {
      drawing(options.depth).add(root);
    }
    return drawn.ok() && !output::has_lost();
  });
  return listed ? drawn : listed;
}

}  // namespace

auto run(const node_tree_options& options) -> result<int> {
  const auto at = open_nodes(options.in);
  if (!at) return at.why();
  result<done> drawn = done{};
  if (options.node.empty()) {
    drawn = draw_all(*at, options);
  } else {
    const auto top = find_node(*at, options.node);
    if (!top) return top.why();
    drawn = draw_from(*at, options, text_at(*top, "id"));
  }
  if (!drawn) return drawn.why();
  std::cout << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
