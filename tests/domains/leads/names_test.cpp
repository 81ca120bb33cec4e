// Whole names in two, and countries by their names.
#include "domains/leads/values/person_name.hpp"
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

auto split(std::string_view name) -> std::string {
  const auto [first, last] = split_name(name);
  return first + "|" + last;
}

auto upper(std::string_view name) -> std::string {
  std::u32string characters;
  std::string made;
  REQUIRE(text::read_utf8(name, characters));
  for (const auto c : characters)
    text::append_utf8(c == U'ÿ' ? U'Ÿ' : c >= U'à' && c <= U'þ' && c != U'÷' ? c - 0x20 : c, made);
  for (auto& c : made)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
  return made;
}

}  // namespace

TEST_CASE("given whole names, when they are split, then first and last names are told apart") {
  CHECK(split("Jean Dupont") == "Jean|Dupont");
  CHECK(split("Jean Marie Dupont") == "Jean Marie|Dupont");
  CHECK(split("DUPONT Jean") == "Jean|DUPONT");
  CHECK(split("Jean DUPONT") == "Jean|DUPONT");
  CHECK(split("DE LA TOUR Jean-Paul") == "Jean-Paul|DE LA TOUR");
  CHECK(split("Jean de La Fontaine") == "Jean|de La Fontaine");
  CHECK(split("Ludwig van Beethoven") == "Ludwig|van Beethoven");
  CHECK(split("Charles-Henri d'Arc") == "Charles-Henri|d'Arc");
  CHECK(split("Dupont, Jean") == "Jean|Dupont");
  CHECK(split("JEAN DUPONT") == "JEAN|DUPONT");
  CHECK(split("jean dupont") == "jean|dupont");
  CHECK(split("J. DUPONT") == "J.|DUPONT");
  CHECK(split("Dupont") == "|Dupont");
  CHECK(split("de Gaulle") == "|de Gaulle");
  CHECK(split("Ben Affleck") == "Ben|Affleck");
  CHECK(split("") == "|");
}

TEST_CASE("given French names in capitals, when they are written in title case, then the letters come back") {
  std::string made;
  for (const auto& folder : folders_of("people", "people"))
    for (const auto& row : rows_of(folder / "names_fr.tsv")) {
      title_case(upper(row[1]), made);
      CHECK(made == row[1]);
    }
}

TEST_CASE("given every country, when its names and codes are read, then they lead to it") {
  std::size_t count = 0;
  for (char a = 'A'; a <= 'Z'; ++a)
    for (char b = 'A'; b <= 'Z'; ++b) {
      const auto* one = country_of_code(std::string{a, b});
      if (one == nullptr) continue;
      ++count;
      INFO(one->english);
      CHECK(country_of(one->code) == one);
      CHECK(country_of(one->code3) == one);
      CHECK(country_of(one->english) == one);
      CHECK(country_of(one->french) == one);
      CHECK(country_of(upper(one->french)) == one);
      if (plans().knows(one->code)) CHECK(one->code.size() == 2);
    }
  CHECK(count == 250);
}

TEST_CASE("given texts that are no country, when they are read, then none is found") {
  for (const auto* text :
       {"", " ", "-", "Atlantide", "0", "the", "les", "francaise", "France Espagne", "a/b"}) {
    INFO(text);
    CHECK(country_of(text) == nullptr);
  }
  CHECK(country_of_code("") == nullptr);
  CHECK(country_of_code("F") == nullptr);
  CHECK(country_of_code("1A") == nullptr);
}
