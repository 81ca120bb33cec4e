// How alike two headers are that are not the same. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace waybill::leads {

/// Letters to change, add or leave out (Levenshtein), and neighbours to swap, so that `a` becomes `b`; `most
/// + 1` as soon as it is more than `most`.
auto letter_distance(std::string_view a, std::string_view b, std::size_t most) -> std::size_t;

/// Which letters a text of a-z and 0-9 has: a bit for each letter, one for all digits.
auto letters_in(std::string_view text) -> std::uint32_t;

/// In hundredths: 1 - distance / length of the longer one. 0: so different that it would be a guess; beyond
/// one letter only words of eight or more count as mistyped.
auto likeness(std::string_view a, std::string_view b) -> int;
/// The same for those whose letters are known; most are told apart by them.
auto likeness(std::string_view a, std::uint32_t letters_of_a, std::string_view b, std::uint32_t letters_of_b)
    -> int;

}  // namespace waybill::leads
