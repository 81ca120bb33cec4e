#include "tests/actors/engine_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

TEST_CASE_METHOD(engine_fixture,
                 "given a document of three records, when it is imported, then each has its outcome") {
  const auto id = submit(document(R"({"type":"Link","url":"https://a.example/","name":"A"},
                                     {"type":"Link","name":"no url"},
                                     {"type":"Link","url":"https://A.example","name":"A again"})"));
  const auto row = completed(id);
  CHECK(row.total == 3);
  CHECK(row.progress.counts == tally{1, 0, 1, 1});
  const auto records = core->import_view().records(owner, id, std::nullopt, 100, "");
  REQUIRE(records);
  REQUIRE(records->items.size() == 3);
  CHECK(records->items[0].what == outcome::created);
  CHECK(records->items[0].shown == std::vector<std::string>{"https://a.example/", "A"});
  CHECK(records->items[1].code == "url_missing");
  CHECK(records->items[1].shown == std::vector<std::string>{"", "no url"});
  CHECK(!records->items[1].message.empty());
  CHECK(records->items[2].code == "duplicate_in_file");
  CHECK(urls() == std::vector<std::string>{"https://a.example/"});
  CHECK(goes_away(config.data_directory + "/" + row.file.path));
}

TEST_CASE_METHOD(engine_fixture,
                 "given bookmarks, when the same file comes again with skip, then nothing changes and each "
                 "is a duplicate") {
  completed(submit(many(1'200)));
  const auto row = completed(submit(many(1'200)));
  CHECK(row.progress.counts == tally{0, 0, 1'200, 0});
  const auto records = core->import_view().records(owner, row.id, outcome::skipped, 1, "");
  REQUIRE(records);
  CHECK(records->items[0].code == "duplicate");
  CHECK(urls().size() == 1'200);
}

TEST_CASE_METHOD(
    engine_fixture,
    "given a bookmark, when a newer one overwrites it twice in one file, then its history has all three") {
  completed(submit(document(R"({"url":"https://a.example/","name":"one","summary":"kept"})")));
  const auto row = completed(submit(
      document(
          R"({"url":"https://a.example/","name":"two"},{"url":"https://a.example/","name":"three","summary":null})"),
      "overwrite"));
  CHECK(row.progress.counts == tally{0, 2, 0, 0});
  const auto page = bookmarks()->list(owner, {});
  REQUIRE(page);
  REQUIRE(page->items.size() == 1);
  CHECK(page->items[0].what.title == "three");
  CHECK_FALSE(page->items[0].what.description);
  const auto history = bookmarks()->history(owner, page->items[0].id);
  REQUIRE(history);
  REQUIRE(history->size() == 3);
  CHECK((*history)[0].what == "created");
  CHECK((*history)[1].before->title == "one");
  CHECK((*history)[1].after->title == "two");
  CHECK((*history)[1].after->description == "kept");
  CHECK((*history)[2].record == 2);
}

TEST_CASE_METHOD(
    engine_fixture,
    "given a bookmark, when it is deleted and imported again, then it is new and its history goes on") {
  completed(submit(document(R"("https://a.example/")")));
  const auto id = bookmarks()->list(owner, {})->items.at(0).id;
  REQUIRE(core->imports().delete_record("bookmarks", owner, id));
  CHECK(core->imports().delete_record("bookmarks", owner, id).why().code == errc::not_found);
  CHECK(urls().empty());
  CHECK(bookmarks()->get(owner, id).why().code == errc::not_found);
  CHECK(completed(submit(document(R"("https://a.example/")"))).progress.counts.created == 1);
  const auto history = bookmarks()->history(owner, id);
  REQUIRE(history);
  REQUIRE(history->size() == 3);
  CHECK((*history)[1].what == "deleted");
}

TEST_CASE_METHOD(
    engine_fixture,
    "given a broken document, when it is imported, then it fails with its place and nothing is applied") {
  const auto row = wait_for(
      submit(
          R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":["https://a.example/",)"),
      import_status::failed);
  CHECK(row.status == import_status::failed);
  REQUIRE(row.failure);
  CHECK(row.failure->code == "invalid_json");
  CHECK(row.failure->line == 1);
  CHECK(urls().empty());
  CHECK(std::filesystem::exists(config.data_directory + "/" + row.file.path));
}

TEST_CASE_METHOD(engine_fixture,
                 "given an empty list, when it is imported, then it is completed with 0 of 0") {
  const auto row = completed(submit(document("")));
  CHECK(row.total == 0);
  CHECK(percent(row) == 100.0);
}

TEST_CASE_METHOD(
    engine_fixture,
    "given the same key, when a file comes again, then there is one import; another file is refused") {
  const auto first = try_submit(many(3), "skip", {}, "key-1");
  REQUIRE(first);
  completed(first->import.id);
  const auto again = try_submit(many(3), "skip", {}, "key-1");
  REQUIRE(again);
  CHECK(again->repeated);
  CHECK(again->import.id == first->import.id);
  CHECK(try_submit(many(4), "skip", {}, "key-1").why().code == errc::idempotency_mismatch);
  restart();
  CHECK(try_submit(many(3), "skip", {}, "key-1")->repeated);
}

TEST_CASE_METHOD(
    engine_fixture,
    "given many owners with the same URLs, when they import at once, then each has all of them once") {
  std::vector<std::pair<user_id, import_id>> all;
  for (int i = 0; i < 5; ++i) {
    const auto who = make_user("user" + std::to_string(i));
    all.emplace_back(who, submit(many(2'000), "skip", who));
  }
  for (const auto& [who, id] : all) {
    CHECK(completed(id, who).progress.counts == tally{2'000, 0, 0, 0});
    CHECK(urls(who).size() == 2'000);
    CHECK(core->import_view().get(owner, id).why().code == errc::not_found);
  }
}

TEST_CASE_METHOD(engine_fixture,
                 "given two imports of one owner with the same URLs, when they run at once, then no bookmark "
                 "is there twice") {
  const auto one = submit(many(5'000));
  const auto two = submit(many(5'000));
  const auto first = completed(one);
  const auto second = completed(two);
  CHECK(first.progress.counts.created + second.progress.counts.created == 5'000);
  CHECK(first.progress.counts.skipped + second.progress.counts.skipped == 5'000);
  CHECK(urls().size() == 5'000);
}
