// Keys of a file, in memory and beyond.
#include "actors/key_table.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "tests/temporary_directory.hpp"

using namespace waybill;

namespace {

auto key_by_chance(std::mt19937_64& random, std::uint64_t pool) -> digest {
  std::mt19937_64 of{random() % pool};
  digest key{};
  for (auto& byte : key) byte = static_cast<std::uint8_t>(of());
  return key;
}

void compare_with_a_map(std::size_t memory_bytes, std::uint64_t pool) {
  const auto seed = std::random_device{}();
  CAPTURE(seed, memory_bytes);
  std::mt19937_64 random{seed};
  const tests::temporary_directory directory;
  key_table table{directory.path(), memory_bytes};
  std::map<digest, std::uint64_t> expected;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const auto key = key_by_chance(random, pool);
    REQUIRE(table.put(key, i));
    expected[key] = i;
    const auto asked = key_by_chance(random, pool * 2);
    const auto found = table.find(asked);
    REQUIRE(found);
    const auto known = expected.find(asked);
    REQUIRE(*found == (known == expected.end() ? std::optional<std::uint64_t>{} : known->second));
  }
  for (const auto& [key, value] : expected) REQUIRE(*table.find(key) == value);
}

}  // namespace

TEST_CASE("given keys in memory, when they are put and found by chance, then it is as with a map") {
  compare_with_a_map(key_table::usual_memory_bytes, 9'000);
}

TEST_CASE("given more keys than the memory holds, when they are put and found, then a file holds them") {
  compare_with_a_map(40'000, 9'000);
}

TEST_CASE("given a folder that is gone, when the keys need a file, then that is told, and nothing is lost") {
  key_table table{"/no/such/folder", 16 << 10};
  std::mt19937_64 random{7};
  std::optional<error> why;
  std::map<digest, std::uint64_t> kept;
  for (std::uint64_t i = 1; i < 5'000 && !why; ++i) {
    const auto key = key_by_chance(random, ~std::uint64_t{0});
    if (const auto put = table.put(key, i); put)
      kept[key] = i;
    else
      why = put.why();
  }
  REQUIRE(why);
  CHECK(why->code == errc::unavailable);
  for (const auto& [key, value] : kept) REQUIRE(*table.find(key) == value);
}
