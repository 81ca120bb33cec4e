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

auto records_of(const house& in, const inhabitant& who, const nlohmann::json& import) -> nlohmann::json {
  return in.get(who, "/api/v1/imports/" + import.at("id").get<std::string>() + "/records")
      .parsed()
      .at("items");
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

TEST_CASE("given pebbles of every outcome, when their records are listed, then by the names of their kind") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_pebbles(in, ada, {"red\tr1\tr2", "!crack", "pink\tr2"});
  const auto records = records_of(in, ada, import);
  REQUIRE(records.size() == 3);
  CHECK(records[0].at("name") == "red");
  CHECK(records[0].at("found_by") == "r1\tr2");
  CHECK(records[0].at("row") == 2);
  CHECK_FALSE(records[0].contains("url"));
  CHECK_FALSE(records[0].contains("faults"));
  CHECK(records[1].at("name") == "!crack");
  CHECK(records[1].at("field") == "name");
  CHECK(records[1].at("faults") ==
        nlohmann::json::parse(R"([{"code":"cracked","field":"name",)"
                              R"("value":"!crack","message":"The pebble is cracked."}])"));
  CHECK(records[2].at("name") == "pink");
  CHECK(records[2].at("meets") == nlohmann::json{{"identity", records[0].at("identity")}, {"name", "red"}});
  const auto csv = in.get(ada, "/api/v1/imports/" + import.at("id").get<std::string>() + "/records.csv").body;
  CHECK(csv ==
        "\xEF\xBB\xBF"
        "record,row,outcome,code,field,message,warnings,name,found_by\r\n"
        "1,2,created,,,,,red,\"r1\tr2\"\r\n"
        "2,3,failed,cracked,name,The pebble is cracked.,,!crack,\r\n"
        "3,4,skipped,duplicate,,A pebble with one of its keys was there before.,,pink,r2\r\n");
  const auto kinds = in.get(ada, "/api/v1/kinds").parsed().at("items");
  CHECK(kinds[0].at("shown") == nlohmann::json{"url", "title"});
  CHECK(kinds[1].at("shown") == nlohmann::json{"name", "found_by"});
}

TEST_CASE("given a kind that is switched off, when a file of it comes, then 404; what was imported is read") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_pebbles(in, ada, {"red\tr"});
  in.config.kinds_enabled = "bookmarks";
  in.restart();
  const auto refused = in.upload(ada, pebbles::file_of({"blue\tb"}), {{"kind", "pebbles"}});
  CHECK(refused.status == 404);
  CHECK(refused.parsed().at("detail") == "Imports of the kind 'pebbles' are switched off here.");
  CHECK(eventually([&] { return in.stored_files() == 0; }));
  CHECK(records_of(in, ada, import)[0].at("name") == "red");
  const auto kinds = in.get(ada, "/api/v1/kinds").parsed().at("items");
  CHECK(kinds[0].at("enabled") == true);
  CHECK(kinds[1].at("enabled") == false);
}

TEST_CASE("given a list of kinds with a name that is none, when a server is to open, then it says so") {
  house in;
  auto config = in.config;
  config.kinds_enabled = "pebbles stones";
  const auto opened = open_engine(config, in.time);
  REQUIRE_FALSE(opened);
  CHECK(opened.why().message ==
        "kinds.enabled: There is no kind of import 'stones'; there is: bookmarks, pebbles, gravel.");
}

TEST_CASE("given a kind with a room of its own, when it is asked there, then by its calls, pages and words") {
  house in;
  const auto ada = in.inhabit("ada");
  import_pebbles(in, ada, {"red\tr", "blue\tb"});
  CHECK(in.call(ada, "DELETE", "/api/v1/pebbles/r").status == 204);
  CHECK(in.call(ada, "DELETE", "/api/v1/pebbles/r").status == 404);
  const auto again = import_pebbles(in, ada, {"red\tr", "blue\tb"});
  CHECK(count_of(again, "created") == 1);
  CHECK(in.get(ada, "/pebbles").header("Content-Type") == "text/html; charset=utf-8");
  const auto described = in.get(ada, "/api/v1/openapi.json").parsed();
  CHECK(described.at("paths").contains("/api/v1/pebbles/{key}"));
  CHECK(described.at("components").at("schemas").contains("Pebble"));
  const auto refused = in.upload(ada, "stones\n", {{"kind", "pebbles"}});
  CHECK(refused.status == 422);
  CHECK(refused.parsed().at("reason") == "not_pebbles");
}
