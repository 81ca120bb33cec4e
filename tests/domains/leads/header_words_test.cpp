// Headers as words.
#include "domains/leads/columns/header_words.hpp"

#include <catch2/catch.hpp>

namespace waybill::leads {
namespace {

/// "first|name", words in brackets with a ) behind them, what is a part of the words before with a > in
/// front, what stands beside them with a +.
auto words_of(std::string_view header) -> std::string {
  std::string all;
  for (const auto& word : header_words(header)) {
    if (!all.empty()) all += '|';
    all += std::string(word.below ? ">" : "") + (word.other ? "+" : "") + word.text +
           (word.bracketed ? ")" : "");
  }
  return all;
}

}  // namespace

TEST_CASE(
    "given headers with case, accents, blanks and signs, when they are normalized, then none of it is left") {
  CHECK(normalized_header("  PRÉNOM ") == "prenom");
  CHECK(normalized_header("E - MAIL") == "e_mail");
  CHECK(normalized_header("TÉLÉPHONE (fixe) :") == "telephone_fixe");
  CHECK(normalized_header("nom_de_l’entreprise") == "nom_de_l_entreprise");
  CHECK(normalized_header("Zip/Postal Code") == "zip_postal_code");
  CHECK(normalized_header("firstName") == "firstname");
  CHECK(normalized_header("\xEF\xBB\xBF"
                          "Email") == "email");
  CHECK(normalized_header("C\u0327a e\u0301te\u0301") == "ca_ete");  // decomposed
  CHECK(normalized_header("ｅｍａｉｌ") == "email");
  CHECK(normalized_header("Œuvre Straße") == "oeuvre_strasse");
  CHECK(normalized_header("Nom\u00A0complet\u200B") == "nom_complet");
  CHECK(normalized_header("№ client") == "no_client");
  CHECK(normalized_header("البريد Email") == "email");
  CHECK(normalized_header("") == "");
  CHECK(normalized_header(" -- ") == "");
}

TEST_CASE("given headers without blanks, when they are parted into words, then humps and digits do it") {
  CHECK(words_of("firstName") == "first|name");
  CHECK(words_of("IDClient") == "id|client");
  CHECK(words_of("LEAD_ID") == "lead|id");
  CHECK(words_of("tel1") == "tel|1");
  CHECK(words_of("ADR2") == "adr|2");
  CHECK(words_of("numéroDeTéléphone") == "numero|de|telephone");
  CHECK(words_of("PRÉNOM") == "prenom");
}

TEST_CASE(
    "given signs in a header, when it is parted into words, then brackets and what names a part are told") {
  CHECK(words_of("Montant (€ HT)") == "montant|ht)");
  CHECK(words_of("Country [ISO] code") == "country|iso)|code");
  CHECK(words_of("Person - Email - Work") == "person|>email|>work");
  CHECK(words_of("Lead Owner.id") == "lead|owner|>id");
  CHECK(words_of("E - mail") == "e|>mail");
  CHECK(words_of("e-mail :") == "e|mail");
  CHECK(words_of("a) b") == "a|b");
  CHECK(words_of("Zip/Postal code") == "zip|+postal|code");
  CHECK(words_of("/Nom & prénom,") == "nom|+prenom");
}

TEST_CASE("given a header as long as a letter, or of broken bytes, when it is parted, then that ends soon") {
  CHECK(header_words(std::string(1 << 20, 'a')).size() == 1);
  std::string blanks;
  for (int i = 0; i < 100'000; ++i) blanks += "a ";
  CHECK(header_words(blanks).size() == 40);
  CHECK(words_of("pr\xC3nom") == "pr|nom");
  CHECK(words_of("\xFF\xFE") == "");
}

}  // namespace waybill::leads
