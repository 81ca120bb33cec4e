// The best assignment, held against trying all.
#include "domains/leads/columns/assignment.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "tests/domains/leads/support.hpp"

namespace waybill::leads {
namespace {

using table = std::vector<std::vector<std::int64_t>>;

/// The most that rows from `row` on can gain with the columns that are left.
auto most(const table& gain, std::size_t row, std::vector<bool>& taken) -> std::int64_t {
  if (row == gain.size()) return 0;
  auto best = most(gain, row + 1, taken);
  for (std::size_t column = 0; column < gain[row].size(); ++column) {
    if (taken[column] || gain[row][column] <= 0) continue;
    taken[column] = true;
    best = std::max(best, gain[row][column] + most(gain, row + 1, taken));
    taken[column] = false;
  }
  return best;
}

/// What an assignment gains; it is one.
auto gained(const table& gain) -> std::int64_t {
  const auto given = best_assignment(gain);
  REQUIRE(given.size() == gain.size());
  std::vector<bool> taken(gain.empty() ? 0 : gain[0].size(), false);
  std::int64_t sum = 0;
  for (std::size_t row = 0; row < given.size(); ++row) {
    if (!given[row]) continue;
    REQUIRE_FALSE(taken.at(*given[row]));
    taken[*given[row]] = true;
    REQUIRE(gain[row][*given[row]] > 0);
    sum += gain[row][*given[row]];
  }
  return sum;
}

}  // namespace

TEST_CASE(
    "given a greedy choice that costs more than it brings, when all is assigned, then it is not taken") {
  // The first row would like the first column a little more; the second row can have no other.
  CHECK(best_assignment({{10, 9}, {8, 0}}) == std::vector<std::optional<std::size_t>>{1, 0});
}

TEST_CASE("given rows that may have nothing, when all is assigned, then they get nothing") {
  CHECK(best_assignment({}).empty());
  CHECK(best_assignment({{}, {}}) == std::vector<std::optional<std::size_t>>{{}, {}});
  CHECK(best_assignment({{0, -5}, {0, 3}}) == std::vector<std::optional<std::size_t>>{{}, 1});
}

TEST_CASE("given any gains, when all is assigned, then no other assignment gains more") {
  const auto number = test::seed();
  INFO("seed " << number);
  std::mt19937_64 random(number);
  for (int round = 0; round < 2000; ++round) {
    const auto columns = random() % 6;
    table gain(1 + random() % 4, std::vector<std::int64_t>(columns));
    for (auto& row : gain)
      for (auto& one : row) one = static_cast<std::int64_t>(random() % 12) - 3;
    std::vector<bool> taken(columns, false);
    REQUIRE(gained(gain) == most(gain, 0, taken));
  }
}

}  // namespace waybill::leads
