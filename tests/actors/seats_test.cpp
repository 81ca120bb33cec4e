#include "actors/seats.hpp"

#include <catch2/catch.hpp>

using namespace waybill;

namespace {

auto wish_of(const std::string& import, std::uint64_t number = 1, const std::string& owner = "usr_1")
    -> seat_wish {
  return {{import}, {owner}, number};
}

/// Gives all that can be given; the imports, in their order, with the numbers of their wishes.
auto all_given(seats& from) -> std::string {
  std::string told;
  while (const auto next = from.give())
    told += (told.empty() ? "" : " ") + next->import.value + "#" + std::to_string(next->number);
  return told;
}

}  // namespace

TEST_CASE("given two seats, when four imports want one, then the first two work and the others wait") {
  seats some{2};
  for (const auto* import : {"a", "b", "c", "d"}) CHECK_FALSE(some.want(wish_of(import)));
  CHECK(all_given(some) == "a#1 b#1");
  CHECK(some.taken() == 2);
  CHECK(some.waiting() == 2);
  SECTION("one leaves: the next works") {
    some.leave({"a"});
    CHECK(all_given(some) == "c#1");
  }
  SECTION("one leaves the line: the others keep their turns") {
    some.leave({"c"});
    CHECK(all_given(some).empty());
    some.leave({"b"});
    CHECK(all_given(some) == "d#1");
  }
  SECTION("who is not known leaves: nothing changes") {
    some.leave({"e"});
    CHECK(all_given(some).empty());
    CHECK(some.taken() == 2);
    CHECK(some.waiting() == 2);
  }
  SECTION("closed: nothing is given any more") {
    some.close();
    some.leave({"a"});
    CHECK(all_given(some).empty());
  }
}

TEST_CASE("given an import that has a seat, when it wants one again, then it is told so and keeps it") {
  seats some{1};
  some.want(wish_of("a"));
  some.want(wish_of("b"));
  CHECK(all_given(some) == "a#1");
  CHECK(some.want(wish_of("a", 2)));
  CHECK(some.taken() == 1);
  CHECK(some.waiting() == 1);
}

TEST_CASE(
    "given an import that waits, when it wants a seat again, then it keeps its turn with the new wish") {
  seats some{1};
  some.want(wish_of("a"));
  CHECK(all_given(some) == "a#1");
  some.want(wish_of("b", 1));
  some.want(wish_of("c", 1));
  some.want(wish_of("b", 2));
  CHECK(some.waiting() == 2);
  CHECK(some.waiting_of({"usr_1"}) == 2);
  some.leave({"a"});
  CHECK(all_given(some) == "b#2");
}

TEST_CASE(
    "given an import that gave its seat back, when it wants one again, then it stands behind the others") {
  seats some{1};
  some.want(wish_of("a"));
  some.want(wish_of("b"));
  CHECK(all_given(some) == "a#1");
  some.leave({"a"});
  some.want(wish_of("a", 2));
  CHECK(all_given(some) == "b#1");
  some.leave({"b"});
  CHECK(all_given(some) == "a#2");
}

TEST_CASE("given imports of two users, when they wait, work and leave, then each user's are counted") {
  seats some{1};
  some.want(wish_of("a", 1, "usr_1"));
  some.want(wish_of("b", 1, "usr_1"));
  some.want(wish_of("c", 1, "usr_2"));
  CHECK(some.waiting_of({"usr_1"}) == 2);
  CHECK(some.waiting_of({"usr_2"}) == 1);
  CHECK(all_given(some) == "a#1");
  CHECK(some.waiting_of({"usr_1"}) == 1);
  some.leave({"c"});
  CHECK(some.waiting_of({"usr_2"}) == 0);
  some.leave({"b"});
  CHECK(some.waiting_of({"usr_1"}) == 0);
  CHECK(some.waiting_of({"usr_3"}) == 0);
}

TEST_CASE("given no seats at all, when an import wants one, then it waits") {
  seats none{0};
  none.want(wish_of("a"));
  CHECK(all_given(none).empty());
  CHECK(none.waiting() == 1);
}
