#include <limits>

#include "tests/domains/nodes/support.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;

namespace {

auto row_of(const node& from) -> std::string {
  std::string row;
  encode_row(from, row);
  return row;
}

auto full_node() -> node {
  return {.url = "http://Shop.example:80/a?x#y",
          .canonical = "shop.example/a",
          .title = "A shop",
          .titled = true,
          .linked = true,
          .metadata = R"({"lastmod":"2024-01-15"})",
          .created_at = {1'000'000},
          .updated_at = {2'000'000}};
}

auto node_at(std::string url, std::string canonical_text) -> node {
  auto made = full_node();
  made.url = std::move(url);
  made.canonical = std::move(canonical_text);
  return made;
}

auto samples() -> std::vector<node> {
  std::vector<node> all{full_node(), node{}};
  for (const auto* url :
       {"https://a.example/x", "http://a.example/x", "https://a.example/x/", "http://a.example/",
        "https://a.example", "HTTPS://a.example/x", "https://a.example/X?y"})
    for (const bool scheme : {false, true}) all.push_back(node_at(url, canonical(url, {.scheme = scheme})));
  all.push_back(node_at("http://a/", ""));
  all.push_back(node_at("", "a/"));
  auto alone = full_node();
  alone.linked = alone.titled = false;
  alone.metadata.clear();
  alone.updated_at = alone.created_at;
  all.push_back(alone);
  auto ends_of_time = full_node();
  ends_of_time.created_at.us = std::numeric_limits<std::int64_t>::min();
  ends_of_time.updated_at.us = std::numeric_limits<std::int64_t>::max();
  all.push_back(ends_of_time);
  auto large = full_node();
  large.url = "https://a.example/" + std::string(10'000, 'u');
  large.metadata = std::string(64 << 10, 'm');
  all.push_back(large);
  return all;
}

}  // namespace

TEST_CASE("given any node, when it is written as a row and read, then it is the same") {
  for (const auto& each : samples()) {
    INFO(each.url);
    const auto read = decode_row(row_of(each));
    REQUIRE(read.ok());
    CHECK(*read == each);
    std::string before = "before";
    encode_row(each, before);
    CHECK(before == "before" + row_of(each));
  }
}

TEST_CASE(
    "given a URL that says its canonical text, when the row is written, then the text stands there once") {
  for (const auto* url :
       {"https://a.example/long/path", "https://a.example/long/path/", "http://a.example/long"}) {
    const auto row = row_of(node_at(url, canonical(url)));
    CHECK(row.find("long") == row.rfind("long"));
  }
}

TEST_CASE("given the bytes of a node of version 1, when they are read, then old data opens") {
  const std::string row("\x01\x1f\x40\x42\x0f\x00\x00\x00\x00\x00\x0bhttps://a/b\x01T\x07{\"a\":1}",
                        10 + 12 + 2 + 8);
  const node expected{.url = "https://a/b",
                      .canonical = "a/b",
                      .title = "T",
                      .titled = true,
                      .linked = true,
                      .metadata = R"({"a":1})",
                      .created_at = {1'000'000},
                      .updated_at = {1'000'000}};
  CHECK(row_of(expected) == row);
  const auto read = decode_row(row);
  REQUIRE(read.ok());
  CHECK(*read == expected);
}

TEST_CASE(
    "given a view of a node used before, when another row is viewed, then nothing of the first is left") {
  row_view view;
  const auto full = row_of(full_node());
  const auto bare = row_of(node{});
  REQUIRE(view_row(full, view));
  CHECK(view.metadata == full_node().metadata);
  REQUIRE(view_row(bare, view));
  CHECK(view.metadata.empty());
  CHECK(view.url.empty());
  CHECK_FALSE(view.titled);
}

TEST_CASE("given a row of a node, when it is cut anywhere or has a byte too many, then it is corrupt") {
  for (const auto& each : samples()) {
    const auto row = row_of(each);
    const auto step = row.size() > 2'000 ? 97U : 1U;
    for (std::size_t size = 0; size < row.size(); size += step) {
      const auto cut = decode_row(std::string_view(row).substr(0, size));
      REQUIRE_FALSE(cut.ok());
      CHECK(cut.why().code == errc::corrupt);
    }
    CHECK_FALSE(decode_row(row + '\0').ok());
  }
}

TEST_CASE(
    "given a row of a node with any byte changed, when it still can be read, then it is what would be "
    "written") {
  for (const auto& each : samples()) {
    const auto row = row_of(each);
    if (row.size() > 2'000) continue;
    for (std::size_t at = 0; at < row.size(); ++at)
      for (int byte = 0; byte < 256; ++byte) {
        auto changed = row;
        changed[at] = static_cast<char>(byte);
        const auto read = decode_row(changed);
        if (read.ok() && row_of(*read) != changed) FAIL("byte " << at << " as " << byte);
      }
  }
}

TEST_CASE(
    "given lengths that lie, when the row of a node is read, then it is corrupt and nothing large is "
    "allocated") {
  const std::string head("\x01\x02\0\0\0\0\0\0\0\0", 10);
  CHECK_FALSE(decode_row(head + "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01").ok());
  CHECK_FALSE(decode_row(head + std::string("\x80\x00\x00\x00", 4)).ok());
  CHECK_FALSE(decode_row(std::string("\x02\x02\0\0\0\0\0\0\0\0\0\0\0", 13)).ok());  // another version
  CHECK_FALSE(decode_row(std::string("\x01\x82\0\0\0\0\0\0\0\0\0\0\0", 13)).ok());  // a flag of the future
  CHECK(decode_row(std::string("\x01\x02\0\0\0\0\0\0\0\0\0\0\0", 13)).ok());        // the same, sound
}
