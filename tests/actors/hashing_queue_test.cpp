// Who waits for a hash: with an end, in turns, and told when it will not come.
#include "actors/hashing_queue.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <future>

using namespace waybill;

namespace {

/// A queue whose thread is held until it is let go: so it is known who waits.
struct held_queue {
  held_queue() {
    REQUIRE(queue.submit(acquaintance::known, "holder", [this](bool) {
      begun.set_value();
      go.get_future().wait();
    }));
    begun.get_future().wait();
  }
  void submit(acquaintance kind, const std::string& whose, bool expected = true) {
    CHECK(queue.submit(kind, whose, [this, whose](bool goes_on) {
      done.push_back(whose + (goes_on ? "" : " not"));
    }) == expected);
  }
  /// Lets it go, and waits until all is done.
  void drain() {
    go.set_value();
    std::promise<void> last;
    REQUIRE(queue.submit(acquaintance::other, "the last", [&](bool) { last.set_value(); }));
    last.get_future().wait();
  }
  std::promise<void> begun, go;
  std::vector<std::string> done;
  hashing_queue queue;
};

}  // namespace

TEST_CASE(
    "given people who wait for a hash, when one has half of the seats, then the other half is for others") {
  held_queue at;
  for (std::size_t i = 0; i < hashing_queue::seats_each; ++i) at.submit(acquaintance::clean, "one");
  at.submit(acquaintance::clean, "one", false);
  for (std::size_t i = hashing_queue::seats_each; i < hashing_queue::seats; ++i)
    at.submit(acquaintance::clean, "another " + std::to_string(i));
  at.submit(acquaintance::clean, "nobody", false);
  at.submit(acquaintance::known, "a friend");
  at.go.set_value();
  at.queue.stop();
  CHECK(at.done.size() == hashing_queue::seats + 1);
}

TEST_CASE(
    "given people of all kinds who wait, when it is their turn, then the known come often, and all come") {
  held_queue at;
  for (int i = 0; i < 10; ++i) {
    at.submit(acquaintance::other, "other");
    at.submit(acquaintance::clean, "clean");
    at.submit(acquaintance::known, "known");
  }
  at.drain();
  REQUIRE(at.done.size() == 30);
  const auto among_first = [&](const std::string& who) {
    return std::count(at.done.begin(), at.done.begin() + 14, who);
  };
  CHECK(among_first("known") == 8);
  CHECK(among_first("clean") == 4);
  CHECK(among_first("other") == 2);
}

TEST_CASE(
    "given people who wait, when the queue stops, then each is told, once, and nobody is taken any more") {
  held_queue at;
  for (int i = 0; i < 5; ++i) at.submit(acquaintance::known, "ann");
  at.go.set_value();
  at.queue.stop();
  CHECK(at.done.size() == 5);
  at.submit(acquaintance::known, "bob", false);
}
