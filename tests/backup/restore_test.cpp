#include <array>

#include "tests/backup/house.hpp"

using namespace waybill;
using namespace waybill::backup;
using namespace waybill::tests;
using Catch::Matchers::Contains;

namespace {

auto files_in(const std::string& folder) -> std::vector<fs::path> {
  std::vector<fs::path> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) all.push_back(entry.path());
  return all;
}

auto until(const std::string& text) -> restore_until {
  const auto found = parse_until(text);
  if (!found) FAIL(found.why().message);
  return *found;
}

}  // namespace

TEST_CASE(
    "given a backup, when a byte of any file of it is another, then restore finds it and leaves nothing") {
  backed_up_house here;
  here.write(20);
  here.submit("aaaaaaaa");
  REQUIRE(here.take().ok());
  for (const auto& file : files_in(here.folder())) {
    CAPTURE(file.string());
    const auto before = file_text(file);
    REQUIRE_FALSE(before.empty());
    for (const auto at : {std::size_t{0}, before.size() / 2, before.size() - 1}) {
      auto other = before;
      other[at] = static_cast<char>(other[at] ^ 0x10);
      write_text(file, other);
      const auto back = here.restore("new");
      REQUIRE(!back);
      CHECK(back.why().code == errc::corrupt);
      CHECK_THAT(back.why().message, Contains(file.string()));
      CHECK(fs::is_empty(here.place("new")));
    }
    write_text(file, before);
  }
  CHECK(here.restore("new").ok());
}

TEST_CASE("given a backup, when a file of it is gone or shorter, then restore finds it and leaves nothing") {
  backed_up_house here;
  here.write(20);
  REQUIRE(here.take().ok());
  for (const auto& file : files_in(here.folder() + "/objects")) {
    CAPTURE(file.string());
    const auto before = file_text(file);
    write_text(file, before.substr(0, before.size() - 1));
    CHECK(here.restore("new").why().code == errc::corrupt);
    fs::remove(file);
    CHECK(here.restore("new").why().code == errc::corrupt);
    write_text(file, before);
    CHECK(fs::is_empty(here.place("new")));
  }
}

TEST_CASE("given a log, when it is restored up to any position, then it is as a fresh replay up to there") {
  backed_up_house here;
  here.write(12);
  here.submit("aaaaaaaa");
  here.write(12);
  REQUIRE(here.take().ok());
  for (position at = 1; at <= here.log().tail(); at += 4) {
    CAPTURE(at);
    const auto name = "until-" + std::to_string(at);
    const auto back = here.restore(name, restore_until(at));
    REQUIRE(back.ok());
    CHECK(back->at == at);
    replay(here.log(), at, here.place("replayed-" + std::to_string(at)));
    const auto restored = open_log_at(here.place(name) + "/log");
    CHECK(told_until(*restored, at) ==
          log_tests::told(*open_log_at(here.place("replayed-" + std::to_string(at)))));
    CHECK(verify(*restored)->faults.empty());
    // What was paused, and where the log comes from.
    CHECK(restored->tail() == at + back->paused.size() + 1);
  }
}

TEST_CASE(
    "given several backups, when restored up to a position, then it is the oldest that reaches so far") {
  backed_up_house here;
  for (int i = 0; i < 3; ++i) {
    here.write(10);
    REQUIRE(here.take().ok());
  }
  CHECK(here.restore("a", until("10"))->from.number == 1);
  CHECK(here.restore("b", until("11"))->from.number == 2);
  CHECK(here.restore("c", until("30"))->from.number == 3);
  CHECK(here.restore("d")->from.number == 3);
  const auto beyond = here.restore("e", until("31"));
  REQUIRE(!beyond);
  CHECK(beyond.why().code == errc::bad_value);
  CHECK_THAT(beyond.why().message, Contains("ends at position 30"));
}

TEST_CASE("given events at times, when restored up to a time, then it ends before the first that is later") {
  backed_up_house here;
  here.submit("aaaaaaaa");  // at noon, as the test's clock says
  here.submit("bbbbbbbb");  // a second later
  here.submit("cccccccc");
  REQUIRE(here.take().ok());
  CHECK(here.restore("a", restore_until(log_tests::noon))->at == 1);
  CHECK(here.restore("b", until("2023-11-14T22:13:21.123Z"))->at == 2);
  CHECK(here.restore("c", until("2023-11-14T22:13:22Z"))->at == 2);
  const auto before = here.restore("d", until("2023-11-14T22:13:19Z"));
  REQUIRE(!before);
  CHECK(before.why().code == errc::bad_value);
  CHECK(fs::is_empty(here.place("d")));
  CHECK(here.restore("e", until("2030-01-01T00:00:00Z")).why().code == errc::bad_value);
}

