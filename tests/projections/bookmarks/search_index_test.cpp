// The index of words finds what looking at each bookmark finds, however it came about.
#include <catch2/catch.hpp>
#include <random>

#include "projections/search/index_writer.hpp"
#include "tests/projections/bookmarks/shelf.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

using bookmarks::bookmark;

auto made(const std::string& url, const std::string& title, std::int64_t seconds = 0) -> bookmark {
  bookmark one;
  one.url = url;
  one.title = title;
  one.created_at = one.updated_at = {seconds * 1'000'000};
  return one;
}

auto filter(const std::string& text, std::size_t limit = 20) -> bookmark_filter {
  return {.text = text, .tags = {}, .limit = limit, .cursor = {}};
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "given bookmarks of which some are indexed, when a word is looked for, then all are found, newest "
    "first") {
  shelf world;
  world.import("usr_a",
               {made("https://a.example/1", "A garden", 1), made("https://a.example/2", "A house", 2)});
  world.index();
  world.import("usr_a", {made("https://a.example/3", "Garden tools", 3)});
  CHECK(world.segments("usr_a") == 1);
  CHECK(world.found("usr_a", filter("garden")) == texts{"https://a.example/3", "https://a.example/1"});
  CHECK(world.found("usr_a", filter("gard* -tools")) == texts{"https://a.example/1"});
  CHECK(world.found("usr_a", filter("house garden")).empty());
}

TEST_CASE("given an indexed bookmark, when it is changed or deleted, then that is seen at once") {
  shelf world;
  world.import("usr_a",
               {made("https://a.example/1", "A garden", 1), made("https://a.example/2", "A garden", 2)});
  world.index();
  world.import("usr_a", {made("https://a.example/1", "A house", 5)});
  CHECK(world.found("usr_a", filter("garden")) == texts{"https://a.example/2"});
  CHECK(world.found("usr_a", filter("house")) == texts{"https://a.example/1"});
  world.remove("usr_a", "https://a.example/2");
  CHECK(world.found("usr_a", filter("garden")).empty());
  world.index();
  CHECK(world.found("usr_a", filter("garden")).empty());
  CHECK(world.found("usr_a", filter("house")) == texts{"https://a.example/1"});
}

TEST_CASE("given URLs without a host, when a site without a name is looked for, then index and scan agree") {
  shelf world;
  world.import("usr_a", {made("file:///a", "n", 1), made("https://a.example/1", "n", 2)});
  const auto before = world.found("usr_a", filter("site:/"));
  world.index();
  CHECK(world.found("usr_a", filter("site:/")) == before);
  CHECK(world.found("usr_a", filter("-site:/")) == texts{"https://a.example/1"});
}

TEST_CASE("given two owners, when one looks, then nothing of the other is found") {
  shelf world;
  world.import("usr_a", {made("https://a.example/1", "A garden", 1)});
  world.import("usr_b", {made("https://b.example/1", "B garden", 1)});
  world.index();
  CHECK(world.found("usr_a", filter("garden")) == texts{"https://a.example/1"});
  CHECK(world.found("usr_b", filter("garden")) == texts{"https://b.example/1"});
}

TEST_CASE(
    "given words that are the longest or without blanks, when they are looked for, then they are found") {
  shelf world;
  const std::string endless(200, 'x');
  world.import("usr_a",
               {made("https://a.example/1", endless + "y", 1), made("https://a.example/2", endless + "z", 2),
                made("https://a.example/3", "東京都の庭園", 3), made("https://a.example/4", "京東の都", 4)});
  world.index();
  CHECK(world.found("usr_a", filter(endless + "y")) == texts{"https://a.example/1"});
  CHECK(world.found("usr_a", filter(endless + "*")) == texts{"https://a.example/2", "https://a.example/1"});
  CHECK(world.found("usr_a", filter("-" + endless + "y xxx*")) == texts{"https://a.example/2"});
  CHECK(world.found("usr_a", filter("東京")) == texts{"https://a.example/3"});
  CHECK(world.found("usr_a", filter("都")) == texts{"https://a.example/4", "https://a.example/3"});
  CHECK(world.found("usr_a", filter("庭園*")) == texts{"https://a.example/3"});
  CHECK(world.found("usr_a", filter("a* e* x* xx* h* ht* htt* http* https* ex* exa*")).size() == 2);
}

