// Words as people look for them.
#include "formats/unicode/words.hpp"

#include <catch2/catch.hpp>

using namespace waybill;

namespace {

auto words_of(std::string_view text) -> std::vector<std::string> {
  unicode::word_list list;
  unicode::append_words(text, list);
  std::vector<std::string> all;
  for (std::size_t i = 0; i < list.size(); ++i) all.emplace_back(list[i]);
  return all;
}
using words = std::vector<std::string>;

auto folded(std::string_view text) -> std::string {
  std::string out;
  unicode::append_folded(text, out);
  return out;
}

}  // namespace

TEST_CASE("given texts of many scripts, when they are taken apart, then letter case and accents are aside") {
  CHECK(words_of("Field Notes, 2nd-hand") == words{"field", "notes", "2nd", "hand"});
  CHECK(words_of("Élève à l’École ÉCOLE") == words{"eleve", "a", "l", "ecole", "ecole"});
  CHECK(words_of("e\u0301cole E\u0301COLE") == words{"ecole", "ecole"});
  CHECK(words_of("Straße STRASSE Ærø Łódź İstanbul ılık") ==
        words{"strasse", "strasse", "aero", "lodz", "istanbul", "ilik"});
  CHECK(words_of("ﬁne ＡＢＣ ①") == words{"fine", "abc", "1"});
  CHECK(words_of("Ελλάδα Москва Ёлка") == words{"ελλαδα", "москва", "елка"});
  CHECK(words_of("ΣΊΣΥΦΟΣ σίσυφος Σίσυφος") == words{"σισυφοσ", "σισυφοσ", "σισυφοσ"});
  CHECK(words_of("τῷ ΤῼΙ τω ᾳ ᾼ α\u0345 ᾷ ᾰ") == words{"τω", "τωι", "τω", "α", "α", "α", "α", "α"});
  CHECK(words_of("soft\u00ADhyphen zero\u200Bwidth") == words{"softhyphen", "zerowidth"});
  CHECK(words_of("한국어 텍스트").size() == 2);
}

TEST_CASE("given a script without blanks, when it is taken apart, then each character is a word") {
  CHECK(words_of("日本語のWeb入門") == words{"日", "本", "語", "の", "web", "入", "門"});
  CHECK(words_of("ภาษา").size() == 4);
  CHECK(words_of("ガ") == words_of("ｶﾞ"));
}

TEST_CASE("given a URL, when it is taken apart, then its words stand between its signs") {
  CHECK(words_of("https://www.Example.org/a_b/C-d.html?q=x+y#frag") ==
        words{"https", "www", "example", "org", "a", "b", "c", "d", "html", "q", "x", "y", "frag"});
}

TEST_CASE(
    "given bytes that are no text, when they are taken apart, then they part words, and nothing is lost") {
  CHECK(words_of("a\xFFz b\xC3") == words{"a", "z", "b"});
  CHECK(words_of("").empty());
  CHECK(words_of(" .,-_*'\"\n\t😀").empty());
  CHECK(words_of(std::string("a\0b", 3)) == words{"a", "b"});
}

TEST_CASE("given a text, when it is folded, then its signs stay") {
  CHECK(folded("C++ Élan #1") == "c++ elan #1");
  CHECK(folded("À LIRE") == folded("à lire"));
}
