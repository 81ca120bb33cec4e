#include "actors/seats.hpp"

#include <catch2/catch.hpp>
#include <iterator>
#include <sstream>
#include <vector>

using namespace waybill;

namespace {

/// "b4": the import of the user b that the log took at position 4.
auto wish_of(const std::string& import, std::uint64_t number = 1) -> seat_wish {
  return {{import}, {import.substr(0, 1)}, number, std::stoull(import.substr(1))};
}

auto names_in(const std::string& text) -> std::vector<std::string> {
  std::istringstream from{text};
  return {std::istream_iterator<std::string>{from}, {}};
}

void want_all(seats& from, const std::string& imports) {
  for (const auto& import : names_in(imports)) CHECK_FALSE(from.want(wish_of(import)));
}

/// Gives all that can be given; the imports, in their order.
auto all_given(seats& from) -> std::string {
  std::string told;
  while (const auto next = from.give()) told += (told.empty() ? "" : " ") + next->import.value;
  return told;
}

}  // namespace

TEST_CASE(
    "given imports that wait, when seats become free one by one, then they are given as the table says") {
  struct row {
    std::size_t count;
    std::string before;  ///< want a seat, and get it if they can
    std::string wanted;  ///< want one then
    std::string leave;   ///< one after the other, each when all that was free is given
    std::string given;
  };
  const std::vector<row> table{
      // One user's: by age, however they came.
      {1, "", "a1 a2 a3", "a1 a2", "a1 a2 a3"},
      {1, "a1", "a4 a3 a2", "a1 a2 a3", "a1 a2 a3 a4"},
      // Users take turns, whoever has more imports or older ones.
      {1, "", "a1 a2 a3 b4 b5", "a1 b4 a2 b5", "a1 b4 a2 b5 a3"},
      {1, "a2", "a3 a4 b5 c6", "a2 b5 c6 a3", "a2 b5 c6 a3 a4"},
      {1, "", "c1 c2 b3 b4 a5", "c1 b3 a5 c2", "c1 b3 a5 c2 b4"},
      {1, "b9", "a1 b2", "b9 a1", "b9 a1 b2"},
      {1, "a8", "b9 a2 c1", "a8 b9 c1", "a8 b9 c1 a2"},
      // Who has fewer seats comes first: long imports of one user do not keep the others waiting.
      {2, "a1 a2", "a3 a4 b5 b6", "a1 b5 b6 a2", "a1 a2 b5 b6 a3 a4"},
      {2, "", "a1 a2 a3 b4 b5", "b4 b5", "a1 b4 b5 a2"},
      {3, "a1 a2 a3", "a4 b5 c6", "a1 a2 a3", "a1 a2 a3 b5 c6 a4"},
      // The one seat that cannot be halved goes from hand to hand.
      {3, "", "a1 a2 a3 b4 b5 b6", "a2 b5 a3", "a1 b4 a2 b5 a3 b6"},
      // Nobody else wants one: one user may have all.
      {3, "", "a1 a2 a3 a4", "", "a1 a2 a3"},
      {0, "", "a1", "", ""},
  };
  for (const auto& [count, before, wanted, leave, given] : table) {
    CAPTURE(count, before, wanted, leave);
    seats some{count};
    want_all(some, before);
    auto told = all_given(some);
    const auto give_more = [&] {
      const auto more = all_given(some);
      told += (told.empty() || more.empty() ? "" : " ") + more;
    };
    want_all(some, wanted);
    give_more();
    for (const auto& import : names_in(leave)) {
      some.leave({import});
      give_more();
    }
    CHECK(told == given);
  }
}

TEST_CASE(
    "given imports that wait, when one leaves the line or a stranger leaves, then the others keep theirs") {
  seats some{1};
  want_all(some, "a1 a2 a3");
  CHECK(all_given(some) == "a1");
  some.leave({"a2"});
  some.leave({"z9"});
  CHECK(all_given(some).empty());
  CHECK(some.taken() == 1);
  CHECK(some.waiting() == 1);
  some.leave({"a1"});
  CHECK(all_given(some) == "a3");
}

TEST_CASE("given seats that are closed, when one becomes free, then it is not given") {
  seats some{1};
  want_all(some, "a1 a2");
  CHECK(all_given(some) == "a1");
  some.close();
  some.leave({"a1"});
  CHECK(all_given(some).empty());
}

