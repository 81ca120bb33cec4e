// The rows of the tree against a naive tree, whatever happens in whatever order.
#include <catch2/catch.hpp>

#include <random>

#include "domains/nodes/identity.hpp"
#include "tests/projections/nodes/forest.hpp"

using namespace waybill;
using tests::forest;

namespace {

/// Compared by themselves: what Catch would print of all of it helps nobody.
void check_rows(const forest& of) {
  const auto found = of.rows();
  const auto expected = of.expected_rows();
  std::string wrong;
  for (const auto& [in, rows] : expected)
    for (const auto& [key, value] : rows)
      if (!found.contains(in) || !found.at(in).contains(key) || found.at(in).at(key) != value)
        wrong += in + " has not " + key + "\n";
  for (const auto& [in, rows] : found)
    for (const auto& row : rows)
      if (!expected.contains(in) || !expected.at(in).contains(row.first))
        wrong += in + " has " + row.first + "\n";
  REQUIRE(wrong == "");
}

/// Short paths of few segments, so that they meet; segments that sort on both sides of `/` and `?`.
class history {
 public:
  history(forest& world, std::uint64_t seed)
      : world_(world),
        names_{"prj_" + std::to_string(seed) + "a", "prj_" + std::to_string(seed) + "b"},
        random_{seed} {}

  void go_on() {
    const auto steps = 4 + below(12);
    for (std::uint64_t i = 0; i < steps; ++i) step();
    world_.fold();
    check_rows(world_);
  }

 private:
  auto below(std::uint64_t most) -> std::uint64_t { return random_() % most; }

  auto text() -> std::string {
    static const std::vector<std::string> hosts{"a.org", "a.org:8080", "b.org", "a.org.x"};
    static const std::vector<std::string> segments{"a", "b", "a-b", "a.b", "ab", "a%20", "", "a:b", "a!"};
    std::string made = hosts[below(10) < 7 ? 0 : below(hosts.size())];
    // Some stand far below others, with many places between that hold no node.
    if (below(4) == 0)
      for (auto deep = 14 + below(6); deep > 0; --deep) made += "/d";
    const auto levels = below(6);
    for (std::uint64_t i = 0; i < levels; ++i)
      made += "/" + segments[below(below(2) == 0 ? 2 : segments.size())];
    while (made.ends_with('/')) made.pop_back();
    if (made.find('/') == std::string::npos) made += "/";
    if (below(6) == 0) made += below(2) == 0 ? "?q=1" : "?q=1/a";
    return made;
  }

  void step() {
    const auto& to = names_[below(5) == 0 ? 1 : 0];
    const auto chance = below(48);
    if (chance == 0) return world_.restart();
    if (chance == 1) return world_.crash(1 + below(4));
    if (chance < 8) return world_.fold();
    if (chance < 14) return world_.fold_some(1);
    if (chance < 17) return edit(to);
    return chance < 25 ? remove(to) : import(to);
  }

  void edit(const std::string& to) {
    const auto known = world_.projects();
    if (std::find(known.begin(), known.end(), to) == known.end() || world_.tree(to).all.empty()) return;
    auto any = world_.tree(to).all.begin();
    std::advance(any, below(world_.tree(to).all.size()));
    world_.edit(to, std::string(any->first), "Title " + std::to_string(below(9)));
  }

  void import(const std::string& to) {
    std::vector<forest::planted> what(1 + below(below(4) == 0 ? 30 : 4));
    const bool linked = below(4) != 0;
    for (auto& each : what) each = {text(), linked, below(3) == 0 ? "Title " + std::to_string(below(9)) : ""};
    world_.import(to, what);
  }

  void remove(const std::string& to) {
    const auto known = world_.projects();
    if (std::find(known.begin(), known.end(), to) == known.end()) return;
    const auto count = 1 + below(3);
    for (std::uint64_t i = 0; i < count && !world_.tree(to).all.empty(); ++i) {
      auto any = world_.tree(to).all.begin();
      std::advance(any, below(world_.tree(to).all.size()));
      world_.remove(to, std::string(any->first));
    }
  }

  forest& world_;
  std::vector<std::string> names_;
  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE(
    "given histories by chance of imports, late ancestors, changes by hand, deletions, restarts and crashes, "
    "when they are "
    "folded, then the rows are those of a naive tree, and those of a rebuild") {
  constexpr std::uint64_t worlds = 40;
  constexpr std::uint64_t histories = 25;  // one project after the other
  const auto first = Catch::rngSeed() == 0 ? std::random_device{}() : Catch::rngSeed();
  for (std::uint64_t i = 0; i < worlds; ++i) {
    forest world;
    for (std::uint64_t j = 0; j < histories; ++j) {
      const auto seed = first + i * histories + j;
      CAPTURE(seed);
      history{world, seed}.go_on();
    }
    const auto content = world.store().content_digest();
    REQUIRE(content);
    REQUIRE(*content == world.rebuilt());
  }
}

TEST_CASE(
    "given very many orphans, when their homepage comes and goes, then it takes them and gives them back") {
  forest world;
  constexpr int pages = 6'000;
  for (int begin = 0; begin < pages; begin += 500) {
    std::vector<forest::planted> what;
    for (int i = begin; i < begin + 500; ++i)
      what.push_back({"a.org/" + std::to_string(i % 50) + "/" + std::to_string(i)});
    world.import("prj_a", what);
  }
  world.fold();
  check_rows(world);
  world.import("prj_a", {{"a.org/"}, {"a.org/7"}});
  world.fold();
  check_rows(world);
  world.remove("prj_a", "a.org/7");
  world.remove("prj_a", "a.org/");
  world.fold();
  check_rows(world);
}

TEST_CASE(
    "given 1,000,000 trees by chance, when parents are followed up, then every node comes to its root") {
  const auto seed = Catch::rngSeed() == 0 ? std::random_device{}() : Catch::rngSeed();
  CAPTURE(seed);
  std::mt19937_64 random{seed};
  std::uint64_t wrong = 0;
  std::vector<std::string> tree;
  for (int i = 0; i < 1'000'000; ++i) {
    tree.resize(2 + random() % 3);
    for (auto& text : tree) {
      auto chance = random();
      text = "a.org";
      for (auto levels = chance % 4; levels > 0; --levels, chance >>= 3)
        text.append("/").append(1, "ab-c"[chance >> 8 & 3]);
      if (text.size() == 5) text += '/';
      if (chance % 8 == 0) text += "?q";
    }
    for (const std::string_view text : tree) {
      // Up to the root, by nodes that are there: each is shorter, so there is no way back.
      for (auto at = text; !at.empty();) {
        auto above = nodes::place_above(at);
        while (!above.empty() && std::find(tree.begin(), tree.end(), above) == tree.end())
          above = nodes::place_above(above);
        if (above.size() >= at.size() || !at.starts_with(above)) ++wrong;
        at = above;
      }
    }
  }
  CHECK(wrong == 0);
}
