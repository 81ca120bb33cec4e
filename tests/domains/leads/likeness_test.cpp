// How alike headers are.
#include "domains/leads/columns/likeness.hpp"

#include <catch2/catch.hpp>

namespace waybill::leads {

TEST_CASE(
    "given two words, when their letters are compared, then changes, additions, losses and swaps count one") {
  CHECK(letter_distance("prenom", "prenom", 3) == 0);
  CHECK(letter_distance("prenon", "prenom", 3) == 1);
  CHECK(letter_distance("telephonne", "telephone", 3) == 1);
  CHECK(letter_distance("emial", "email", 3) == 1);
  CHECK(letter_distance("kitten", "sitting", 3) == 3);
  CHECK(letter_distance("", "abc", 3) == 3);
  CHECK(letter_distance("abc", "", 3) == 3);
  CHECK(letter_distance("ca", "abc", 3) == 3);  // a swap is not torn apart again
}

TEST_CASE(
    "given words that differ more than is asked for, when they are compared, then that is all that is said") {
  CHECK(letter_distance("company", "telephone", 2) == 3);
  CHECK(letter_distance("a", "abcdefgh", 2) == 3);
  CHECK(letter_distance("abcdef", "fedcba", 1) == 2);
}

TEST_CASE(
    "given mistyped words, when their likeness is told, then short ones may have one fault and long ones "
    "two") {
  CHECK(likeness("prenon", "prenom") == 84);
  CHECK(likeness("commentaries", "commentaires") == 92);
  CHECK(likeness("email", "email") == 100);
  CHECK(likeness("telefone", "telephone") == 78);
  CHECK(likeness("amount", "account") == 0);
  CHECK(likeness("tel", "tek") == 0);
  CHECK(likeness("status", "state") == 0);
}

TEST_CASE("given the letters of words, when they differ too much, then the words are not compared") {
  CHECK(letters_in("abba") == 3);
  CHECK(letters_in("a1b2") == (3U | 1U << 26U));
  CHECK(likeness("prenon", letters_in("prenon"), "prenom", letters_in("prenom")) == 84);
  CHECK(likeness("abcdef", letters_in("abcdef"), "ghijkl", letters_in("ghijkl")) == 0);
}

}  // namespace waybill::leads
