// What is somebody else's does not exist; who says not who they are gets nothing.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

struct world {
  temp_directory data;
  account first = make_account(data.path(), "alice");
  account second = make_account(data.path(), "bob");
  server at{data.path()};
  person alice{at, first};
  person bob{at, second};
};

}  // namespace

TEST_CASE("given an import of somebody else, when it is asked for in any way, then it does not exist") {
  world here;
  const auto id = here.alice.import(good_document(1, 3));
  CHECK(here.alice.outcome_of(id).at("status") == "completed");
  const auto path = "/api/v1/imports/" + id;
  for (const auto& of : {"", "/progress", "/records", "/records.csv?outcome=failed", "/events"}) {
    CAPTURE(of);
    const auto answer = here.bob.get(path + of);
    CHECK(answer.status == 404);
    CHECK(answer.code() == "not_found");
  }
  for (const auto& verb : {"pause", "resume", "cancel", "retry", "delete"}) {
    CAPTURE(verb);
    CHECK(here.bob.command(id, verb).status == 404);
  }
  CHECK(here.bob.get("/api/v1/imports").parsed().at("items").empty());
  CHECK(here.alice.look(id).at("status") == "completed");
}

TEST_CASE("given a bookmark of somebody else, when it is asked for or deleted, then it does not exist") {
  world here;
  CHECK(here.alice.outcome_of(here.alice.import(good_document(1, 3))).at("status") == "completed");
  const auto mine = here.alice.get("/api/v1/bookmarks").parsed().at("items");
  REQUIRE(mine.size() == 3);
  const auto path = "/api/v1/bookmarks/" + mine[0].at("identity").get<std::string>();
  CHECK(here.alice.get(path).status == 200);
  CHECK(here.bob.get(path).status == 404);
  CHECK(here.bob.get(path + "/history").status == 404);
  CHECK(here.bob.remove(path).status == 404);
  CHECK(here.bob.get("/api/v1/bookmarks?q=notes").parsed().at("items").empty());
  CHECK(here.bob.exported_items().empty());
  CHECK(here.alice.get(path).status == 200);
  CHECK(here.alice.remove(path).status == 204);
  CHECK(here.alice.get(path).status == 404);
}

TEST_CASE(
    "given a token of somebody else, when it is revoked by another, then it does not exist and goes on "
    "working") {
  world here;
  const auto tokens = here.alice.get("/api/v1/tokens").parsed().at("items");
  REQUIRE(tokens.size() == 1);
  CHECK(here.bob.remove("/api/v1/tokens/" + tokens[0].at("id").get<std::string>()).status == 404);
  CHECK(here.alice.get("/api/v1/me").status == 200);
}

TEST_CASE(
    "given no token, a wrong one or a revoked one, when something is asked for, then the answer is 401 at "
    "once") {
  world here;
  const auto made = here.alice.post("/api/v1/tokens", {{"name", "short-lived"}}).parsed();
  const person with_it(here.at, {"alice", made.at("token").get<std::string>()});
  CHECK(with_it.get("/api/v1/me").status == 200);
  REQUIRE(here.alice.remove("/api/v1/tokens/" + made.at("id").get<std::string>()).status == 204);
  const person nobody(here.at, {"", ""});
  const person stranger(here.at, {"", "wbt_0000000000000000000000000000000000000000000"});
  for (const auto* who : {&with_it, &nobody, &stranger}) {
    for (const auto& path : {"/api/v1/me", "/api/v1/imports", "/api/v1/bookmarks", "/api/v1/tokens",
                             "/api/v1/imports/imp_00000000000000000000000000", "/api/v1/bookmarks/export"}) {
      CAPTURE(path);
      const auto answer = who->get(path);
      CHECK(answer.status == 401);
      CHECK(answer.headers.contains("www-authenticate"));
    }
    CHECK(who->upload(good_document(1, 1)).status == 401);
    CHECK(who->post("/api/v1/tokens", {{"name", "x"}}).status == 401);
  }
  CHECK(here.alice.get("/api/v1/imports").parsed().at("items").empty());
  for (const auto& path : {"/healthz", "/readyz", "/metrics"}) CHECK(nobody.get(path).status == 200);
}
