#include "tests/events/log/contract.hpp"
#include "tests/events/log/samples.hpp"

namespace waybill::log_tests {
namespace {

/// Ten events of 100 bytes: odd positions in "a", even ones in "b".
void fill(log_world& world) {
  for (std::uint64_t i = 0; i < 5; ++i) {
    const auto number = std::to_string(2 * i + 1);
    must(world.log(), one("a", i, {std::string(100 - number.size(), '.') + number}));
    const auto next = std::to_string(2 * i + 2);
    must(world.log(), one("b", i, {std::string(100 - next.size(), '.') + next}));
  }
  world.step();
}

auto places(const result<std::vector<stored_event>>& events) -> std::vector<position> {
  if (!events) FAIL("cannot be read: " << events.why().message);
  std::vector<position> out;
  for (const auto& event : *events) out.push_back(event.head.at);
  return out;
}

using list = std::vector<position>;

void reading_a_stream(log_world& world) {
  fill(world);
  CHECK(places(world.log().read_stream("a", 1, 100)) == list{1, 3, 5, 7, 9});
  CHECK(places(world.log().read_stream("a", 0, 100)) == list{1, 3, 5, 7, 9});
  CHECK(places(world.log().read_stream("a", 4, 100)) == list{7, 9});
  CHECK(places(world.log().read_stream("b", 2, 2)) == list{4, 6});
  CHECK(places(world.log().read_stream("b", 1, 0)).empty());
  CHECK(places(world.log().read_stream("b", 1, 100, 0)) == list{2});
  CHECK(places(world.log().read_stream("b", 1, 100, 1)) == list{2});
  CHECK(places(world.log().read_stream("b", 6, 100)).empty());
  CHECK(places(world.log().read_stream("b", UINT64_MAX, 100)).empty());
  CHECK(places(world.log().read_stream("none", 1, 100)).empty());
}

void reading_all(log_world& world) {
  fill(world);
  CHECK(places(world.log().read_all(0, 100, all_bytes)) == list{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(places(world.log().read_all(9, 100, all_bytes)) == list{9, 10});
  CHECK(places(world.log().read_all(10, 100, all_bytes)) == list{10});
  CHECK(places(world.log().read_all(11, 100, all_bytes)).empty());
  CHECK(places(world.log().read_all(UINT64_MAX, 100, all_bytes)).empty());
  CHECK(places(world.log().read_all(3, 2, all_bytes)) == list{3, 4});
  CHECK(places(world.log().read_all(3, 0, all_bytes)).empty());
}

void reading_by_bytes(log_world& world) {
  fill(world);
  CHECK(places(world.log().read_all(1, 100, 0)) == list{1});
  CHECK(places(world.log().read_all(1, 100, 1)) == list{1});
  CHECK(places(world.log().read_all(1, 100, 250)) == list{1, 2, 3});
  CHECK(places(world.log().read_all(1, 100, 300)) == list{1, 2, 3});
  CHECK(places(world.log().read_all(1, 100, 301)) == list{1, 2, 3, 4});
}

void events_outlive_their_reading(log_world& world) {
  must(world.log(), one("a", 0, {"short", std::string(100'000, 'l')}));
  auto events = *world.log().read_all(1, 10, all_bytes);
  const auto copy = events[1];
  events.clear();
  must(world.log(), one("a", 2, {std::string(100'000, 'x')}));
  CHECK(copy.payload == std::string(100'000, 'l'));
}

void many_small_events(log_world& world) {
  for (std::uint64_t round = 0; round < 20; ++round) {
    std::vector<transaction> group;
    for (std::uint64_t i = 0; i < 50; ++i)
      group.push_back(one("s" + std::to_string(i), round, {std::to_string(round * 50 + i + 1)}));
    for (const auto& answer : world.log().commit(group)) REQUIRE(answer.ok());
    if (round % 7 == 0) world.step();
  }
  const auto all = payloads_of(world.log().read_all(1, all_events, all_bytes));
  REQUIRE(all.size() == 1000);
  for (std::size_t i = 0; i < all.size(); ++i) REQUIRE(all[i] == std::to_string(i + 1));
  CHECK(places(world.log().read_stream("s7", 3, 2)) == list{108, 158});
  check_whole(world.log());
  CHECK((*verify(world.log())).streams == 50);
}

void size_is_told(log_world& world) {
  const auto before = world.log().size_bytes();
  must(world.log(), one("a", 0, {std::string(1U << 20, 'x')}));
  CHECK(world.log().size_bytes() >= before + (1U << 20));
}

}  // namespace

auto reading_contract() -> std::vector<contract_case> {
  return {
      {"given a stream, when read from a version, then its events come in order, as many as asked",
       reading_a_stream},
      {"given a log, when read from a position, then events come in order, as many as asked", reading_all},
      {"given a limit of bytes, when read, then it stops with the event that reaches it", reading_by_bytes},
      {"given a read event, when the log goes on, then its bytes stay", events_outlive_their_reading},
      {"given a thousand events of fifty streams, when read, then none is missing", many_small_events},
      {"given an append, when the size is asked for, then it has grown", size_is_told}};
}

}  // namespace waybill::log_tests
