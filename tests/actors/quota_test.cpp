// What an owner may keep: told with figures, at the door and in the middle of an import.
#include "tests/actors/engine_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

struct narrow_house : engine_fixture {
  void allow(std::uint64_t stored_bytes, std::uint64_t records) {
    config.quota_stored_limit_bytes = stored_bytes;
    config.quota_records_limit = records;
    restart();
  }
};

}  // namespace

TEST_CASE_METHOD(narrow_house,
                 "given a quota of bytes, when a larger file comes, then it is refused with the figures and "
                 "nothing is left of it") {
  allow(10'000, 0);
  const auto refused = try_submit(many(1'000));
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::quota_exceeded);
  REQUIRE(refused.why().quota);
  CHECK(*refused.why().quota == quota_figures{0, 10'000});
  CHECK(refused.why().message == "You keep 0 bytes; with " + std::to_string(many(1'000).size()) +
                                     " more, the limit of 10000 would be passed.");
  CHECK(core->import_view().list(owner, {})->items.empty());
  completed(submit(many(10)));
}

TEST_CASE_METHOD(
    narrow_house,
    "given a quota that an import passes in its middle, when it has grown, then a retry takes the "
    "rest and no record twice") {
  config.imports_chunk_records = 100;
  const auto file = many(1'000);
  allow(file.size() + 30'000, 0);
  const auto id = submit(file);
  const auto row = wait_for(id, import_status::failed);
  REQUIRE(row.status == import_status::failed);
  CHECK(row.failure->code == "quota_exceeded");
  CHECK(row.progress.counts.created > 0);
  CHECK(row.progress.counts.created < 1'000);
  CHECK(urls().size() == row.progress.counts.created);
  // What is left is less than the chunk that was refused, and a chunk is less than this file.
  const auto more = try_submit(file);
  REQUIRE_FALSE(more);
  CHECK(more.why().code == errc::quota_exceeded);
  allow(0, 0);
  REQUIRE(core->imports().command(owner, id, import_verb::retry));
  CHECK(completed(id).progress.counts == tally{1'000, 0, 0, 0});
  CHECK(urls().size() == 1'000);
}

TEST_CASE_METHOD(
    narrow_house,
    "given a quota of records, when bookmarks are deleted, then there is room for as many again") {
  allow(0, 10);
  completed(submit(many(10)));
  const auto id = submit(many(3, 100));
  CHECK(wait_for(id, import_status::failed).failure->code == "quota_exceeded");
  const auto page = bookmarks()->list(owner, {});
  REQUIRE(page);
  for (std::size_t i = 0; i < 3; ++i)
    REQUIRE(core->imports().delete_record("bookmarks", owner, page->items[i].id));
  restart();
  REQUIRE(core->imports().command(owner, id, import_verb::retry));
  completed(id);
  CHECK(urls().size() == 10);
}

TEST_CASE_METHOD(narrow_house,
                 "given imports and deletions, when an owner asks how much they keep, then it is theirs") {
  allow(1'000'000, 0);
  CHECK(core->usage_of(owner)->stored_bytes == 0);
  completed(submit(many(10)));
  const auto brought = *core->usage_of(owner);
  CHECK(brought.records == 10);
  CHECK(brought.stored_bytes > 500);
  CHECK(brought.stored_limit_bytes == 1'000'000);
  CHECK_FALSE(brought.records_limit);
  CHECK(core->usage_of(make_user("other"))->records == 0);
  REQUIRE(core->imports().delete_record("bookmarks", owner, bookmarks()->list(owner, {})->items[0].id));
  restart();
  CHECK(core->usage_of(owner)->records == 9);
}

TEST_CASE_METHOD(narrow_house, "given one owner who used up his quota, when another imports, then he may") {
  allow(0, 10);
  completed(submit(many(10)));
  const auto other = make_user("other");
  CHECK(completed(submit(many(10), "skip", other), other).progress.counts == tally{10, 0, 0, 0});
}
