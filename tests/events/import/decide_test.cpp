#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <utility>

#include "events/import/state.hpp"
#include "tests/events/import/histories.hpp"

using namespace waybill;
using histories::checked;
using histories::chunk;
using histories::fold;
using histories::submitted;

namespace {

using enum import_status;

constexpr import_limits limits{1000};

struct named_command {
  std::string name;
  import_command what;
};

auto commands() -> std::vector<named_command> {
  return {{"submit", submit_import{submitted()}},
          {"start_parsing", start_parsing{}},
          {"finish_parsing", finish_parsing{"activitystreams", 10, 30}},
          {"take_up", take_up_import{}},
          {"complete", complete_import{}},
          {"fail", fail_import{{errc::storage_full, "No room."}}},
          {"pause", pause_import{}},
          {"resume", resume_import{}},
          {"cancel", cancel_import{}},
          {"retry", retry_import{}},
          {"delete", remove_import{}}};
}

// Written by hand, and not made from the table of the engine: what may become what, and by which command.
// What was at work when the server ended is taken up again, and is at work as before.
const std::map<std::pair<import_status, std::string>, import_status> table_by_hand{
    {{none, "submit"}, pending},
    {{pending, "start_parsing"}, parsing},
    {{parsing, "finish_parsing"}, processing},
    {{parsing, "take_up"}, parsing},
    {{processing, "take_up"}, processing},
    {{processing, "complete"}, completed},
    {{parsing, "fail"}, failed},
    {{processing, "fail"}, failed},
    {{pending, "pause"}, paused},
    {{parsing, "pause"}, paused},
    {{processing, "pause"}, paused},
    {{paused, "resume"}, pending},
    {{pending, "cancel"}, cancelled},
    {{parsing, "cancel"}, cancelled},
    {{ready, "cancel"}, cancelled},
    {{processing, "cancel"}, cancelled},
    {{paused, "cancel"}, cancelled},
    {{failed, "retry"}, pending},
    {{cancelled, "retry"}, pending},
    {{completed, "delete"}, removed},
    {{failed, "delete"}, removed},
    {{cancelled, "delete"}, removed},
};

// "Asking for what already is so answers with the import and adds no event."
const std::set<std::pair<import_status, std::string>> already_so{
    {paused, "pause"},   {cancelled, "cancel"},  {pending, "resume"},
    {parsing, "resume"}, {processing, "resume"},
};

/// As it stands in the test of all pairs: processing has all its records behind it, so that it can be
/// completed.
auto subject(import_status status) -> import_state {
  auto state = histories::in(status);
  if (status == processing) state = fold(std::move(state), {chunk(1, 1, 10, 700)});
  return state;
}

auto after(import_state state, const decided& events) -> import_state {
  for (const auto& event : *events) state = apply(std::move(state), event, {2000});
  return state;
}

}  // namespace

TEST_CASE(
    "given every status, when every command comes, then it leads where the specification says or is "
    "refused") {
  std::size_t walked = 0;
  for (std::uint64_t number = 0; number < enum_end(import_status{}); ++number) {
    const auto status = static_cast<import_status>(number);
    for (const auto& [name, command] : commands()) {
      CAPTURE(name_of(status), name);
      const auto state = subject(status);
      REQUIRE(state.status == status);
      const auto answer = decide(state, command, limits);
      if (const auto row = table_by_hand.find({status, name}); row != table_by_hand.end()) {
        REQUIRE(answer.ok());
        REQUIRE_FALSE((*answer).empty());
        CHECK(after(state, answer).status == row->second);
      } else if (already_so.contains({status, name})) {
        REQUIRE(answer.ok());
        CHECK((*answer).empty());
      } else {
        REQUIRE_FALSE(answer.ok());
        CHECK(answer.why().code == errc::wrong_status);
      }
      ++walked;
    }
  }
  CHECK(walked == 110);
}

TEST_CASE(
    "given a status, when a person's verb is refused, then the sentence names the status and what is "
    "possible") {
  const auto refused = decide(histories::in(completed), retry_import{}, limits);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.why().message ==
        "The import is completed; only a failed or cancelled import can be retried. Possible now: delete.");
}

TEST_CASE("given every status, when its actions are asked for, then each is accepted and no other verb is") {
  const std::map<std::string, import_command, std::less<>> verbs{{"pause", pause_import{}},
                                                                 {"resume", resume_import{}},
                                                                 {"cancel", cancel_import{}},
                                                                 {"retry", retry_import{}},
                                                                 {"delete", remove_import{}}};
  for (std::uint64_t number = 0; number < enum_end(import_status{}); ++number) {
    const auto status = static_cast<import_status>(number);
    const auto possible = actions(status);
    for (const auto& [name, command] : verbs) {
      CAPTURE(name_of(status), name);
      const bool listed = std::find(possible.begin(), possible.end(), name) != possible.end();
      const auto answer = decide(histories::in(status), command, limits);
      CHECK(listed == (answer.ok() && !(*answer).empty()));
    }
  }
}

