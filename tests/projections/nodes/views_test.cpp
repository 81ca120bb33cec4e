// What is shown of a tree, against a naive tree.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

#include "domains/nodes/identity.hpp"
#include "projections/nodes/node_views.hpp"
#include "tests/projections/nodes/forest.hpp"

using namespace waybill;
using tests::forest;

namespace {

const std::string project = "prj_a";
using texts = std::vector<std::string>;

auto node_id_of(const std::string& text) -> std::string {
  return nodes::node_id(project, nodes::identity_of(text));
}
auto texts_of(const std::vector<node_item>& items) -> texts {
  texts made;
  for (const auto& item : items) made.push_back(item.what.canonical);
  return made;
}

/// All pages of a list, of so many items each.
template <class List>
auto all_pages(std::size_t limit, List list, const std::string& text = {}) -> std::vector<node_item> {
  std::vector<node_item> all;
  node_filter filter{text, limit, {}};
  for (;;) {
    auto some = list(filter);
    REQUIRE(some);
    CHECK(some->size() <= limit);
    for (auto& item : some->items) all.push_back(std::move(item));
    if (some->next_cursor.empty()) return all;
    filter.cursor = some->next_cursor;
  }
}

class shown_forest {
 public:
  forest world;

  void check(std::size_t limit) {
    world.fold();
    views_ = make_node_views(world.store(), world.log());
    const auto& tree = world.tree(project);
    check_lists(tree, limit);
    for (const auto& [text, entry] : tree.all) check_node(tree, text, limit);
    check_stats(tree);
  }
  [[nodiscard]] auto views() const -> const node_views& { return *views_; }

 private:
  static auto subtree_of(const tests::naive_tree& tree, const std::string& text, std::uint64_t levels)
      -> texts {
    texts made{text};
    if (levels == 0) return made;
    for (const auto& child : tree.children_of(text))
      for (auto& each : subtree_of(tree, child, levels - 1)) made.push_back(std::move(each));
    return made;
  }

  void check_lists(const tests::naive_tree& tree, std::size_t limit) {
    texts all;
    for (const auto& each : tree.all) all.push_back(each.first);
    CHECK(texts_of(all_pages(limit, [&](const auto& filter) { return views_->list(project, filter); })) ==
          all);
    CHECK(texts_of(all_pages(limit, [&](const auto& filter) { return views_->roots(project, filter); })) ==
          tree.children_of({}));
    texts streamed;
    REQUIRE(views_->each(project, [&](node_item&& item) {
      CHECK(item.depth == tree.depth_of(item.what.canonical));
      streamed.push_back(item.what.canonical);
      return true;
    }));
    CHECK(streamed == all);
    texts trees;
    for (const auto& root : tree.children_of({}))
      for (auto& each : subtree_of(tree, root, ~0ULL)) trees.push_back(std::move(each));
    streamed.clear();
    REQUIRE(views_->each_tree(project, [&](node_item&& item) {
      CHECK(item.depth == tree.depth_of(item.what.canonical));
      streamed.push_back(item.what.canonical);
      return true;
    }));
    CHECK(streamed == trees);
  }

  void check_node(const tests::naive_tree& tree, const std::string& text, std::size_t limit) {
    CAPTURE(text);
    const auto shown = views_->get(project, node_id_of(text));
    REQUIRE(shown);
    check_item(tree, *shown);
    const auto parent = tree.parent_of(text);
    const auto siblings = tree.children_of(parent);
    CHECK(shown->position ==
          static_cast<std::uint64_t>(std::find(siblings.begin(), siblings.end(), text) - siblings.begin()));
    REQUIRE(views_->find(project, text));
    CHECK(views_->find(project, text)->id == shown->id);
    const auto children =
        all_pages(limit, [&](const auto& filter) { return views_->children(project, shown->id, filter); });
    CHECK(texts_of(children) == tree.children_of(text));
    for (std::size_t i = 0; i < children.size(); ++i) {
      check_item(tree, children[i]);
      CHECK(children[i].position == i);
    }
    texts above;
    for (auto up = parent; up; up = tree.parent_of(*up)) above.insert(above.begin(), *up);
    std::vector<node_item> ancestors;
    REQUIRE(views_->ancestors(project, shown->id, [&](node_item&& item) {
      ancestors.push_back(std::move(item));
      return true;
    }));
    CHECK(texts_of(ancestors) == above);
    for (const auto& each : ancestors) check_item(tree, each);
    check_subtree(tree, *shown);
  }

