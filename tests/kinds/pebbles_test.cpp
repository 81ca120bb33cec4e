// The engine, its server and a restart, with a kind that is not bookmarks.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"
#include "tests/kinds/pebbles.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

/// Imports pebbles, and answers the import as it ended.
auto import_pebbles(const house& in, const inhabitant& who, const std::vector<std::string>& lines,
                    const std::string& policy = "skip") -> nlohmann::json {
  const auto accepted =
      in.upload(who, pebbles::file_of(lines), {{"kind", "pebbles"}, {"on_duplicate", policy}});
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(who, id, import_status::completed);
  return in.get(who, "/api/v1/imports/" + id).parsed();
}

auto count_of(const nlohmann::json& import, const std::string& what) -> int {
  return import.at("progress").at(what);
}

}  // namespace

TEST_CASE("given pebbles that were imported before a restart, when they come again, none is new") {
  house in;
  const auto ada = in.inhabit("ada");
  REQUIRE(count_of(import_pebbles(in, ada, {"red\tr", "blue\tb"}), "created") == 2);
  in.restart();
  const auto again = import_pebbles(in, ada, {"red\tr", "green\tg", "blue\tb"});
  CHECK(count_of(again, "created") == 1);
  CHECK(count_of(again, "skipped") == 2);
}

TEST_CASE("given pebbles without a key, when a file brings several, each is a pebble of its own") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_pebbles(in, ada, {"grey", "grey", "!x", "white", "grey"});
  CHECK(count_of(import, "created") == 4);
  CHECK(count_of(import, "failed") == 1);
  in.restart();
  CHECK(count_of(import_pebbles(in, ada, {"grey"}), "created") == 1);
}

TEST_CASE("given a pebble with two keys, when one comes with either of them, then it is the same pebble") {
  house in;
  const auto ada = in.inhabit("ada");
  REQUIRE(count_of(import_pebbles(in, ada, {"red\tr1\tr2"}), "created") == 1);
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  const auto again = import_pebbles(in, ada, {"pink\tr2", "ruby\tr1\tr3", "blue\tr3"});
  CHECK(count_of(again, "skipped") == 2);
  CHECK(count_of(again, "created") == 1);
}

TEST_CASE("given an update that moves a key, when the key that was given up comes, then it is free") {
  house in;
  const auto ada = in.inhabit("ada");
  REQUIRE(count_of(import_pebbles(in, ada, {"red\tr1\tr2"}), "created") == 1);
  REQUIRE(count_of(import_pebbles(in, ada, {"ruby\tr1\tr3"}, "update"), "updated") == 1);
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  const auto next = import_pebbles(in, ada, {"blue\tr2", "grey\tr3", "green\tr1\tr2"}, "update");
  // Blue is new. Grey meets ruby, which gives up r1; so green meets blue alone.
  CHECK(count_of(next, "created") == 1);
  CHECK(count_of(next, "updated") == 2);
  CHECK(count_of(next, "failed") == 0);
}

TEST_CASE("given a pebble with the keys of two others, when it comes, then it fails and changes neither") {
  house in;
  const auto ada = in.inhabit("ada");
  REQUIRE(count_of(import_pebbles(in, ada, {"red\tr", "blue\tb"}), "created") == 2);
  const auto both = import_pebbles(in, ada, {"violet\tr\tb"}, "update");
  CHECK(count_of(both, "failed") == 1);
  CHECK(count_of(import_pebbles(in, ada, {"red\tr", "blue\tb"}, "update"), "skipped") == 2);
}
