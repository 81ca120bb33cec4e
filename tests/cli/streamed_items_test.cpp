#include "cli/kinds/nodes/streamed_items.hpp"

#include <catch2/catch.hpp>

using namespace waybill::cli;

namespace {

/// The items of a list whose bytes come in pieces of `piece` bytes, a line each.
auto items_in(std::string_view bytes, std::size_t piece) -> std::string {
  streamed_items items;
  std::string seen;
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    if (!items.feed(bytes.substr(at, piece), [&seen](const json& one) {
          seen += json_line(one) + "\n";
          return true;
        }))
      return seen + "refused";
  return seen;
}

}  // namespace

TEST_CASE("given a list cut into pieces of any size, when it is read, then its items are the same") {
  constexpr std::string_view list =
      R"({"items":[{"a":"}]{[\"\\","b":{"c":[1,{}]}},{"\\":"\\\""},{}],"next_cursor":null})";
  const std::string expected = "{\"a\":\"}]{[\\\"\\\\\",\"b\":{\"c\":[1,{}]}}\n{\"\\\\\":\"\\\\\\\"\"}\n{}\n";
  for (std::size_t piece = 1; piece <= list.size(); ++piece) {
    CAPTURE(piece);
    CHECK(items_in(list, piece) == expected);
  }
  CHECK(items_in(R"({"items":[],"next_cursor":null})", 3).empty());
}

TEST_CASE(
    "given a reader that has enough, or bytes that are no list, when they come, then no more is taken") {
  streamed_items items;
  int taken = 0;
  CHECK_FALSE(items.feed(R"({"items":[{},{},{}]})", [&taken](const json&) { return ++taken < 2; }));
  CHECK(taken == 2);
  CHECK(items_in(R"({"items":[{"a":x}]})", 4) == "refused");
  CHECK(items_in("}}]]{{{", 1).empty());
}
