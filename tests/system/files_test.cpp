// What becomes of files, good and hostile ones, through the real binary.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;
using waybill::tests::bulk;

namespace {

constexpr std::size_t long_string = bulk(100'000'000);

/// One server and one account for all cases of this file: none of them needs an empty collection.
struct world {
  temp_directory data;
  account who = make_account(data.path(), "alice");
  server at{data.path()};
  person alice{at, who};
};

auto everybody() -> const person& {
  static world one;
  return one.alice;
}

auto fault_of(const json& import) -> std::string {
  const auto& fault = import.at("error");
  return fault.is_object() ? fault.at("code").get<std::string>() : "none";
}

auto outcome_of(const std::string& document) -> json {
  const auto& alice = everybody();
  return alice.outcome_of(alice.import(document));
}

}  // namespace

TEST_CASE("given a file of 0 bytes, when it is uploaded, then it is refused and there is no import") {
  const auto& alice = everybody();
  const auto before = alice.get("/api/v1/imports?limit=100").parsed().at("items").size();
  const auto refused = alice.upload("");
  CHECK(refused.status == 422);
  CHECK(refused.code() == "empty_file");
  CHECK(alice.get("/api/v1/imports?limit=100").parsed().at("items").size() == before);
}

TEST_CASE("given a file of one item, when it is imported, then its record is created") {
  CHECK(counts_of(outcome_of(good_document(900'001, 1))) ==
        "completed total 1 processed 1 created 1 updated 0 skipped 0 failed 0");
}

TEST_CASE("given an empty list, when it is imported, then it is completed with 0 of 0 and 100 percent") {
  const auto import = outcome_of(document_of(""));
  CHECK(counts_of(import) == "completed total 0 processed 0 created 0 updated 0 skipped 0 failed 0");
  CHECK(import.at("progress").at("percent") == 100.0);
}

TEST_CASE("given a file of 200,000 items, when it is imported, then every record has its outcome") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path());
  const person alice(at, who);
  constexpr std::uint64_t records = bulk(200'000);
  const auto document = mixed(records);
  const auto import = alice.outcome_of(alice.import(document.text));
  CHECK(counts_of(import) == "completed total " + std::to_string(records) + " processed " +
                                 std::to_string(records) + " created " + std::to_string(document.created) +
                                 " updated 0 skipped " + std::to_string(document.skipped) + " failed " +
                                 std::to_string(document.failed));
  CHECK(alice.records(import.at("id"), "failed").size() == document.failed);
}

TEST_CASE(
    "given a document cut at any byte, when it is imported, then it fails with the place and nothing is "
    "applied") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path());
  const person alice(at, who);
  const auto whole = document_of(R"({"type":"Link","url":"https://example.org/ü"},"https://example.org/2")");
  std::vector<std::string> ids;
  for (std::size_t size = 1; size < whole.size(); ++size) ids.push_back(alice.import(whole.substr(0, size)));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto import = alice.outcome_of(ids[i]);
    CAPTURE(i, import.dump());
    REQUIRE(import.at("status") == "failed");
    CHECK(fault_of(import) == "invalid_json");
    CHECK(import.at("error").at("byte_offset").is_number());
    CHECK(import.at("error").at("line").is_number());
    CHECK(import.at("error").at("column").is_number());
    CHECK(import.at("progress").at("processed") == 0);
  }
  CHECK(alice.exported_items().empty());
}

TEST_CASE("given a document that is not UTF-8, when it is imported, then it fails as no JSON, at the byte") {
  const auto document = document_of("\"https://example.org/\xff\"");
  const auto import = outcome_of(document);
  CHECK(import.at("status") == "failed");
  CHECK(fault_of(import) == "invalid_json");
  CHECK(import.at("error").at("byte_offset") == document.find('\xff'));
}