TEST_CASE(
    "given a phrase whose words thousands have apart, when it is looked for, then the one that has it is "
    "found") {
  shelf world;
  std::vector<bookmark> many;
  for (int i = 0; i < 1'500; ++i)
    many.push_back(made("https://a.example/" + std::to_string(i), "a window, then a garden", 10 + i));
  many.push_back(made("https://a.example/it", "a garden window", 1));
  world.import("usr_a", many);
  world.index();
  CHECK(world.found("usr_a", filter("\"garden window\"")) == texts{"https://a.example/it"});
}

TEST_CASE(
    "given thousands in one segment, when one pages through a frequent word or a span of time, then none is "
    "missed") {
  shelf world;
  std::vector<bookmark> many;
  for (int i = 0; i < 3'000; ++i)
    many.push_back(
        made("https://a.example/" + std::to_string(i), i % 3 == 0 ? "a garden" : "a house", i / 2 * 86'400));
  world.import("usr_a", many);
  world.index();
  CHECK(world.segments("usr_a") == 1);
  for (const auto* text : {"garden", "a", "garden after:1972 before:1973-06-15", "before:1970-01-03",
                           "after:1974-02", "exam* -garden after:1973"}) {
    INFO(text);
    const auto found = world.found("usr_a", filter(text, 50));
    CHECK(found == world.expected("usr_a", filter(text)));
    CHECK_FALSE(found.empty());
  }
}

TEST_CASE("given many small changes, when each is indexed by itself, then segments stay few") {
  shelf world;
  for (int i = 0; i < 300; ++i) {
    world.import("usr_a", {made("https://a.example/" + std::to_string(i), "garden " + std::to_string(i), i)});
    world.index();
  }
  CHECK(world.segments("usr_a") <= 15);
  CHECK(world.found("usr_a", filter("garden", 100)).size() == 300);
  CHECK(world.found("usr_a", filter("217")) == texts{"https://a.example/217"});
}

TEST_CASE(
    "given few bookmarks with very long texts, when each is indexed, then segments are not merged without "
    "end") {
  shelf world;
  std::uint32_t word = 0;
  for (int i = 0; i < 48; ++i) {
    auto one = made("https://a.example/" + std::to_string(i), "long", i);
    one.description.emplace();
    for (int n = 0; n < 6'000; ++n) *one.description += std::to_string(word += 7'919) + " ";
    world.import("usr_a", {one});
    world.index();
  }
  CHECK(world.segments("usr_a") >= 3);
  CHECK(world.found("usr_a", filter("7919")) == texts{"https://a.example/0"});
  CHECK(world.found("usr_a", filter("long", 100)).size() == 48);
}

TEST_CASE(
    "given full segments, when all of it is overwritten again and again, then those that are empty go") {
  shelf world;
  constexpr std::uint32_t a_chunk = 512;
  const auto write_all = [&](int round) {
    for (std::uint32_t first = 0; first < search::full_segment; first += a_chunk) {
      std::vector<bookmark> chunk;
      for (auto i = first; i < first + a_chunk; ++i)
        chunk.push_back(
            made("https://a.example/" + std::to_string(i), "round " + std::to_string(round), round));
      world.import("usr_a", chunk);
    }
    world.index();
  };
  for (int round = 0; round < 6; ++round) write_all(round);
  CHECK(world.segments("usr_a") <= 2);
  CHECK(world.found("usr_a", filter("4 site:a.example https round -5")).empty());
  CHECK(world.found("usr_a", filter("\"round 5\" \"example 77\"")).size() == 1);
}

TEST_CASE(
    "given rows of a segment whose head a crash took, when it is folded again, then nothing is double") {
  shelf world;
  world.import("usr_a", {made("https://a.example/1", "A garden", 1)});
  world.index();
  world.import("usr_a", {made("https://a.example/2", "Another garden, with zebras", 2)});
  world.crash();
  CHECK(world.found("usr_a", filter("garden")) == texts{"https://a.example/2", "https://a.example/1"});
  world.import("usr_a", {made("https://a.example/3", "A third garden", 3)});
  world.index();
  CHECK(world.found("usr_a", filter("garden")) ==
        texts{"https://a.example/3", "https://a.example/2", "https://a.example/1"});
  CHECK(world.found("usr_a", filter("zeb*")) == texts{"https://a.example/2"});
}

namespace {

/// Words, tags and hosts of which each is met often.
class chance {
 public:
  explicit chance(std::uint32_t seed) : random_(seed) {}
  auto below(std::uint32_t n) -> std::uint32_t { return static_cast<std::uint32_t>(random_() % n); }
  auto word() -> std::string {
    static const texts words{"garden", "gard",  "Café", "house",  "東京",
                             "都",     "zebra", "été",  "window", "2024"};
    return words[below(static_cast<std::uint32_t>(words.size()))];
  }
  auto tag() -> std::string {
    static const texts tags{"to read", "C++", "Été", "garden", "都"};
    return tags[below(static_cast<std::uint32_t>(tags.size()))];
  }
  auto one() -> bookmark {
    static const texts hosts{"a.example", "www.a.example", "b.example", "bücher.example"};
    auto it = made("https://" + hosts[below(4)] + "/" + std::to_string(below(60)), word() + " " + word(),
                   below(50));
    if (below(2) == 0) it.description = word() + ", " + word() + ": " + word();
    for (auto n = below(3); n > 0; --n) it.tags.push_back(tag());
    std::ranges::sort(it.tags);
    it.tags.erase(std::unique(it.tags.begin(), it.tags.end()), it.tags.end());
    return it;
  }
  auto part() -> std::string {
    switch (below(8)) {
      case 0:
        return "\"" + word() + " " + word() + "\"";
      case 1:
        return word().substr(0, 3) + "*";
      case 2:
        return "-" + word();
      case 3:
        return "tag:\"" + tag() + "\"";
      case 4:
        return "-tag:\"" + tag() + "\"";
      case 5:
        return below(2) == 0 ? "site:a.example" : "-site:www.a.example";
      case 6:
        return (below(2) == 0 ? "after:" : "before:") +
               ("1970-01-01T00:00:" + std::to_string(10 + below(40)) + "Z");
      default:
        return word();
    }
  }
  auto query() -> bookmark_filter {
    std::string text;
    for (auto n = below(4); n > 0; --n) text += part() + " ";
    auto wanted = filter(text, 1 + below(7));
    if (below(4) == 0) wanted.tags.push_back(tag());
    return wanted;
  }

 private:
  std::mt19937 random_;
};

}  // namespace

TEST_CASE(
    "given any history, when anything is looked for, then the index finds what looking at each one finds") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U);
  INFO("seed " << seed);
  chance random{seed};
  shelf world;
  for (int step = 0; step < 120; ++step) {
    const std::string owner = random.below(5) == 0 ? "usr_b" : "usr_a";
    std::map<std::string, bookmark> some;
    for (auto n = 1 + random.below(12); n > 0; --n) {
      auto one = random.one();
      some[one.url] = one;
    }
    std::vector<bookmark> chunk;
    for (const auto& [url, one] : some) chunk.push_back(one);
    world.import(owner, chunk);
    if (const auto urls = world.urls(owner); random.below(3) == 0)
      world.remove(owner, urls[random.below(static_cast<std::uint32_t>(urls.size()))]);
    switch (random.below(8)) {
      case 0:
        world.index_some(1);
        break;
      case 1:
        world.index();
        break;
      case 2:
        world.crash();
        break;
      case 3:
        world.restart();
        break;
      default:
        break;
    }
    if (random.below(40) == 0) world.drop_index();
    const auto wanted = random.query();
    INFO(wanted.text << " of " << owner << ", step " << step);
    REQUIRE(world.found(owner, wanted) == world.expected(owner, wanted));
  }
}