  void check_item(const tests::naive_tree& tree, const node_item& item) {
    const auto& text = item.what.canonical;
    const auto& entry = tree.all.at(text);
    CHECK(item.id == node_id_of(text));
    CHECK(item.what == entry.row);
    CHECK(item.import.value == forest::import_of(entry.at.at));
    const auto parent = tree.parent_of(text);
    CHECK(item.parent == (parent ? std::optional{node_id_of(*parent)} : std::nullopt));
    CHECK(item.depth == tree.depth_of(text));
    CHECK(item.children_count == tree.children_of(text).size());
    CHECK(item.subtree_count == subtree_of(tree, text, ~0ULL).size());
  }

  void check_subtree(const tests::naive_tree& tree, const node_item& of) {
    for (const std::uint64_t levels : {0, 1, 2, 99}) {
      texts streamed;
      REQUIRE(views_->subtree(project, of.id, levels == 99 ? std::nullopt : std::optional{levels},
                              [&](node_item&& item) {
                                check_item(tree, item);
                                streamed.push_back(item.what.canonical);
                                return true;
                              }));
      CHECK(streamed == subtree_of(tree, of.what.canonical, levels));
    }
  }

  void check_stats(const tests::naive_tree& tree) {
    const auto stats = views_->stats(project);
    REQUIRE(stats);
    tree_stats wanted;
    std::set<std::string> hosts;
    for (const auto& [text, entry] : tree.all) {
      const auto children = tree.children_of(text).size();
      ++wanted.nodes;
      if (!tree.parent_of(text)) ++wanted.roots;
      ++(children == 0 ? wanted.leaves : wanted.parents);
      wanted.max_depth = std::max(wanted.max_depth, tree.depth_of(text));
      wanted.max_children = std::max<std::uint64_t>(wanted.max_children, children);
      hosts.insert(text.substr(0, text.find('/')));
    }
    CHECK(stats->nodes == wanted.nodes);
    CHECK(stats->roots == wanted.roots);
    CHECK(stats->leaves == wanted.leaves);
    CHECK(stats->parents == wanted.parents);
    CHECK(stats->max_depth == wanted.max_depth);
    CHECK(stats->max_children == wanted.max_children);
    CHECK(stats->hosts == hosts.size());
    CHECK(stats->average_children() == wanted.average_children());
  }

  std::unique_ptr<node_views> views_;
};

}  // namespace

TEST_CASE(
    "given trees by chance, when they are shown, then every list, count and place is that of a naive tree") {
  const auto seed = Catch::rngSeed() == 0 ? std::random_device{}() : Catch::rngSeed();
  CAPTURE(seed);
  std::mt19937_64 random{seed};
  const texts segments{"a", "a-b", "b", "ab", "", "a:b"};
  for (int round = 0; round < 12; ++round) {
    shown_forest shown;
    for (int imports = 0; imports < 4; ++imports) {
      std::vector<forest::planted> what;
      for (int i = 0; i < 12; ++i) {
        std::string text = random() % 4 == 0 ? "b.org" : "a.org";
        for (auto levels = random() % 5; levels > 0; --levels)
          text += "/" + segments[random() % segments.size()];
        while (text.ends_with('/')) text.pop_back();
        if (text.find('/') == std::string::npos) text += "/";
        if (random() % 8 == 0) text += "?q=1/a";
        what.push_back({text, random() % 6 != 0, random() % 3 == 0 ? "T " + std::to_string(i) : "", {}});
      }
      shown.world.import(project, what);
    }
    shown.check(1 + random() % 5);
  }
}

TEST_CASE(
    "given siblings that sort on both sides of a slash, when they are listed, then code points decide") {
  shown_forest shown;
  shown.world.import(project,
                     {{"a.org/"}, {"a.org/a/b"}, {"a.org/a-b"}, {"a.org/a0"}, {"a.org/a.b"}, {"a.org/ab"}});
  shown.check(2);
  shown.world.import(project, {{"a.org/a"}});
  shown.check(2);
  const auto children = shown.views().children(project, node_id_of("a.org/"), {});
  REQUIRE(children);
  CHECK(texts_of(children->items) == texts{"a.org/a", "a.org/a-b", "a.org/a.b", "a.org/a0", "a.org/ab"});
}