TEST_CASE(
    "given 100,000 open brackets, when they are imported, then it fails as no JSON and the server lives") {
  for (const std::string bracket : {"[", "{\"a\":"}) {
    std::string document;
    for (int i = 0; i < 100'000; ++i) document += bracket;
    const auto import = outcome_of(document);
    CHECK(import.at("status") == "failed");
    CHECK(fault_of(import) == "invalid_json");
    const auto inside = outcome_of(document_of(document));
    CHECK(inside.at("status") == "failed");
    CHECK(fault_of(inside) == "invalid_json");
  }
  CHECK(everybody().get("/healthz").status == 200);
}

TEST_CASE(
    "given a string of 100 MB in an item, when it is imported, then that record fails and the next is "
    "created") {
  const auto document = document_of("{\"type\":\"Link\",\"url\":\"https://example.org/long\",\"summary\":\"" +
                                    std::string(long_string, 'x') + "\"}," + item(900'002));
  const auto import = outcome_of(document);
  CHECK(counts_of(import) == "completed total 2 processed 2 created 1 updated 0 skipped 0 failed 1");
  const auto failed = everybody().records(import.at("id"), "failed");
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].at("record") == 1);
  CHECK(failed[0].at("code") == "record_too_large");
}

TEST_CASE("given a string of 100 MB outside of the list, when it is imported, then it is passed over") {
  const auto document =
      R"({"note":")" + std::string(long_string, 'y') +
      R"(","@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[)" +
      item(900'003) + "]}";
  CHECK(counts_of(outcome_of(document)) ==
        "completed total 1 processed 1 created 1 updated 0 skipped 0 failed 0");
}

TEST_CASE("given keys that stand twice, when they are imported, then the last one counts") {
  const auto import = outcome_of(
      R"({"type":"Nothing","@context":"https://www.w3.org/ns/activitystreams","items":["https://example.org/first"],)"
      R"("items":[{"url":"https://example.org/a","url":"https://example.org/twice","name":"no","name":"yes"}],)"
      R"("type":"Collection"})");
  CHECK(counts_of(import) == "completed total 1 processed 1 created 1 updated 0 skipped 0 failed 0");
  const auto found = everybody().get("/api/v1/bookmarks?q=example.org/twice").parsed();
  REQUIRE(found.at("items").size() == 1);
  CHECK(found.at("items")[0].at("title") == "yes");
  CHECK(everybody().get("/api/v1/bookmarks?q=example.org/first").parsed().at("items").empty());
}

TEST_CASE("given items before the context, when they are imported, then they are imported all the same") {
  const auto import =
      outcome_of(R"({"items":[)" + item(900'004) + "," + item(900'005) +
                 R"(],"type":"OrderedCollection","@context":["https://www.w3.org/ns/activitystreams"]})");
  CHECK(counts_of(import) == "completed total 2 processed 2 created 2 updated 0 skipped 0 failed 0");
}

TEST_CASE(
    "given JSON that is no ActivityStreams collection, when it is imported, then it fails and says which") {
  for (const std::string document :
       {"[]", "5", "null", R"({"type":"Collection","items":[]})",
        R"({"@context":"https://schema.org","items":[]})",
        R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Note","items":[]})",
        R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection"})"}) {
    const auto import = outcome_of(document);
    CAPTURE(document, import.dump());
    CHECK(import.at("status") == "failed");
    CHECK(fault_of(import) == "not_activitystreams");
    CHECK_FALSE(import.at("error").at("message").get<std::string>().empty());
  }
}

TEST_CASE(
    "given faulty items among good ones, when they are imported, then each has its code and the others are "
    "created") {
  const auto import = outcome_of(document_of(
      R"(5,{"type":"Link","name":"x"},{"type":"Link","url":"   "},null,{"url":")" +
      ("https://example.org/" + std::string(10'300, 'u')) + R"(","name":"Long"},)" + item(900'006)));
  CHECK(counts_of(import) == "completed total 6 processed 6 created 1 updated 0 skipped 0 failed 5");
  std::string codes;
  for (const auto& record : everybody().records(import.at("id"), "failed"))
    codes += record.at("record").dump() + " " + record.at("code").get<std::string>() + ", ";
  CHECK(codes == "1 not_a_bookmark, 2 url_missing, 3 url_missing, 4 not_a_bookmark, 5 url_too_long, ");
}