TEST_CASE("given an import that has a seat, when it wants one again, then it is told so and keeps it") {
  seats some{1};
  want_all(some, "a1 a2");
  CHECK(all_given(some) == "a1");
  CHECK(some.want(wish_of("a1", 2)));
  CHECK(some.taken() == 1);
  CHECK(some.waiting() == 1);
}

TEST_CASE(
    "given an import that waits, when it wants a seat again, then it keeps its turn with the new wish") {
  seats some{1};
  want_all(some, "a1");
  CHECK(all_given(some) == "a1");
  want_all(some, "b2 c3");
  CHECK_FALSE(some.want(wish_of("b2", 2)));
  CHECK(some.waiting() == 2);
  CHECK(some.waiting_of({"b"}) == 1);
  some.leave({"a1"});
  const auto next = some.give();
  REQUIRE(next);
  CHECK(next->import.value == "b2");
  CHECK(next->number == 2);
}

TEST_CASE(
    "given an import that gave its seat back, when it wants one again, then it is its user's oldest again") {
  seats some{1};
  want_all(some, "a1 a2 a3 b4");
  CHECK(all_given(some) == "a1");
  some.leave({"a1"});
  CHECK_FALSE(some.want(wish_of("a1", 2)));
  CHECK(all_given(some) == "b4");
  some.leave({"b4"});
  CHECK(all_given(some) == "a1");
}

TEST_CASE("given imports of two users, when they wait, work and leave, then each user's are counted") {
  seats some{1};
  want_all(some, "a1 a2 b3");
  CHECK(some.waiting_of({"a"}) == 2);
  CHECK(some.waiting_of({"b"}) == 1);
  CHECK(all_given(some) == "a1");
  CHECK(some.waiting_of({"a"}) == 1);
  some.leave({"b3"});
  CHECK(some.waiting_of({"b"}) == 0);
  some.leave({"a2"});
  CHECK(some.waiting_of({"a"}) == 0);
  CHECK(some.waiting_of({"c"}) == 0);
  CHECK(some.waiting() == 0);
}

TEST_CASE(
    "given imports that compute and imports that wait for others, when all seats of one sort are taken, then "
    "the other sort is given its own") {
  all_seats from{1, 3};
  const auto wish = [&](const std::string& import, bool outside) {
    auto made = wish_of(import);
    made.outside = outside;
    return from.want(made);
  };
  for (const auto& import : names_in("a1 a2 a3")) CHECK_FALSE(wish(import, true));
  for (const auto& import : names_in("b4 b5")) CHECK_FALSE(wish(import, false));
  std::vector<std::string> given;
  while (const auto next = from.give()) given.push_back(next->import.value);
  CHECK(given == names_in("b4 a1 a2"));
  CHECK(from.taken() == 3);
  CHECK(from.waiting() == 2);
  CHECK(from.has({"a2"}));
  CHECK_FALSE(from.may_wait({"a"}, 10, 1));
  CHECK_FALSE(from.may_wait({"c"}, 1, 10));
  CHECK(from.may_wait({"c"}, 2, 1));
  from.leave({"a1"});
  CHECK(from.give()->import.value == "a3");
  CHECK(from.want(wish_of("b4")));
  from.close();
  from.leave({"b4"});
  CHECK_FALSE(from.give());
}

TEST_CASE(
    "given imports of one user that wait for others, when they are many, then they take half of what is "
    "free, "
    "and who comes later finds a seat") {
  seats some{8, true};
  want_all(some, "a1 a2 a3 a4 a5 a6 a7 a8");
  CHECK(all_given(some) == "a1 a2 a3 a4");
  want_all(some, "b1 b2 b3");
  CHECK(all_given(some) == "b1 b2");
  want_all(some, "c1 c2");
  CHECK(all_given(some) == "c1");
  want_all(some, "d1");
  CHECK(all_given(some) == "d1");
  some.leave({"a1"});
  // The last one is kept for who has none.
  CHECK(all_given(some).empty());
  want_all(some, "e1");
  CHECK(all_given(some) == "e1");
  seats one{1, true};
  want_all(one, "a1 a2");
  CHECK(all_given(one) == "a1");
}
