// `node list`, `node show`, `node stats`, `node export`, `node set`, `node delete`.
#include <iostream>

#include "cli/download.hpp"
#include "cli/kinds/nodes/calls.hpp"
#include "cli/output.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

void print_row(const json& node) {
  std::cout << printable(text_at(node, "id")) << "  " << printable(text_at(node, "url")) << "  "
            << printable(text_at(node, "title")) << "\n";
}

auto history_of(const node_calls& at, const std::string& id) -> result<json> {
  auto all = json::array();
  const auto read = each_listed(at.api(), at.path_of(id) + "/history?", UINT64_MAX, [&](const json& change) {
    all.push_back(change);
    return true;
  });
  if (!read) return read.why();
  return all;
}

/// ` title "Red" -> "Crimson"`, of what a change made other than it was.
auto difference(const json& change) -> std::string {
  const auto& before = member_at(change, "before");
  const auto& after = member_at(change, "after");
  if (!before.is_object() || !after.is_object()) return "";
  std::string text;
  for (const std::string_view key : {"title", "metadata"}) {
    const auto &was = member_at(before, key), &is = member_at(after, key);
    if (was != is)
      text += "  " + std::string(key) + " " + printable(json_line(was)) + " -> " + printable(json_line(is));
  }
  return text;
}

void print_history(const json& changes) {
  std::cout << "  history:\n";
  for (const auto& one : changes) {
    std::cout << "    " << printable(text_at(one, "at")) << "  " << printable(text_at(one, "what"));
    if (const auto import = text_at(one, "import"); !import.empty())
      std::cout << "  " << printable(import) << " record " << number_at(one, "record");
    else
      std::cout << "  by " << printable(text_at(one, "by"));
    std::cout << difference(one) << "\n";
  }
}

void print_details(const json& node, const json& ancestors) {
  std::cout << printable(text_at(node, "id")) << ": " << printable(text_at(node, "url")) << "\n"
            << "  title: " << printable(text_at(node, "title")) << "\n"
            << "  path: " << printable(text_at(node, "path")) << "\n";
  for (const auto& one : ancestors) std::cout << "  below: " << printable(text_at(one, "url")) << "\n";
  std::cout << "  depth: " << number_at(node, "depth");
  if (const auto& position = member_at(node, "position"); position.is_number())
    std::cout << ", position: " << number_at(node, "position");
  const auto children = number_at(node, "children_count");
  std::cout << "\n  " << grouped(children) << (children == 1 ? " child, " : " children, ")
            << counted(number_at(node, "subtree_count") - 1, "node") << " below\n"
            << "  metadata: " << printable(json_line(member_at(node, "metadata"))) << "\n"
            << "  created_at: " << printable(text_at(node, "created_at")) << "\n"
            << "  updated_at: " << printable(text_at(node, "updated_at")) << "\n";
}

/// One that is gone has a history still.
auto show_deleted(const node_calls& at, const node_show_options& options, const error& why) -> result<int> {
  if (why.code != errc::not_found || !is_node_id(options.node)) return why;
  const auto changes = history_of(at, options.node);
  if (!changes || changes->empty()) return why;
  if (options.json) {
    std::cout << json_line({{"id", options.node}, {"deleted", true}, {"history", *changes}}) << "\n";
  } else {
    std::cout << printable(options.node) << ": deleted\n";
    print_history(*changes);
  }
  std::cout << std::flush;
  return exit_good;
}

}  // namespace

auto run(const node_list_options& options) -> result<int> {
  const auto at = open_nodes(options.in);
  if (!at) return at.why();
  std::string path = at->project + "/nodes?q=" + text::percent_encoded(options.text);
  if (!options.parent.empty()) {
    const auto parent = find_node(*at, options.parent);
    if (!parent) return parent.why();
    path += "&parent=" + text::percent_encoded(text_at(*parent, "id"));
  }
  const auto listed = each_listed(at->api(), path, options.limit, [&](const json& node) {
    if (options.json)
      std::cout << json_line(node) << "\n";
    else
      print_row(node);
    return !output::has_lost();
  });
  if (!listed) return listed.why();
  std::cout << std::flush;
  return exit_good;
}

auto run(const node_show_options& options) -> result<int> {
  const auto at = open_nodes(options.in);
  if (!at) return at.why();
  auto node = find_node(*at, options.node);
  if (!node) return show_deleted(*at, options, node.why());
  const auto id = text_at(*node, "id");
  const auto above = at->api().get(at->path_of(id) + "/ancestors", "items");
  if (!above) return above.why();
  const auto changes = history_of(*at, id);
  if (!changes) return changes.why();
  if (options.json) {
    (*node)["ancestors"] = member_at(*above, "items");
    (*node)["history"] = *changes;
    std::cout << json_line(*node) << "\n" << std::flush;
    return exit_good;
  }
  print_details(*node, member_at(*above, "items"));
  print_history(*changes);
  std::cout << std::flush;
  return exit_good;
}

auto run(const node_stats_options& options) -> result<int> {
  const auto at = open_nodes(options.in);
  if (!at) return at.why();
  const auto stats = at->api().get(at->project + "/tree/stats", "nodes");
  if (!stats) return stats.why();
  if (options.json) {
    std::cout << json_line(*stats) << "\n" << std::flush;
    return exit_good;
  }
  for (const auto& [key, value] : stats->items())
    std::cout << printable(key) << ": " << printable(json_line(value)) << "\n";
  std::cout << std::flush;
  return exit_good;
}

auto run(const node_export_options& options) -> result<int> {
  return download_to(options.file, options.in.where, [&options](client& api) -> result<std::string> {
    const auto project = project_path(api, options.in.project);
    if (!project) return project.why();
    return *project + "/nodes/export?format=" + text::percent_encoded(options.format) +
           (options.part > 0 ? "&part=" + std::to_string(options.part) : "");
  });
}

auto run(const node_set_options& options) -> result<int> {
  json wish = json::object();
  if (options.no_title) wish["title"] = nullptr;
  if (!options.title.empty()) wish["title"] = options.title;
  if (!options.metadata.empty()) {
    wish["metadata"] = json::parse(options.metadata, nullptr, false);
    if (!wish["metadata"].is_object() && !wish["metadata"].is_null())
      return {errc::bad_value, "--metadata is a JSON object, such as '{\"key\":\"value\"}', or null."};
  }
  if (wish.empty()) return {errc::bad_value, "Give --title, --no-title or --metadata."};
  const auto at = open_nodes(options.in);
  if (!at) return at.why();
  const auto node = find_node(*at, options.node);
  if (!node) return node.why();
  const auto after = at->api().patch(at->path_of(text_at(*node, "id")), wish, "id");
  if (!after) return after.why();
  std::cout << printable(text_at(*after, "id")) << ": title " << printable(text_at(*after, "title"))
            << ", metadata " << printable(json_line(member_at(*after, "metadata"))) << "\n"
            << std::flush;
  return exit_good;
}

auto run(const node_delete_options& options) -> result<int> {
  const auto at = open_nodes(options.in);
  if (!at) return at.why();
  const auto node = find_node(*at, options.node);
  if (!node) return node.why();
  const auto id = text_at(*node, "id");
  if (const auto gone = at->api().remove(at->path_of(id)); !gone) return gone.why();
  std::cout << printable(id) << ": deleted\n" << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
