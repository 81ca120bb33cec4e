// What cells look like.
#include "domains/leads/columns/sample_shape.hpp"

#include "tests/domains/leads/support.hpp"

namespace waybill::leads::test {
namespace {

auto is_like(std::uint32_t shape, const words& cells) -> bool {
  bool all = true;
  for (const auto& cell : cells) {
    INFO(cell);
    const bool like = (shape_of(cell, dictionary()) & shape) != 0;
    CHECK(like);
    all = all && like;
  }
  return all;
}

auto is_unlike(std::uint32_t shape, const words& cells) -> bool {
  bool none = true;
  for (const auto& cell : cells) {
    INFO(cell);
    const bool like = (shape_of(cell, dictionary()) & shape) != 0;
    CHECK_FALSE(like);
    none = none && !like;
  }
  return none;
}

}  // namespace

TEST_CASE("given cells, when they are looked at, then e-mail addresses are seen") {
  CHECK(is_like(like_email,
                {"ada@example.org", "Ada L. <ada@example.org>", "mailto:a.b+c@x-y.co.uk", "é@ü.fr"}));
  CHECK(is_unlike(like_email, {"ada", "@ada", "ada@example", "a@b@c.fr", "ada@.", "@example.org"}));
}

TEST_CASE("given cells, when they are looked at, then telephone numbers are seen, also spoiled ones") {
  CHECK(is_like(like_phone, {"06 12 34 56 78", "+33612345678", "p:+33612345678", "(555) 123-4567",
                             "01.23.45.67.89", "612345678", "3,36E+10", "'0612345678"}));
  CHECK(is_like(like_written_phone, {"06 12 34 56 78", "+33612345678", "(555) 123-4567", "0612345678"}));
  CHECK(is_unlike(like_written_phone, {"612345678", "12345678901"}));
  CHECK(is_unlike(like_phone,
                  {"2024-01-02", "31/12/2024", "75001", "12", "1 234,50 €", "06 12 34 56 78 poste 4x"}));
}

TEST_CASE("given cells, when they are looked at, then postal codes of several countries are seen") {
  CHECK(is_like(like_postal_code,
                {"75001", "1000", "F-75001", "12345-6789", "SW1A 1AA", "K1A 0B1", "1012 AB", "00-950"}));
  CHECK(is_unlike(like_postal_code, {"750012", "Paris", "12", "ABCDE"}));
}

TEST_CASE("given cells, when they are looked at, then days, amounts, countries and answers are seen") {
  CHECK(is_like(like_date, {"2024-02-31", "31/02/2024", "6/3/24", "1.2.2024", "2024-01-02T10:11:12Z",
                            "31/12/2024 10:15", "05 May 2023", "6 juin 2023", "1er avril 2024",
                            "March 19, 2024", "19-Mar-24", "mar. 19 mars 2024 à 10h30"}));
  CHECK(is_unlike(like_date, {"20240306", "1710000000", "May", "12 mai", "2 rue de mai 2023", "Jean 12"}));
  CHECK(is_like(like_bare_day, {"20240306", "1710000000", "1710000000000", "45370", "45370.5"}));
  CHECK(is_unlike(like_bare_day, {"20241306", "12", "75001", "2024-03-06"}));
  CHECK(is_unlike(like_date, {"01.23.45.67.89", "192.168.1.1", "2024", "a/b/c", "1/2-2024", "12/2024"}));
  CHECK(is_like(like_number, {"1 234,50 €", "1,234.50", "-3", "12 k€", "1500 EUR", "$4.00", "1'000"}));
  CHECK(is_unlike(like_number, {"EUR", "twelve", "2024-01-02", "06 12 34 56 78"}));
  CHECK(is_like(like_country, {"France", "FR", "états-unis", "Deutschland", "United Kingdom"}));
  CHECK(is_unlike(like_country, {"Paris", "XX", "Dupont"}));
  CHECK(is_like(like_yes_or_no, {"Oui", "NON", "true", "n"}));
  CHECK(is_like(like_salutation, {"M.", "Mme", "Mr", "Herr", "Monsieur"}));
  CHECK(is_like(like_url, {"https://example.org", "www.example.org"}));
  CHECK(is_like(like_several_words, {"Jean Dupont", "Marie-Claire de La Tour"}));
  CHECK(is_unlike(like_several_words, {"Jean", "12 rue X", "a b c d e"}));
}

TEST_CASE("given samples of a column, when they are counted, then blank ones do not count") {
  const words cells{"ada@example.org", " ", "", "x", "b@example.org"};
  const column_samples samples(cells, dictionary());
  CHECK(samples.count() == 3);
  CHECK(samples.confirms(lead_field::email) == 66);
  CHECK(samples.confirms(lead_field::notes) == -1);
  CHECK(samples.contradicts(lead_field::city) == 66);
  CHECK_FALSE(samples.all_blank());
  const words blank{"", "  ", "\u00A0"};
  CHECK(column_samples(blank, dictionary()).all_blank());
  CHECK_FALSE(column_samples({}, dictionary()).all_blank());
  CHECK(column_samples({}, dictionary()).confirms(lead_field::email) == -1);
}

}  // namespace waybill::leads::test
