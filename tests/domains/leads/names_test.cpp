// Whole names in two, and countries by their names.
#include "domains/leads/values/person_name.hpp"

#include "domains/leads/values/whole_name.hpp"
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

auto split(std::string_view name) -> std::string {
  const auto found = read_whole_name(name);
  return found.first + "|" + found.last + (found.cleaned ? " !" : "") +
         (found.job.empty() ? "" : " job " + found.job) +
         (found.company.empty() ? "" : " company " + found.company);
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

TEST_CASE("given whole names with titles and suffixes, when they are split, then these are neither of both") {
  CHECK(split("John Henry Johnson Jr.") == "John Henry|Johnson Jr.");
  CHECK(split("Quincy De La Rosa Sr") == "Quincy|De La Rosa Sr");
  CHECK(split("Hal Daum\u00E9 III") == "Hal|Daum\u00E9 III");
  CHECK(split("Sammy Davis, Jr.") == "Sammy|Davis Jr.");
  CHECK(split("Smith Jr., John") == "John|Smith Jr.");
  CHECK(split("Smith, John Jr.") == "John|Smith Jr.");
  CHECK(split("Alexandre Dumas fils") == "Alexandre|Dumas fils");
  CHECK(split("DUPONT Jean Jr") == "Jean|DUPONT Jr");
  CHECK(split("Louis XIV") == "|Louis XIV");
  CHECK(split("Malcolm X") == "Malcolm|X");
  CHECK(split("John Smith, MD") == "John|Smith !");
  CHECK(split("John Smith jr., M.D.") == "John|Smith jr. !");
  CHECK(split("Jean Dupont PhD") == "Jean|Dupont !");
  CHECK(split("Smith, John, Ph.D.") == "John|Smith !");
  CHECK(split("Dr. Jan Meier") == "Jan|Meier !");
  CHECK(split("Prof. Dr. Hans M\u00FCller") == "Hans|M\u00FCller !");
  CHECK(split("Meier, Dr. Jan") == "Jan|Meier !");
  CHECK(split("Dr.Meier") == "|Meier !");
  CHECK(split("Mme DUPONT Marie") == "Marie|DUPONT");
  CHECK(split("Mme Marie Durand") == "Marie|Durand");
  CHECK(split("M. Jean DUPONT") == "Jean|DUPONT");
  CHECK(split("M Jean Dupont") == "Jean|Dupont");
  CHECK(split("M. et Mme Durand") == "|Durand");
  CHECK(split("Mr. & Mrs. Smith") == "|Smith");
  CHECK(split("M./Mme Durand") == "|Durand");
  CHECK(split("Monsieur Paul BOCUSE") == "Paul|BOCUSE");
  CHECK(split("Ma\u00EEtre Durand") == "|Durand !");
  CHECK(split("Dupont, Mme") == "|Dupont");
  CHECK(split("Mme") == "|Mme");
}

TEST_CASE("given cells that hold more than a name, when they are split, then the rest is told apart") {
  CHECK(split("Ann Lee, CEO") == "Ann|Lee job CEO");
  CHECK(split("Jean Dupont, Directeur commercial") == "Jean|Dupont job Directeur commercial");
  CHECK(split("Jean Martin (RH)") == "Jean|Martin !");
  CHECK(split("DUPONT Jean (SARL X)") == "Jean|DUPONT !");
  CHECK(split("Dupont SAS") == "| company Dupont SAS");
  CHECK(split("DUPONT SAS") == "| company DUPONT SAS");
  CHECK(split("SARL Dupont") == "| company SARL Dupont");
  CHECK(split("ACME, Inc.") == "| company ACME, Inc.");
  CHECK(split("Dupont & Fils") == "| company Dupont & Fils");
  CHECK(split("Ann Lee - ACME") == "Ann|Lee - ACME");
}

TEST_CASE("given names that look like titles and suffixes, when they are split, then they stay names") {
  CHECK(split("Smith, J.R.") == "J.R.|Smith");
  CHECK(split("J.R. Smith") == "J.R.|Smith");
  CHECK(split("M. R. James") == "M. R.|James");
  CHECK(split("Jack Ma") == "Jack|Ma");
  CHECK(split("Li, Ma") == "Ma|Li");
  CHECK(split("RAHIM UDDIN MD") == "RAHIM UDDIN|MD");
  CHECK(split("Von Miller") == "Von|Miller");
  CHECK(split("Moussa Sa") == "Moussa|Sa");
  CHECK(split("Garc\u00EDa L\u00F3pez, Mar\u00EDa") == "Mar\u00EDa|Garc\u00EDa L\u00F3pez");
  CHECK(split("Doe, John & Jane") == "John & Jane|Doe");
  CHECK(split("Anne DUPONT - MARTIN") == "Anne|DUPONT - MARTIN");
  CHECK(split("Robert \"Bob\" Smith") == "Robert \"Bob\"|Smith");
  CHECK(split(",") == "|");
  CHECK(split("(RH)") == "|(RH)");
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
