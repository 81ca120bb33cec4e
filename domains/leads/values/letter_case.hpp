// Capitals and small letters, one by one. Unicode 15.0 as it stands in the source, with what it says of
// single letters in words (SpecialCasing.txt). Private to this folder. Pure; any thread.
#pragma once

#include <cstdint>

namespace waybill::leads {

enum class letter_case : std::uint8_t { none, small, capital };

auto case_of(char32_t c) -> letter_case;
auto lower_of(char32_t c) -> char32_t;
/// The same inside a word: a sigma that ends it has a form of its own.
auto lower_in_word(char32_t c, bool ends_word) -> char32_t;
/// What a word begins with.
auto title_of(char32_t c) -> char32_t;

}  // namespace waybill::leads
