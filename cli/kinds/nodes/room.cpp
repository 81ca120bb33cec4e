#include <array>

#include "cli/kinds/nodes/verbs.hpp"
#include "cli/verb_lines.hpp"

namespace waybill::cli {
namespace {

constexpr std::array<std::string_view, 3> duplicates{"skip", "update", "error"};
constexpr const char* a_node = "Its id (nod_...) or its URL";

void add_place(CLI::App& command, node_place& in) {
  command.add_option("--project", in.project, "The project: its name or id")->required();
  add_target(command, in.where);
}

void add_reading(CLI::App& node, job& chosen) {
  const auto [list, l] = verb<node_list_options>(node, chosen, "list", "List nodes by path");
  list->add_option("--q", l->text, "Only those with this text in title or path");
  list->add_option("--parent", l->parent, "Only the children of this node: its id or URL");
  list->add_option("--limit", l->limit, "At most this many")->check(some_rows())->capture_default_str();
  list->add_flag("--json", l->json, "One JSON object a line");
  add_place(*list, l->in);

  const auto [tree, t] =
      verb<node_tree_options>(node, chosen, "tree", "Draw the tree, from its roots or from one node");
  tree->add_option("NODE", t->node, a_node);
  tree->add_option("--depth", t->depth, "So many levels below; without it all")
      ->check(number_between(0, 1'000'000));
  tree->add_flag("--json", t->json, "One JSON object a line, each parent before its children");
  add_place(*tree, t->in);

  const auto [show, s] =
      verb<node_show_options>(node, chosen, "show", "Show a node, what is above it, and its history");
  show->add_option("NODE", s->node, a_node)->required();
  show->add_flag("--json", s->json, "As JSON");
  add_place(*show, s->in);

  const auto [stats, f] = verb<node_stats_options>(node, chosen, "stats", "Figures of the tree");
  stats->add_flag("--json", f->json, "As JSON");
  add_place(*stats, f->in);
}

void add_verbs(CLI::App& app, job& chosen) {
  auto* node = app.add_subcommand("node", "Nodes: a project's tree of URLs");
  node->require_subcommand(1);
  add_reading(*node, chosen);
  const auto [exporting, e] = verb<node_export_options>(*node, chosen, "export", "Write all nodes to a file");
  exporting->add_option("-o,--output", e->file, "The file; - or nothing: standard output");
  exporting->add_option("--format", e->format, "json, json-nested, csv or sitemap")
      ->check(CLI::IsMember({"json", "json-nested", "csv", "sitemap"}))
      ->capture_default_str();
  exporting
      ->add_option("--part", e->part,
                   "Above 50,000 URLs a sitemap is an index: write the sitemap of this number in it")
      ->check(number_between(1, 1'000'000));
  add_place(*exporting, e->in);

  const auto [set, c] = verb<node_set_options>(*node, chosen, "set", "Change a node's title and metadata");
  set->add_option("NODE", c->node, a_node)->required();
  auto* title = set->add_option("--title", c->title, "Its title");
  set->add_flag("--no-title", c->no_title, "The one of its address again")->excludes(title);
  set->add_option("--metadata", c->metadata,
                  "JSON object that is merged by key; null removes a key, or all of it");
  add_place(*set, c->in);

  const auto [gone, d] =
      verb<node_delete_options>(*node, chosen, "delete", "Delete a node; its children go to its parent");
  gone->add_option("NODE", d->node, a_node)->required();
  add_place(*gone, d->in);
}

}  // namespace

auto nodes_room() -> kind_room {
  return {"nodes",
          duplicates,
          add_verbs,
          {"docs/examples/nodes.json", R"({"urls":["https://example.org/","https://example.org/shop"]})",
           "/api/v1/projects/ID/nodes"}};
}

}  // namespace waybill::cli
