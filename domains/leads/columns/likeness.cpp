#include "domains/leads/columns/likeness.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace waybill::leads {
namespace {

constexpr std::size_t shortest = 4;
constexpr std::size_t shortest_with_two_faults = 8;

}  // namespace

auto letter_distance(std::string_view a, std::string_view b, std::size_t most) -> std::size_t {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most) return most + 1;
  // Three rows of the table are enough: a swap looks back by two.
  std::array<std::vector<std::size_t>, 3> rows;
  for (auto& row : rows) row.resize(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) rows[0][i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    auto& now = rows[j % 3];
    const auto& before = rows[(j + 2) % 3];
    const auto& two_before = rows[(j + 1) % 3];
    now[0] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      now[i] = std::min({before[i] + 1, now[i - 1] + 1, before[i - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[i] = std::min(now[i], two_before[i - 2] + 1);
    }
    if (*std::min_element(now.begin(), now.end()) > most) return most + 1;
  }
  return std::min(rows[b.size() % 3][a.size()], most + 1);
}

auto letters_in(std::string_view text) -> std::uint32_t {
  std::uint32_t letters = 0;
  for (const char c : text)
    letters |= c >= 'a' && c <= 'z' ? 1U << static_cast<unsigned>(c - 'a') : 1U << 26U;
  return letters;
}

auto likeness(std::string_view a, std::uint32_t letters_of_a, std::string_view b, std::uint32_t letters_of_b)
    -> int {
  const auto shorter = std::min(a.size(), b.size());
  if (a == b) return 100;
  if (shorter < shortest) return 0;
  const std::size_t most = shorter < shortest_with_two_faults ? 1 : 2;
  // A fault brings a letter, or takes one away, or both.
  if (static_cast<std::size_t>(std::popcount(letters_of_a ^ letters_of_b)) > 2 * most) return 0;
  const auto distance = letter_distance(a, b, most);
  if (distance > most) return 0;
  return static_cast<int>(100 - 100 * distance / std::max(a.size(), b.size()));
}

auto likeness(std::string_view a, std::string_view b) -> int {
  return likeness(a, letters_in(a), b, letters_in(b));
}

}  // namespace waybill::leads
