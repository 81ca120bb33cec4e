// What people are told of records that could not be stored: never a library's words.
#include <atomic>
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE("given a store that refuses all tries of a chunk, when people read of it, then in words for them") {
  house here;
  const auto ann = here.inhabit("ann");
  std::atomic<int> refusals{4};
  const at_points refusing{
      [&](std::string_view point) { return point == "store.decided" && refusals.fetch_sub(1) > 0; }};
  const auto accepted = here.upload(ann, document_of("a", 3));
  REQUIRE(accepted.status == 202);
  const auto path = "/api/v1/imports/" + accepted.parsed().at("id").get<std::string>();
  here.await(ann, accepted.parsed().at("id").get<std::string>(), import_status::completed);
  const auto records = here.get(ann, path + "/records").parsed().at("items");
  for (const auto& one : records) {
    CHECK(one.at("outcome") == "failed");
    CHECK(one.at("code") == "storage_failed");
    CHECK(one.at("message") == "The record could not be stored.");
    CHECK_FALSE(one.at("url").is_null());
  }
  CHECK(records.size() == 3);
  const auto story = here.get(ann, path + "/events").parsed().at("items");
  std::size_t tries = 0;
  for (const auto& one : story) tries += one.at("type") == "import.chunk_retried.v1" ? 1 : 0;
  CHECK(tries == 4);
  CHECK(story.dump().find("fault point") == std::string::npos);
}
