#include <catch2/catch.hpp>

#include "events/import/state.hpp"
#include "tests/events/import/histories.hpp"

using namespace waybill;
using histories::checked;
using histories::chunk;
using histories::fold;
using histories::submitted;

namespace {

template <class Effect>
auto owes(const import_state& state) -> bool {
  const auto what = owed(state);
  return what && std::holds_alternative<Effect>(*what);
}

auto processing(std::uint64_t total) -> import_state {
  return fold({submitted(), parsing_started{1}, checked(total)});
}

}  // namespace

TEST_CASE("given every status, when it is asked what is owed, then it is what somebody has to work on") {
  using enum import_status;
  CHECK_FALSE(owed(histories::in(none)));
  CHECK(owes<wait_for_seat>(histories::in(pending)));
  CHECK(owes<check_file>(histories::in(parsing)));
  CHECK_FALSE(owed(histories::in(ready)));
  CHECK(owes<apply_records>(histories::in(import_status::processing)));
  CHECK_FALSE(owed(histories::in(paused)));
  CHECK(owes<discard_file>(histories::in(completed)));
  CHECK_FALSE(owed(histories::in(failed)));
  CHECK_FALSE(owed(histories::in(cancelled)));
  CHECK(owes<discard_file>(histories::in(removed)));
}

TEST_CASE("given nothing applied yet, when records are owed, then they are owed from the start of the list") {
  const auto what = std::get<apply_records>(*owed(processing(10)));
  CHECK(what.next_chunk == 1);
  CHECK(what.next_record == 1);
  CHECK(what.offset == 30);
  CHECK(what.at_list_start);
}

TEST_CASE(
    "given applied chunks, when records are owed, then they are owed from behind the last applied one") {
  const auto state = fold(processing(10), {chunk(1, 1, 4, 300), chunk(2, 5, 3, 500)});
  const auto what = std::get<apply_records>(*owed(state));
  CHECK(what.next_chunk == 3);
  CHECK(what.next_record == 8);
  CHECK(what.offset == 500);
  CHECK_FALSE(what.at_list_start);
}

TEST_CASE(
    "given the last chunk applied, when it is asked what is owed, then it is to say that it is completed") {
  CHECK(owes<say_completed>(fold(processing(7), {chunk(1, 1, 4, 300), chunk(2, 5, 3, 500)})));
  CHECK(owes<say_completed>(processing(0)));
}

TEST_CASE(
    "given an import that was taken up again, when it is asked what is owed, then it is what was owed "
    "before") {
  const auto before = fold(processing(10), {chunk(1, 1, 4, 300)});
  const auto events = decide(before, take_up_import{}, {});
  REQUIRE(events);
  REQUIRE(events->size() == 1);
  CHECK(std::get<import_taken_up>(events->front()).next_record == 5);
  const auto after = apply(before, events->front(), {3000});
  CHECK(after.status == before.status);
  CHECK(std::get<apply_records>(*owed(after)).next_record == 5);
  CHECK(std::get<apply_records>(*owed(after)).offset == 300);
}

TEST_CASE(
    "given a retried import with applied chunks, when it has a seat again, then it goes on behind them") {
  auto state = fold(processing(10), {chunk(1, 1, 4, 300)});
  for (const import_event& event :
       std::vector<import_event>{import_cancelled{}, import_retried{2}, parsing_started{2}, checked()})
    state = apply(std::move(state), event, {3000});
  const auto what = std::get<apply_records>(*owed(state));
  CHECK(what.next_chunk == 2);
  CHECK(what.next_record == 5);
  CHECK(what.offset == 300);
}

TEST_CASE("given a submitted import, when its event is folded, then the state knows all that it said") {
  const auto state = fold({submitted()});
  CHECK(state.id.value == "imp_1");
  CHECK(state.owner.value == "usr_1");
  CHECK(state.kind == "bookmarks");
  CHECK(state.format == "auto");
  CHECK(state.file == submitted().file);
  CHECK(state.submitted_at == instant{1000});
  CHECK(state.attempt == 1);
  CHECK_FALSE(state.total);
}

TEST_CASE(
    "given events that do not fit the status, when they are folded, then nothing breaks and the status "
    "stays") {
  for (std::uint64_t number = 0; number < enum_end(import_status{}); ++number) {
    const auto status = static_cast<import_status>(number);
    CAPTURE(name_of(status));
    const auto state = histories::in(status);
    if (!next_status(status, import_step::complete))
      CHECK(apply(state, import_completed{1}, {1}).status == status);
    if (!next_status(status, import_step::retry))
      CHECK(apply(state, import_retried{9}, {1}).status == status);
  }
}

TEST_CASE("given statuses, when they are named, then the name leads back") {
  for (std::uint64_t number = 0; number < enum_end(import_status{}); ++number) {
    const auto status = static_cast<import_status>(number);
    CHECK(import_status_of(name_of(status)) == status);
  }
  CHECK_FALSE(import_status_of("running"));
}
