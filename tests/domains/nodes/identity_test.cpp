#include <filesystem>

#include "formats/text.hpp"
#include "tests/domains/nodes/support.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;
using namespace std::string_literals;

namespace {

const std::string data_folder = "tests/domains/nodes/data";

/// As the cases write an identity: with https.
auto as_url(const std::string& canonical_text) -> std::string { return "https://" + canonical_text; }

auto code_of(url_fault fault) -> std::string {
  if (fault == url_fault::missing) return "url_missing";
  return fault == url_fault::too_long ? "url_too_long" : "url_invalid";
}

auto canonicals_of(const nlohmann::json& urls) -> std::set<std::string> {
  std::set<std::string> all;
  for (const auto& url : urls)
    if (fault_of(url.get<std::string>()) == url_fault::none) all.insert(canonical(url.get<std::string>()));
  return all;
}

void check_place(const naive_tree& tree, const std::string& one, const nlohmann::json& expected) {
  const auto parent = tree.parent_of(one);
  CHECK((parent ? nlohmann::json(as_url(*parent)) : nlohmann::json(nullptr)) == expected.at("parent"));
  CHECK(tree.depth_of(one) == expected.at("depth").get<int>());
  CHECK(tree.position_of(one) == expected.at("position").get<std::size_t>());
}

void check_item(const naive_tree& tree, const nlohmann::json& item, std::set<std::string>& seen) {
  INFO(item.dump());
  const auto url = item.at("url").get<std::string>();
  const auto status = item.at("status").get<std::string>();
  if (status == "failed") {
    CHECK(code_of(fault_of(url)) == item.at("code").get<std::string>());
    return;
  }
  REQUIRE(fault_of(url) == url_fault::none);
  const auto one = canonical(url);
  CHECK(as_url(one) == item.at("identity").get<std::string>());
  CHECK(seen.insert(one).second == (status == "created"));
  if (status == "created") check_place(tree, one, item);
}

}  // namespace

TEST_CASE(
    "given the cases of trees, when each URL is recognised, then identity, fault, parent, depth and position "
    "are as the case says") {
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder)) {
    if (entry.path().extension() != ".json") continue;
    INFO(entry.path());
    std::ifstream file(entry.path());
    const auto one = nlohmann::json::parse(file);
    auto all = canonicals_of(one.at("urls"));
    if (one.contains("existing")) all.merge(canonicals_of(one.at("existing")));
    const naive_tree tree(all);
    std::set<std::string> seen;
    for (const auto& item : one.at("items")) check_item(tree, item, seen);
    for (const auto& item : one.value("existing_after", nlohmann::json::array()))
      check_place(tree, canonical(item.at("url").get<std::string>()), item);
    ++cases;
  }
  CHECK(cases == 19);
}

TEST_CASE("given a site of 1,000 pages, when its tree is derived, then every page hangs where it should") {
  std::ifstream file(data_folder + "/sitemap_1000.tsv");
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    auto& cells = rows.emplace_back();
    std::stringstream text(line);
    for (std::string cell; std::getline(text, cell, '\t');) cells.push_back(cell);
  }
  rows.erase(rows.begin());
  REQUIRE(rows.size() == 1'000);
  std::set<std::string> all;
  for (const auto& row : rows) all.insert(canonical(row[0]));
  const naive_tree tree(all);
  for (const auto& row : rows) {
    const auto one = canonical(row[0]);
    const auto parent = tree.parent_of(one);
    const auto expected =
        row[2].empty() ? std::nullopt : std::optional(canonical(rows[std::stoul(row[2]) - 1][0]));
    INFO(row[0]);
    CHECK(parent == expected);
    CHECK(tree.depth_of(one) == std::stoi(row[3]));
    CHECK(tree.position_of(one) == std::stoul(row[4]));
  }
}

TEST_CASE(
    "given http and https, when a project does not tell them apart, then they are one node, and both of "
    "their ports fall away") {
  for (const auto* url : {"http://a.example/x", "https://a.example/x", "HTTPS://A.example:443/x/",
                          "http://a.example:80/x", "http://a.example:443/x", "https://a.example:0080/x"})
    CHECK(canonical(url) == "a.example/x");
  CHECK(canonical("http://a.example:8080/x") == "a.example:8080/x");
  CHECK(canonical("https://a.example:8080/x") == "a.example:8080/x");
}

TEST_CASE(
    "given a project that tells schemes apart, when URLs differ in it alone, then they are two nodes of two "
    "trees") {
  const identity_rule apart{.scheme = true};
  CHECK(canonical("http://a.example:80/x/", apart) == "http://a.example/x");
  CHECK(canonical("https://a.example:443/x", apart) == "https://a.example/x");
  CHECK(canonical("http://a.example:443/x", apart) == "http://a.example:443/x");
  CHECK(place_above("http://a.example/x") == "http://a.example/");
  CHECK(place_above("http://a.example/") == "");
  CHECK(level_of("https://a.example/x/y") == 2);
}