TEST_CASE("given a text, when nodes are looked for, then title and path tell, decoded, letter case ignored") {
  shown_forest shown;
  shown.world.import(project, {{"a.org/", true, "Welcome"},
                               {"a.org/shop/red-bags"},
                               {"a.org/shop/caf%C3%A9"},
                               {"a.org/x", true, "All RED things"}});
  shown.check(3);
  const auto found = [&](const std::string& text) {
    return texts_of(all_pages(
        2, [&](const auto& filter) { return shown.views().list(project, filter); }, text));
  };
  CHECK(found("red") == texts{"a.org/shop/red-bags", "a.org/x"});
  CHECK(found("WELC") == texts{"a.org/"});
  CHECK(found("Café") == texts{"a.org/shop/caf%C3%A9"});
  CHECK(found("red bags") == texts{"a.org/shop/red-bags"});
  CHECK(found("nothing").empty());
  const auto below = all_pages(
      1, [&](const auto& filter) { return shown.views().children(project, node_id_of("a.org/"), filter); },
      "red");
  CHECK(texts_of(below) == texts{"a.org/shop/red-bags", "a.org/x"});
  CHECK(below.back().position == 2);
}

TEST_CASE(
    "given a page's last node that is deleted, when the next page is asked for, then it goes on there") {
  shown_forest shown;
  shown.world.import(project, {{"a.org/"}, {"a.org/1"}, {"a.org/2"}, {"a.org/3"}});
  shown.check(2);
  const auto first = shown.views().children(project, node_id_of("a.org/"), {{}, 2, {}});
  REQUIRE(first);
  const auto flat = shown.views().list(project, {{}, 3, {}});
  REQUIRE(flat);
  shown.world.remove(project, "a.org/2");
  shown.world.fold();
  const auto second = shown.views().children(project, node_id_of("a.org/"), {{}, 2, first->next_cursor});
  REQUIRE(second);
  REQUIRE(texts_of(second->items) == texts{"a.org/3"});
  CHECK(second->items.front().position == 1);
  CHECK(second->next_cursor.empty());
  const auto flat_on = shown.views().list(project, {{}, 3, flat->next_cursor});
  REQUIRE(flat_on);
  CHECK(texts_of(flat_on->items) == texts{"a.org/3"});
  CHECK(shown.views().roots(project, {{}, 2, first->next_cursor}).why().code == errc::bad_value);
  CHECK(shown.views().list(project, {{}, 2, first->next_cursor}).why().code == errc::bad_value);
  CHECK(shown.views().list("prj_b", {{}, 2, flat->next_cursor}).why().code == errc::bad_value);
}

TEST_CASE("given a node's life, when its history is asked for, then every change tells its import and rows") {
  shown_forest shown;
  shown.world.import(project, {{"a.org/"}, {"a.org/x", true, "One"}});
  shown.world.import(project, {{"a.org/x", true, "Two"}});
  shown.world.remove(project, "a.org/x");
  shown.world.fold();
  const auto id = node_id_of("a.org/x");
  const auto views = make_node_views(shown.world.store(), shown.world.log());
  CHECK(views->get(project, id).why().code == errc::not_found);
  CHECK(views->get(project, "nod_").why().code == errc::not_found);
  CHECK(views->get("prj_b", id).why().code == errc::not_found);
  CHECK(views->find(project, "a.org/x").why().code == errc::not_found);
  const auto first = views->history(project, id, 2);
  REQUIRE(first);
  REQUIRE(first->size() == 2);
  CHECK((*first)[0].what == "created");
  CHECK((*first)[0].import == import_id{forest::import_of(1)});
  CHECK((*first)[0].record == 2);
  CHECK_FALSE((*first)[0].before);
  CHECK((*first)[0].after->title == "One");
  CHECK((*first)[1].what == "updated");
  CHECK((*first)[1].before->title == "One");
  CHECK((*first)[1].after->title == "Two");
  const auto rest = views->history(project, id, 2, first->next_cursor);
  REQUIRE(rest);
  REQUIRE(rest->size() == 1);
  CHECK((*rest)[0].what == "deleted");
  CHECK_FALSE((*rest)[0].import);
  CHECK_FALSE((*rest)[0].after);
  CHECK(rest->next_cursor.empty());
}

TEST_CASE("given a path, when it is spelled as breadcrumbs, then its segments are decoded") {
  CHECK(breadcrumb_of("a.org/").empty());
  CHECK(breadcrumb_of("a.org/shop/caf%C3%A9?q=1") == texts{"shop", "café", "q=1"});
}
