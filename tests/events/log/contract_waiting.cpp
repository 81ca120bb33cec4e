#include <atomic>
#include <thread>

#include "tests/events/log/contract.hpp"
#include "tests/events/log/samples.hpp"

namespace waybill::log_tests {
namespace {

using std::chrono::milliseconds;
constexpr auto long_time =
    milliseconds(60'000);  // a wait that must end by itself, or the test hangs and is seen

void waiting_when_there_is_more(log_world& world) {
  must(world.log(), one("a", 0, {"1", "2"}));
  world.step();
  CHECK(world.log().wait_beyond(0, long_time) == 2);
  CHECK(world.log().wait_beyond(1, long_time) == 2);
}

void waiting_in_vain(log_world& world) {
  CHECK(world.log().wait_beyond(0, milliseconds(0)) == 0);
  CHECK(world.log().wait_beyond(0, milliseconds(-5)) == 0);
  CHECK(world.log().wait_beyond(0, milliseconds(1)) == 0);
}

void another_thread_wakes(log_world& world) {
  auto& log = world.log();
  std::thread writer([&] {
    for (std::uint64_t i = 0; i < 20; ++i) (void)commit_one(log, one("a", i, {"x"}));
  });
  position seen = 0;
  while (seen < 20) {
    const auto tail = log.wait_beyond(seen, milliseconds::max());
    CHECK(tail > seen);
    seen = tail;
  }
  writer.join();
  CHECK(log.tail() == 20);
}

void closing_wakes_all(log_world& world) {
  auto& log = world.log();
  std::atomic<int> woken = 0;
  std::vector<std::thread> waiters;
  for (int i = 0; i < 3; ++i)
    waiters.emplace_back([&] {
      if (log.wait_beyond(0, long_time) == 0) ++woken;
    });
  log.close_waiters();
  for (auto& waiter : waiters) waiter.join();
  CHECK(woken == 3);
  CHECK(log.wait_beyond(0, long_time) == 0);
  CHECK(must(log, one("a", 0, {"1"})).first == 1);
}

/// What a reader may see at any moment: a prefix of the log, whole, with heads that fit.
auto is_consistent(const event_log& log, position from) -> bool {
  const auto tail = log.tail();
  const auto events = log.read_all(from, 50, all_bytes);
  if (!events) return false;
  for (std::size_t i = 0; i < (*events).size(); ++i) {
    const auto& head = (*events)[i].head;
    if (head.at != from + i || (*events)[i].payload != std::to_string(head.version)) return false;
  }
  if (from <= tail && (*events).empty()) return false;
  const auto head = log.head("b");
  if (!head || ((*head).version != 0 && !log.read_at((*head).at).ok())) return false;
  const auto stream = log.read_stream("a", 1, 3);
  return stream.ok() && (tail == 0 || !(*stream).empty());
}

void readers_beside_a_writer(log_world& world) {
  auto& log = world.log();
  static constexpr std::uint64_t rounds = 200;
  std::atomic<bool> over = false;
  std::atomic<int> faults = 0;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader)
    readers.emplace_back([&] {
      position from = 1;
      while (!over) {
        if (!is_consistent(log, from)) ++faults;
        from = from + 13 > log.tail() ? 1 : from + 13;
      }
    });
  for (std::uint64_t i = 0; i < rounds; ++i) {
    const auto number = std::to_string(i + 1);
    must(log, {{append_to("a", i, {number}), append_to("b", i, {number})}, noon, "system", 0});
  }
  over = true;
  for (auto& reader : readers) reader.join();
  CHECK(faults == 0);
  CHECK(log.tail() == 2 * rounds);
  check_whole(log);
}

}  // namespace

auto waiting_contract() -> std::vector<contract_case> {
  return {{"given events beyond, when waited for, then it answers at once", waiting_when_there_is_more},
          {"given nothing beyond, when the time is over, then the tail is answered", waiting_in_vain},
          {"given a waiting thread, when another commits, then it wakes", another_thread_wakes},
          {"given waiting threads, when the waiters are closed, then all wake and nobody waits again",
           closing_wakes_all},
          {"given readers, when another thread commits, then they see a whole log at every moment",
           readers_beside_a_writer}};
}

}  // namespace waybill::log_tests
