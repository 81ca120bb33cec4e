#include "domains/nodes/export.hpp"

#include "domains/nodes/sitemap_values.hpp"
#include "tests/domains/nodes/reading.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;

namespace {

struct sample {
  node of;
  std::string id, parent;
  std::uint32_t depth;
};

auto sample_of(const std::string& url, const std::string& title, const std::string& metadata,
               const std::string& parent, std::uint32_t depth) -> sample {
  return {{url, canonical(url), title, true, true, metadata, {0}, {1'000'000}},
          node_id("prj_1", identity_of(canonical(url))),
          parent,
          depth};
}

auto samples() -> std::vector<sample> {
  auto home = sample_of("https://a/", "Home & <more>", "", "", 0);
  auto shop = sample_of("https://a/shop?x=1&y=2", "=1+1",
                        R"({"lastmod":"2024-01-15","priority":0.5,"seo":{"a":[1,2]}})", home.id, 1);
  auto bags = sample_of("https://a/shop/bags", "Bags, \"red\"\nand blue", R"({"x":"'=y"})", shop.id, 2);
  auto other = sample_of("https://b/x", "-5", "", "", 0);
  return {home, shop, bags, other};
}

auto exported(exporter& by, const std::vector<sample>& all) -> std::string {
  std::string out;
  by.begin(out);
  for (const auto& one : all)
    by.add({{one.of.url, one.of.canonical, one.of.title, one.of.titled, one.of.linked, one.of.metadata,
             one.of.created_at, one.of.updated_at},
            one.id,
            one.parent,
            one.depth},
           out);
  by.end(out);
  return out;
}

void check_it_comes_back(const std::string& text, bool with_numbers) {
  const auto all = stored(text).all();
  REQUIRE(all.size() == samples().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto expected = samples()[i].of;
    CHECK(all[i].url == expected.url);
    CHECK(all[i].title == expected.title);
    CHECK(all[i].warnings.empty());
    if (with_numbers) CHECK(all[i].metadata == expected.metadata);
  }
}

}  // namespace

TEST_CASE(
    "given nodes, when they go out as JSON and come in again, then nothing is lost and nothing is added") {
  const auto text = exported(*flat_json_exporter(), samples());
  check_it_comes_back(text, true);
  const auto parsed = nlohmann::json::parse(text);
  CHECK(parsed.at("urls").at(1).at("parent") == samples()[0].id);
  CHECK(parsed.at("urls").at(0).at("parent").is_null());
  CHECK(nlohmann::json::parse(exported(*flat_json_exporter(), {})).at("urls").empty());
}

TEST_CASE(
    "given nodes, when they go out as a table and come in again, then nothing is lost, and no cell is a "
    "formula") {
  const auto text = exported(*csv_exporter(), samples());
  check_it_comes_back(text, false);
  CHECK(text.find(",'=1+1,") != std::string::npos);
  CHECK(stored(text).all()[1].metadata == R"({"seo":{"a":[1,2]},"lastmod":"2024-01-15","priority":"0.5"})");
}

TEST_CASE("given a tree, when it goes out nested, then every node stands among its parent's children") {
  const auto parsed = nlohmann::json::parse(exported(*nested_json_exporter(), samples()));
  REQUIRE(parsed.at("nodes").size() == 2);
  const auto& home = parsed.at("nodes").at(0);
  CHECK(home.at("children").at(0).at("children").at(0).at("url") == "https://a/shop/bags");
  CHECK(parsed.at("nodes").at(1).at("children").empty());
  CHECK(nlohmann::json::parse(exported(*nested_json_exporter(), {})).at("nodes").empty());
}

TEST_CASE(
    "given nodes, when they go out as a sitemap and come in again, then it is sound XML with what a sitemap "
    "says") {
  auto all = samples();
  all[3].of.url = "https://b/\x01<x>";
  const auto back = stored(exported(*sitemap_exporter(), all)).all();
  REQUIRE(back.size() == 4);
  CHECK(back[1].url == "https://a/shop?x=1&y=2");
  CHECK(back[1].metadata == R"({"lastmod":"2024-01-15","priority":"0.5"})");
  CHECK(back[3].url == "https://b/%01<x>");
}

TEST_CASE("given values of all kinds, when they go out in a sitemap, then only those that one may have do") {
  const auto kept = [](const char* name, std::initializer_list<const char*> values) {
    for (const std::string value : values) {
      CAPTURE(name, value);
      CHECK(sitemap_value(name, value) == value);
    }
  };
  const auto left_out = [](const char* name, std::initializer_list<const char*> values) {
    for (const std::string value : values) {
      CAPTURE(name, value);
      CHECK(sitemap_value(name, value).empty());
    }
  };
  kept("lastmod", {"2024", "2024-01", "2024-02-29", "2024-01-15T03:04Z", "2024-01-15T03:04:05+09:00",
                   "2024-01-15T23:59:59.123-14:00"});
  left_out("lastmod", {"garbage",
                       "1700000000",
                       "202",
                       "2024-",
                       "2024-13",
                       "2024-1-2",
                       "2023-02-29",
                       "0000-01-01",
                       "2024-01-00",
                       "2024-01-15 03:04",
                       "2024-01-15T",
                       "2024-01-15T03:04",
                       "2024-01-15T24:00Z",
                       "2024-01-15T03:04:05",
                       "2024-01-15T03:04:60Z",
                       "2024-01-15T03:04:05.Z",
                       "2024-01-15T03:04:05+0900",
                       "2024-01-15T03:04:05+15:00",
                       "2024-01-15T03:04:05Zx",
                       ""});
  kept("priority", {"0", "1", "0.5", "1.0", "0.80", "1.000"});
  left_out("priority", {"7", "1.1", "-0.5", ".5", "0.", "0,5", "1e-1", "00.5", "high", ""});
  kept("changefreq", {"always", "hourly", "daily", "weekly", "monthly", "yearly", "never"});
  left_out("changefreq", {"never ever", "often", ""});
  CHECK(sitemap_value("changefreq", " Daily ") == "daily");
  CHECK(sitemap_value("lastmod", " 2024-01-15\n") == "2024-01-15");
}

TEST_CASE("given a node with values that no sitemap may have, when it goes out, then they are left out") {
  auto all = samples();
  all[1].of.metadata = R"({"lastmod":1700000000,"changefreq":"never ever","priority":7})";
  const auto text = exported(*sitemap_exporter(), all);
  for (const auto* tag : {"<lastmod>1700000000", "<changefreq>", "<priority>7"}) {
    CAPTURE(tag);
    CHECK(text.find(tag) == std::string::npos);
  }
}

TEST_CASE("given sitemaps at several addresses, when an index names them, then it is an index") {
  std::string index;
  append_sitemap_index(std::vector<std::string>{"https://a/1.xml?a=1&b=2", "https://a/2.xml"}, index);
  CHECK(kind()
            .recognise("auto", index)
            .why()
            .message.starts_with(
                "The index of sitemaps came without https://a/1.xml?a=1&b=2, https://a/2.xml."));
}