TEST_CASE(
    "given a table of transitions, when it is held against the specification, then no row is missing or "
    "extra") {
  std::set<std::pair<import_status, import_status>> ours;
  for (const auto& row : transitions()) {
    CAPTURE(name_of(row.from), name_of(row.step));
    CHECK(next_status(row.from, row.step) == row.to);
    ours.insert({row.from, row.to});
  }
  // A change of a review leaves it ready, or has the file read again.
  std::set<std::pair<import_status, import_status>> spec{
      {parsing, ready}, {ready, processing}, {ready, ready}, {ready, parsing}};
  for (const auto& [key, to] : table_by_hand) spec.insert({key.first, to});
  CHECK(ours == spec);
}

TEST_CASE("given a file that was never checked, when a seat is free, then it is checked") {
  const auto state = histories::in(pending);
  const auto events = decide(state, start_parsing{}, limits);
  REQUIRE(events.ok());
  REQUIRE((*events).size() == 1);
  CHECK(std::get<parsing_started>((*events)[0]).attempt == 1);
}

TEST_CASE(
    "given an import paused after its check, when it is resumed and has a seat, then its file is checked "
    "again and must be the same") {
  auto resumed = fold({submitted(), parsing_started{1}, checked(), import_paused{}, import_resumed{}});
  const auto events = decide(resumed, start_parsing{}, limits);
  REQUIRE(events.ok());
  REQUIRE((*events).size() == 1);
  resumed = after(resumed, events);
  const auto what = owed(resumed);
  REQUIRE(what);
  CHECK(std::holds_alternative<check_file>(*what));
  const auto same = decide(resumed, finish_parsing{"activitystreams", 10, 30}, limits);
  REQUIRE(same.ok());
  CHECK(after(resumed, same).status == processing);
  const auto other = decide(resumed, finish_parsing{"activitystreams", 11, 30}, limits);
  REQUIRE(other.ok());
  CHECK(after(resumed, other).status == failed);
  CHECK(std::get<import_failed>((*other)[0]).code == "file_changed");
}

TEST_CASE(
    "given a cancelled import with applied chunks, when it is retried, then attempt rises and progress "
    "stays") {
  auto state = fold({submitted(), parsing_started{1}, checked()});
  state = fold(std::move(state), {chunk(1, 1, 4, 300)});
  state = apply(std::move(state), import_cancelled{}, {2000});
  const auto events = decide(state, retry_import{}, limits);
  REQUIRE(events.ok());
  const auto next = after(state, events);
  CHECK(next.attempt == 2);
  CHECK(next.progress == state.progress);
  CHECK(next.total == 10);
}

TEST_CASE(
    "given a failed import, when it is retried, then its failure is forgotten and the attempt counts on") {
  auto state = histories::in(failed);
  REQUIRE(state.failure);
  CHECK(state.failure->code == "invalid_json");
  for (std::uint64_t attempt = 2; attempt < 5; ++attempt) {
    state = after(state, decide(state, retry_import{}, limits));
    CHECK(state.attempt == attempt);
    CHECK_FALSE(state.failure);
    state = after(state, decide(state, start_parsing{}, limits));
    state = after(state, decide(state, fail_import{{errc::file_missing, "Gone."}}, limits));
    CHECK(state.failure->code == "file_missing");
  }
}

TEST_CASE(
    "given a file with more records than allowed, when its check ends, then the import fails and says so") {
  const auto state = histories::in(parsing);
  const auto events = decide(state, finish_parsing{"activitystreams", 1001, 30}, limits);
  REQUIRE(events.ok());
  REQUIRE((*events).size() == 1);
  const auto& why = std::get<import_failed>((*events)[0]);
  CHECK(why.code == "too_many_records");
  CHECK(why.message == "The file holds 1001 records; at most 1000 are allowed.");
  CHECK(after(state, events).status == failed);
  const auto fits = decide(state, finish_parsing{"activitystreams", 1000, 30}, limits);
  REQUIRE(fits.ok());
  CHECK(after(state, fits).status == processing);
}

TEST_CASE("given records without an outcome, when completion is asked for, then it is refused") {
  auto state = fold({submitted(), parsing_started{1}, checked()});
  state = fold(std::move(state), {chunk(1, 1, 9, 600)});
  const auto early = decide(state, complete_import{}, limits);
  REQUIRE_FALSE(early.ok());
  CHECK(early.why().code == errc::wrong_status);
  const auto done = decide(fold(std::move(state), {chunk(2, 10, 1, 700)}), complete_import{}, limits);
  REQUIRE(done.ok());
  CHECK(std::get<import_completed>((*done)[0]).total == 10);
}

TEST_CASE("given a cancelled or paused import, when a late completion or failure comes, then it is refused") {
  for (const auto status : {cancelled, paused}) {
    const auto state = fold(histories::in(status), {chunk(1, 1, 10, 700)});
    CHECK_FALSE(decide(state, complete_import{}, limits).ok());
    CHECK_FALSE(decide(state, fail_import{{errc::storage_full, "No room."}}, limits).ok());
  }
}

TEST_CASE("given a fault with its place, when the import fails, then the event holds all of it") {
  const error why{errc::invalid_json, "Broken.", {3, 40, 2, 7}};
  const auto events = decide(histories::in(parsing), fail_import{why}, limits);
  REQUIRE(events.ok());
  const auto& event = std::get<import_failed>((*events)[0]);
  CHECK(event.code == "invalid_json");
  CHECK(event.message == "Broken.");
  CHECK(event.record == 3);
  CHECK(event.byte_offset == 40);
  CHECK(event.line == 2);
  CHECK(event.column == 7);
}
