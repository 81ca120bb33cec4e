#include "actors/command_queue.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace waybill;

namespace {

using named_queue = command_queue<std::string>;

/// "anna", or "complete" for the import's own.
auto name_of_command(const named_queue::command& one) -> std::string {
  if (one.asker) return *one.asker;
  return std::holds_alternative<complete_import>(one.what) ? "complete" : "fail";
}

/// Carries all out that may go: their names, in their order.
auto all_of(named_queue& queue) -> std::string {
  std::string told;
  while (const auto next = queue.next()) {
    told += (told.empty() ? "" : " ") + name_of_command(*next);
    queue.settled();
  }
  return told;
}

}  // namespace

TEST_CASE(
    "given commands of people and of the import, when they go, then its own first, people's as they came") {
  struct row {
    std::string added;
    std::string order;
  };
  const std::vector<row> table{
      {"", ""},
      {"a", "a"},
      {"a b c", "a b c"},
      {"a b complete", "complete a b"},
      {"complete a b", "complete a b"},
      // The last of its own follows from the last that happened.
      {"a complete fail b", "fail complete a b"},
  };
  for (const auto& [added, order] : table) {
    CAPTURE(added);
    named_queue queue;
    std::istringstream each{added};
    for (std::string name; each >> name;) {
      if (name == "complete")
        queue.add_own(complete_import{});
      else if (name == "fail")
        queue.add_own(fail_import{});
      else
        queue.add(pause_import{}, "usr_" + name, name);
    }
    CHECK(queue.empty() == added.empty());
    CHECK(all_of(queue) == order);
    CHECK(queue.empty());
  }
}

TEST_CASE("given a command that is carried out, when others wait, then they wait until it is settled") {
  named_queue queue;
  queue.add(pause_import{}, "usr_1", "anna");
  CHECK_FALSE(queue.busy());
  const auto first = queue.next();
  REQUIRE(first);
  CHECK(std::holds_alternative<pause_import>(first->what));
  CHECK(first->by == "usr_1");
  CHECK(queue.busy());
  CHECK(queue.empty());
  queue.add(cancel_import{}, "usr_2", "bob");
  queue.add_own(complete_import{});
  CHECK_FALSE(queue.next());
  CHECK_FALSE(queue.empty());
  queue.settled();
  CHECK_FALSE(queue.busy());
  CHECK(all_of(queue) == "complete bob");
}

TEST_CASE("given none that may go, when one is asked for, then nothing is carried out") {
  named_queue queue;
  CHECK_FALSE(queue.next());
  CHECK_FALSE(queue.busy());
}

TEST_CASE("given a command of its own that could not be written, when it waits, then only people's go") {
  named_queue queue;
  queue.add_own(complete_import{});
  queue.add(pause_import{}, "usr_1", "anna");
  auto own = queue.next();
  REQUIRE(own);
  CHECK(own->by == "system");
  queue.settled();
  own->what = fail_import{};
  queue.put_back(*std::move(own));
  CHECK(queue.own_wait());
  queue.add(cancel_import{}, "usr_2", "bob");
  queue.add_own(complete_import{});
  SECTION("its own wait as long as nobody says that they may go") {
    CHECK(all_of(queue) == "anna bob");
    CHECK_FALSE(queue.empty());
    CHECK_FALSE(queue.busy());
    queue.own_may_go();
    CHECK_FALSE(queue.own_wait());
    CHECK(all_of(queue) == "complete fail");
  }
  SECTION("when they may go, who came meanwhile keeps the order") {
    queue.own_may_go();
    CHECK(all_of(queue) == "complete anna fail bob");
  }
}

TEST_CASE("given commands that wait, when the import gives up, then who asked is named and nobody waits") {
  named_queue queue;
  queue.add(pause_import{}, "usr_1", "anna");
  queue.add_own(complete_import{});
  queue.add(cancel_import{}, "usr_2", "bob");
  CHECK(queue.give_up() == std::vector<std::string>{"anna", "bob"});
  CHECK(queue.empty());
  CHECK_FALSE(queue.next());
}
