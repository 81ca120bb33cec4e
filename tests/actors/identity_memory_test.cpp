#include "actors/identity_memory.hpp"

#include <catch2/catch.hpp>

#include "events/hash.hpp"

using namespace waybill;

namespace {

auto key_of(std::uint64_t number) -> digest { return sha256_of("identity " + std::to_string(number)); }
auto place_of(position at, std::uint32_t index = 0) -> place_row { return {{at, index}, false}; }

constexpr std::uint64_t a_generation = 65'535;

}  // namespace

TEST_CASE("given a filter, when keys were added, then none of them is denied, and few others are not") {
  identity_filter filter{64 << 10};
  for (std::uint64_t i = 0; i < 20'000; ++i) filter.add(key_of(i));
  std::uint64_t denied = 0, believed = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) denied += filter.maybe(key_of(i)) ? 0 : 1;
  for (std::uint64_t i = 20'000; i < 40'000; ++i) believed += filter.maybe(key_of(i)) ? 1 : 0;
  CHECK(denied == 0);
  CHECK(believed < 400);
}

TEST_CASE("given recent identities, when one is put again, then the newest place is found") {
  recent_identities recent{4};
  CHECK_FALSE(recent.find(key_of(1)));
  recent.put(key_of(1), place_of(5));
  recent.put(key_of(1), place_of(7, 3));
  CHECK(recent.find(key_of(1))->at == record_place{7, 3});
  // Also when it lies in a later generation.
  for (std::uint64_t i = 10; i < 10 + a_generation; ++i) recent.put(key_of(i), place_of(8));
  recent.put(key_of(1), place_of(9));
  CHECK(recent.find(key_of(1))->at.at == 9);
}

TEST_CASE(
    "given generations, when the index moves on, then there is room again, and the oldest that it holds "
    "whole "
    "make way when room is needed") {
  recent_identities recent{2};
  auto put_next = [&recent, next = std::uint64_t{0}](std::uint64_t count) mutable {
    for (const auto end = next + count; next < end; ++next) recent.put(key_of(next), place_of(next + 1));
  };
  put_next(a_generation);
  CHECK_FALSE(recent.full());
  put_next(1);
  CHECK(recent.full());
  recent.index_holds(a_generation - 1);
  CHECK(recent.full());
  recent.index_holds(a_generation);
  CHECK_FALSE(recent.full());
  CHECK(recent.find(key_of(0))->at.at == 1);
  put_next(a_generation - 1);
  CHECK(recent.find(key_of(0)));
  put_next(1);
  CHECK_FALSE(recent.find(key_of(0)));
  CHECK(recent.find(key_of(a_generation)));
  CHECK(recent.find(key_of(2 * a_generation))->at.at == 2 * a_generation + 1);
  CHECK(recent.full());
}

TEST_CASE(
    "given the usual generations, when more identities come than they hold, then the last 393,000 are found "
    "at least") {
  recent_identities recent{4};
  const std::uint64_t count = 1'000'000;
  for (std::uint64_t i = 0; i < count; ++i) {
    recent.put(key_of(i), place_of(i + 1));
    recent.index_holds(i + 1);
  }
  std::uint64_t forgotten = 0, wrong = 0;
  for (std::uint64_t i = count - 393'000; i < count; ++i) {
    const auto found = recent.find(key_of(i));
    forgotten += found ? 0 : 1;
    wrong += found && found->at.at != i + 1 ? 1 : 0;
  }
  CHECK(forgotten == 0);
  CHECK(wrong == 0);
  CHECK_FALSE(recent.find(key_of(0)));
}

TEST_CASE("given an identity that was deleted, when it is looked for, then the place says so") {
  recent_identities recent{2};
  recent.put(key_of(1), {{5, 2}, true});
  CHECK(recent.find(key_of(1))->deleted);
  recent.put(key_of(1), place_of(6));
  CHECK_FALSE(recent.find(key_of(1))->deleted);
}
