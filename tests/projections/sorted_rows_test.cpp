// The index rows that wait to be written, against a plain map that each change is written to at once.
#include "projections/bookmarks/listing_changes.hpp"
#include "projections/collections/place_changes.hpp"
#include "tests/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace waybill;

namespace {

using rows_of_family = std::map<std::string, std::string>;

struct store_and_map {
  store_and_map() {
    auto opened = projection_store::open({here.path() + "/rows"});
    REQUIRE(opened);
    rows = std::move(*opened);
  }

  [[nodiscard]] auto all(family in) const -> rows_of_family {
    rows_of_family found;
    REQUIRE(rows->scan(in, {}, {}, [&](std::string_view key, std::string_view value) {
      found.emplace(key, value);
      return true;
    }));
    return found;
  }

  tests::temporary_directory here;
  std::unique_ptr<projection_store> rows;
  rows_of_family places, listing;  ///< what must be there
};

auto digest_of(std::uint64_t number) -> digest {
  digest made{};
  std::mt19937_64 bytes{number};
  for (auto& byte : made) byte = static_cast<std::uint8_t>(bytes());
  return made;
}

template <std::size_t Size>
auto text_of(const std::array<char, Size>& bytes) -> std::string {
  return {bytes.data(), bytes.size()};
}

struct waiting_changes {
  place_changes places;
  listing_changes listing;
};

/// `count` changes of few records and few times, so that most keys change several times and many begin alike.
void change_at_random(waiting_changes& changes, store_and_map& under, std::mt19937_64& random, int count) {
  constexpr std::uint64_t owners = 3, records = 4'000, times = 3;
  for (int step = 1; step <= count; ++step) {
    const auto who = random() % owners;
    const folded_collection in{"", digest_of(who), static_cast<std::uint32_t>(who)};
    auto id = digest_of(1'000 + random() % records);
    if (random() % 2 == 0) std::fill_n(id.begin(), 15, std::uint8_t{7});  // told apart far behind only
    const instant created{static_cast<std::int64_t>(random() % times) - 1};
    const record_place place{random() % 1'000'000 + 1, static_cast<std::uint32_t>(random() % 500)};
    const auto key = scoped(id, in.id);
    const std::string place_key{view_of(key)};
    const auto list_key = text_of(listing_key(in.id, created, view_of(id)));
    switch (random() % 5) {
      case 0:
        changes.listing.unlisted(in, id, created);
        under.listing.erase(list_key);
        break;
      case 1:
        changes.places.deleted(key, {place.at, 0});
        under.places[place_key] = text_of(encode_place({{place.at, 0}, true}));
        break;
      case 2:
        changes.places.given_up(key);
        under.places.erase(place_key);
        break;
      default:
        changes.places.stands(key, place);
        changes.listing.listed(in, id, created, place);
        under.places[place_key] = text_of(encode_place({place}));
        under.listing[list_key] = text_of(encode_place({place})).substr(0, place_row_size - 1);
    }
  }
}

void check_against_map(std::uint64_t seed, int a_round) {
  CAPTURE(seed, a_round);
  store_and_map under;
  waiting_changes changes;
  std::mt19937_64 random{seed};
  for (int round = 0; round < 4; ++round) {
    change_at_random(changes, under, random, a_round);
    REQUIRE(changes.places.write(*under.rows));
    REQUIRE(changes.listing.write(*under.rows));
    CHECK(changes.places.size() == 0);
    CHECK(changes.listing.size() == 0);
    CHECK(under.all(family::places) == under.places);
    CHECK(under.all(family::listing) == under.listing);
  }
}

}  // namespace

TEST_CASE(
    "given changes of a few records of several owners, when they are written, then the indexes hold what "
    "each change would have left, were it written by itself") {
  check_against_map(1, 700);
}

TEST_CASE(
    "given so many changes that files are made of them, when they are written, then that holds as well") {
  check_against_map(2, 30'000);
}

TEST_CASE("given no changes, when they are written, then nothing is") {
  store_and_map under;
  REQUIRE(place_changes{}.write(*under.rows));
  REQUIRE(listing_changes{}.write(*under.rows));
  CHECK(under.all(family::places).empty());
}
