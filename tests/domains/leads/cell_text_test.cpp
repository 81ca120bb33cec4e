// The text of cells, before anybody asks what it means.
#include <random>

#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

auto clean(std::string_view cell, line_breaks breaks = line_breaks::are_blanks) -> std::string {
  std::string scratch;
  return std::string(clean_text(cell, breaks, scratch));
}

auto folded(std::string_view text) -> std::string {
  std::string made;
  fold(text, made);
  return made;
}

}  // namespace

TEST_CASE(
    "given white space of any kind, when a cell is cleaned, then runs are one space and ends are bare") {
  CHECK(clean("  Jean \t  Paul \r\n") == "Jean Paul");
  CHECK(clean("\u00A0Jean\u202F\u2003Paul\u3000") == "Jean Paul");
  CHECK(clean("a\u2028b\u0085c") == "a b c");
  CHECK(clean("") == "");
  CHECK(clean(" \u00A0 ") == "");
}

TEST_CASE("given line breaks that are kept, when a cell is cleaned, then a run with one becomes one") {
  CHECK(clean(" one \r\n\r\n two  three\n", line_breaks::are_kept) == "one\ntwo three");
  CHECK(clean("one \u2028two", line_breaks::are_kept) == "one\ntwo");
}

TEST_CASE("given characters that nobody sees, when a cell is cleaned, then they are gone, and joiners stay") {
  CHECK(clean("\uFEFFa\u200Bb\u00ADc\u202Ed\u2066e\u2069") == "abcde");
  CHECK(clean(std::string_view("a\0b\x7F\x1B", 5)) == "ab");
  CHECK(clean("می\u200Cخواهم") == "می\u200Cخواهم");
}

TEST_CASE("given decomposed letters and broken bytes, when a cell is cleaned, then it is text in NFC") {
  CHECK(clean("E\u0301lodie") == "Élodie");
  CHECK(clean("a\u0327\u0301") == clean("a\u0301\u0327"));
  CHECK(clean("a\xFFz") == "a\uFFFDz");
  CHECK(clean("\xC3") == "\uFFFD");
}

TEST_CASE(
    "given cells of any length, when they are cleaned, then the quick look sees what the long one does") {
  constexpr std::uint32_t seed = 5;
  INFO("seed " << seed);
  std::mt19937 random(seed);
  constexpr std::array<std::string_view, 14> pieces{"a", "b",  "Z",      "é",    "’", " ", " ",
                                                    "-", "\t", "\u00A0", "\x7F", "~", "0", "œ"};
  for (int i = 0; i < 20'000; ++i) {
    std::string cell;
    // Most pieces are plain: what is none stands anywhere in words of eight bytes.
    for (auto left = random() % 40; left > 0; --left)
      cell += pieces[random() % 5 == 0 ? random() % pieces.size() : random() % 3];
    const auto looked_at = clean(cell + "\u200B");
    INFO(cell);
    REQUIRE(clean(cell) == looked_at);
  }
}

TEST_CASE("given words, when they are folded, then accents, case, spaces and signs are gone") {
  CHECK(folded("Pas de réponse 1") == "pasdereponse1");
  CHECK(folded("ÉLÈVE_n°2") == "eleven2");
  CHECK(folded("Œuvre, Straße, Łódź, Ærø") == "oeuvrestrasselodzaero");
  CHECK(folded("Côte d’Ivoire") == "cotedivoire");
  CHECK(folded("Αθήνα") == folded("ΑΘΉΝΑ"));
  CHECK(folded("Москва") == folded("МОСКВА"));
  CHECK(folded("ﬁ ½ №") == folded("ﬁ½№"));
  CHECK(folded("\xFF\xC3") == "");
}

TEST_CASE("given what spreadsheets leave, when a cell is looked at, then it is told from what people write") {
  CHECK(without_text_marks("=\"00123\"") == "00123");
  CHECK(without_text_marks("'00123") == "00123");
  CHECK(without_text_marks("=\"a\"\"b\"") == "=\"a\"\"b\"");
  CHECK(without_text_marks("=SUM(A1)") == "=SUM(A1)");
  for (const auto* error : {"#N/A", "#n/a", "#REF!", "#DIV/0!", "#NOM?", "#VALEUR!", "########"})
    CHECK(is_cell_error(error));
  for (const auto* text : {"#1", "#", "##", "#hashtag", "N/A", "", "#N/A!"}) CHECK_FALSE(is_cell_error(text));
  for (const auto* number : {"1.23457E+11", "3,36123E+10", "1E+11", "9.9e+20", "-1.5E+9", "1.2E-5"})
    CHECK(is_damaged_number(number));
  for (const auto* text : {"1E5", "12.3E+4", "E+11", "1.E+11", "1.23457E+", "12345", "", "1.23457E+11x"})
    CHECK_FALSE(is_damaged_number(text));
}
