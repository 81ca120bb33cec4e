// Who goes first when there are more jobs than threads.
#include "http/workers.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <future>
#include <string>

using namespace waybill::http;

namespace {

using enum workers::urgency;

/// One thread, held by a job until `open`; what is submitted meanwhile stands in line.
struct held_thread {
  held_thread() {
    hands.submit([this] {
      begun.set_value();
      opened.get_future().wait();
    });
    begun.get_future().wait();
  }
  void add(char name, workers::urgency how) {
    hands.submit([this, name] { order += name; }, how);
  }
  auto open() -> std::string {
    opened.set_value();
    hands.stop();
    return order;
  }
  std::promise<void> begun, opened;
  std::string order;
  workers hands{1};
};

}  // namespace

TEST_CASE("given a crowd of jobs that may wait, when another comes, then it goes first") {
  held_thread at;
  for (int i = 0; i < 100; ++i) at.add('s', may_wait);
  at.add('u', usual);
  at.add('u', usual);
  const auto order = at.open();
  CHECK(order.starts_with("uus"));
  CHECK(order.size() == 102);
}

TEST_CASE(
    "given a crowd of other jobs, when one that may wait comes, then it waits for a few of them alone") {
  held_thread at;
  at.add('s', may_wait);
  at.add('s', may_wait);
  for (int i = 0; i < 100; ++i) at.add('u', usual);
  const auto order = at.open();
  CHECK(order.find('s') == 8);
  CHECK(order.rfind('s') == 17);
}

TEST_CASE("given a job that may wait at work, when more come, then they wait for it, and others do not") {
  std::promise<void> begun, open, other;
  std::string order;
  workers hands{4};
  hands.submit(
      [&] {
        begun.set_value();
        open.get_future().wait();
        order += 'a';
      },
      may_wait);
  begun.get_future().wait();
  for (const char name : {'b', 'c'}) hands.submit([&order, name] { order += name; }, may_wait);
  hands.submit([&other] { other.set_value(); });
  other.get_future().wait();
  open.set_value();
  hands.stop();
  CHECK(order == "abc");
}