TEST_CASE("given imports in every status, when they are restored, then those that would go on are paused") {
  backed_up_house here;
  const auto waits = here.submit("aaaaaaaa"), checks = here.submit("bbbbbbbb"),
             works = here.submit("cccccccc"), rests = here.submit("dddddddd"),
             failed = here.submit("eeeeeeee"), over = here.submit("ffffffff"),
             slept = here.submit("gggggggg"), looked = here.submit("hhhhhhhh");
  const import_event begun = parsing_started{1}, checked = parsing_finished{"activitystreams", 5, 10};
  here.append(checks, {begun});
  here.append(works, {begun, checked});
  here.append(rests, {import_paused{}});
  here.append(failed, {begun, import_failed{"invalid_json", "No JSON.", {}, {}, {}, {}}});
  here.append(over, {begun, checked, import_completed{5}});
  here.append(slept, {begun, checked, import_suspended{"handler_unavailable", "Nobody is there.", {1}}});
  here.append(looked, {begun, import_ready{"csv", 5, 10}});
  fs::remove(here.file_of(over));
  fs::remove(here.file_of(failed));
  REQUIRE(here.take().ok());
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  CHECK(back->paused == std::vector{waits, checks, works, slept});
  REQUIRE(back->missing.size() == 1);
  CHECK(back->missing[0].import == failed);
  CHECK(back->missing[0].name == "eeeeeeee.json");
  const auto log = open_log_at(here.place("new") + "/log");
  const auto last = log->read_stream(import_stream(works), 4, 1);
  REQUIRE(last->size() == 1);
  CHECK(last->front().head.tag == import_paused::tag);
  CHECK(last->front().head.by == "system");
  const auto told = log->read_stream(server_stream, 1, 10);
  REQUIRE(told->size() == 1);
  CHECK(told->front().head.tag == backup_restored::tag);
}

TEST_CASE("given a completed import that was deleted, when it is restored, then nobody misses its file") {
  backed_up_house here;
  const auto over = here.submit("aaaaaaaa");
  here.append(over, {parsing_started{1}, parsing_finished{"activitystreams", 5, 10}, import_completed{5},
                     import_removed{}});
  fs::remove(here.file_of(over));
  REQUIRE(here.take().ok());
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  CHECK(back->missing.empty());
  CHECK(back->paused.empty());
}

TEST_CASE("given changes of many records, when they are restored, then those under way are cancelled") {
  backed_up_house here;
  const bulk_id over{"chg_1"}, works{"chg_2"}, unnamed{"chg_3"}, undone{"chg_4"};
  const owner_id alice{user_id{"usr_1"}};
  const std::array<identity, 1> named{};
  const auto asked = [&](const bulk_id& id) {
    return bulk_event{bulk_asked{id, alice, "bookmarks", bulk_verb::remove, "{}", "{}", {}}};
  };
  here.append(over, {asked(over), bulk_begun{3}, bulk_completed{}});
  here.append(works, {asked(works), bulk_selected{named}, bulk_begun{1}});
  here.append(unnamed, {asked(unnamed), bulk_selected{named}});
  here.append(undone, {asked(undone), bulk_begun{3}, bulk_cancelled{}, bulk_undo_begun{over}});
  REQUIRE(here.take().ok());
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  CHECK(back->cancelled == std::vector{works});
  const auto log = open_log_at(here.place("new") + "/log");
  const auto story = log->read_stream(bulk_stream(works), 1, 10);
  REQUIRE(story->size() == 4);
  CHECK(story->back().head.tag == bulk_cancelled::tag);
  CHECK(story->back().head.by == "system");
  CHECK(log->read_stream(bulk_stream(unnamed), 1, 10)->size() == 2);
}

TEST_CASE(
    "given a restored directory, when it is backed up into the same folder, then nothing is copied twice") {
  backed_up_house here;
  here.write(300);
  const auto first = here.take();
  REQUIRE(first.ok());
  REQUIRE(here.restore("new").ok());
  auto log = open_rocksdb_log({.directory = here.place("new") + "/log"});
  REQUIRE(log.ok());
  auto how = here.plan();
  const auto second = backup::take({here.place("new"), **log, here.folder(), 0, 3, how.clock});
  REQUIRE(second.ok());
  CHECK(second->copied_bytes < first->size_bytes / 4);
}

TEST_CASE("given words for the end, when they are no position and no time, then that is said") {
  const auto* const text = GENERATE("", "0", "-1", "1x", "yesterday", "2026-02-30T00:00:00Z", "2026-01-31",
                                    "2026-01-31T24:00:00Z", "2026-01-31T12:00:00", "2026-01-31T12:00:00.1Z");
  CAPTURE(text);
  CHECK(!parse_until(text));
}