TEST_CASE(
    "given a project that keeps queries, when a URL has one, then it is the child of the same path without") {
  const identity_rule kept{.keep_query = true};
  CHECK(canonical("https://a.example/s?b=2&a=1&utm_source=n#top", kept) == "a.example/s?a=1&b=2");
  CHECK(canonical("https://a.example/s/?utm_source=n", kept) == "a.example/s");
  CHECK(canonical("https://a.example?q", kept) == "a.example/?q=");
  CHECK(place_above("a.example/s?a=1&b=2") == "a.example/s");
  CHECK(place_above("a.example/?q=") == "a.example/");
  CHECK(place_above("a.example/s?u=/x/y") == "a.example/s");
  CHECK(level_of("a.example/s?a=1") == 2);
  CHECK(level_of("a.example/?q=") == 1);
}

TEST_CASE(
    "given any place, when one goes up from it, then every step is shorter, on the same site, and the last "
    "is the homepage") {
  for (const std::string start :
       {"a.example/", "a.example/b", "a.example/b//c", "a.example//", "a.example//b", "a.example/b/",
        "[::1]:8080/x/y", "https://a.example/x://y/z?q=", "a.example/x:/y"}) {
    INFO(start);
    auto at = std::string_view(start);
    std::uint32_t steps = 0;
    for (auto above = place_above(at); !above.empty(); above = place_above(at)) {
      REQUIRE(above.size() < at.size());
      CHECK(start.starts_with(above));
      CHECK(parts_of(above).site == parts_of(start).site);
      at = above;
      ++steps;
    }
    CHECK(parts_of(at).path == "/");
    CHECK(level_of(start) == steps);
  }
}

TEST_CASE("given texts that are no URL of the web, when they are recognised, then each has its fault") {
  for (const auto* url : {"", " \t\r\n ", "\n"}) CHECK(fault_of(url) == url_fault::missing);
  CHECK(fault_of(std::string(20'000, ' ')) == url_fault::missing);
  for (const auto* url : {"ftp://a/b", "a.example/x", "http:/a.example", "https://", "https://?x",
                          "https://#x", "https://@/", "https://a.example:70000/", "https://a.example:x/",
                          "https://a b/", "https://[::1/", "https://%zz/", "https://a\xFF.example/"})
    CHECK(fault_of(url) == url_fault::invalid);
}

TEST_CASE(
    "given URLs at the limit of 10,240 bytes, when they are recognised, then one byte more is too long") {
  const auto of_size = [](std::size_t size) {
    std::string url = "https://a.example/";
    return url + std::string(size - url.size(), 'x');
  };
  CHECK(fault_of(of_size(10'240)) == url_fault::none);
  CHECK(fault_of(of_size(10'241)) == url_fault::too_long);
}

TEST_CASE(
    "given a host of 5,000 levels, when its deepest page is recognised, then all places above it are named "
    "at once") {
  std::string url = "https://a.example";
  for (int i = 0; i < 5'000; ++i) url += "/a";
  const auto one = canonical(url);
  CHECK(level_of(one) == 5'000);
  std::uint32_t steps = 0;
  for (auto above = place_above(one); !above.empty(); above = place_above(above)) ++steps;
  CHECK(steps == 5'000);
}

TEST_CASE(
    "given a project and an identity, when a node gets its id, then it is always the same, and another's is "
    "not") {
  const auto id = node_id("prj_1", identity_of("a.example/x"));
  CHECK(id == node_id("prj_1", identity_of("a.example/x")));
  CHECK(id.size() == 30);
  CHECK(id.starts_with("nod_"));
  CHECK(id.find_first_not_of("nod_0123456789abcdefghjkmnpqrstvwxyz") == std::string::npos);
  CHECK(id != node_id("prj_2", identity_of("a.example/x")));
  CHECK(id != node_id("prj_1", identity_of("a.example/y")));
}

TEST_CASE("given an id, when it is read, then its bytes make the same id; what is none is not read") {
  const auto id = node_id("prj_1", identity_of("a.example/x"));
  REQUIRE(bytes_of_node_id(id));
  CHECK("nod_" + id_characters(*bytes_of_node_id(id)) == id);
  for (const std::string none :
       {"", "nod_", "nod_0", "imp_00000000000000000000000000", "nod_80000000000000000000000000",
        "nod_0000000000000000000000000u", "nod_000000000000000000000000000"}) {
    CAPTURE(none);
    CHECK_FALSE(bytes_of_node_id(none));
  }
}
