// Columns to fields: each rule with its smallest file.
#include "domains/leads/columns/map_columns.hpp"

#include "tests/domains/leads/support.hpp"

namespace waybill::leads::test {
namespace {

/// "phone 95 affix", of the one column of a file.
auto alone(const std::string& name, const words& samples = {}) -> std::string {
  const auto one = map(std::vector<column>{{name, samples}}).columns.at(0);
  return told(one) +
         (one.field ? " " + std::to_string(hundredths(one.confidence)) + " " + std::string(name_of(one.why))
                    : "");
}

}  // namespace

TEST_CASE("given a header that is a name of a field, when it is mapped, then that is sure") {
  CHECK(alone("Prénom") == "first_name 100 alias");
  CHECK(alone("E-mail") == "email 100 alias");
  CHECK(alone("firstName") == "first_name 100 alias");
  CHECK(alone("CODE_POSTAL") == "postal_code 100 alias");
  CHECK(alone("Numéro de téléphone") == "phone 100 alias");
}

TEST_CASE("given words around a name that say nothing, when it is mapped, then it is nearly sure") {
  CHECK(alone("Contact - Prénom") == "first_name 95 affix");
  CHECK(alone("Votre e-mail *") == "email 95 affix");
  CHECK(alone("Adresse 1") == "address 95 affix");
  CHECK(alone("Primary Address Postal Code") == "postal_code 95 affix");
  CHECK(alone("1. Téléphone") == "phone 95 affix");
  CHECK(alone("3. E-mail") == "email 95 affix");
  CHECK(alone("What is your phone number?") == "phone 95 affix");
  CHECK(alone("Created (UTC)") == "created 95 affix");
}

TEST_CASE("given words around a name that are not known, when it is mapped, then a person has to look") {
  CHECK(alone("Prénom du gagnant") == "first_name 85 word");
  CHECK(alone("zzz email yyy xxx") == "email 80 word");
  CHECK(alone("company status") == "status 85 word");
  CHECK(alone("Date du gagnant") == "-unknown");  // of what?
  CHECK(alone("Billing amount") == "-unknown");
  CHECK(alone("N° de suivi") == "-unknown");
  CHECK(alone("num_notes") == "-unknown");
  CHECK(alone("Mobile Country Code") == "-unknown");
  CHECK(alone("workAddress") == "address 85 affix");
  CHECK(alone("Last Assigned") == "-unknown");
  CHECK(alone("Nom du produit") == "-no_field");
}

TEST_CASE("given words run together or mistyped, when they are mapped, then a person has to look") {
  CHECK(alone("clientemail") == "email 90 contained");
  CHECK(alone("xyztelephone") == "phone 88 contained");
  CHECK(alone("emailoptin") == "-no_field");
  CHECK(alone("Prenon") == "first_name 84 similar");
  CHECK(alone("Commentaries") == "notes 85 similar");
  CHECK(alone("County") == "-no_field");  // no country that is mistyped
  CHECK(alone("Campagne") == "-no_field");
}

TEST_CASE(
    "given a name that may mean something else, when it is mapped, then it is unsure unless the values "
    "tell") {
  CHECK(alone("Titre") == "job_title 85 ambiguous");
  CHECK(alone("Code", {"75001", "69003"}) == "postal_code 95 ambiguous");
  CHECK(alone("Code", {"C-17", "C-18"}) == "external_id 85 ambiguous");
  CHECK(alone("Numéro", {"06 12 34 56 78", "01 23 45 67 89"}) == "phone 95 ambiguous");
  CHECK(alone("Numéro", {"A-17", "A-18"}) == "external_id 85 ambiguous");
  CHECK(told(map(words{"Numéro", "Téléphone"})) == words{"external_id", "phone"});
}

TEST_CASE("given a column that is known to be no field of a lead, when it is mapped, then it has none") {
  for (const auto* const name :
       {"Civilité", "Fax", "État civil naissance", "utm_medium", "ad_id", "Email opt-in", "Tags",
        "Date de naissance", "Owner phone type", "Adresse IP", "is_organic", "Last contacted"})
    CHECK(alone(name) == "-no_field");
  CHECK(alone("Contact") == "-no_field");
  CHECK(alone("Zyx") == "-unknown");
  CHECK(alone("الاسم") == "-unknown");
  CHECK(alone("") == "-unknown");
}

TEST_CASE("given a name alone, when it is mapped, then what stands beside it decides what it is") {
  CHECK(alone("Nom") == "last_name 85 ambiguous");
  CHECK(told(map(words{"Nom", "Prénom"})) == words{"last_name", "first_name"});
  CHECK(hundredths(map(words{"Nom", "Prénom"}).columns[0].confidence) == 100);
  CHECK(alone("Name") == "-whole_name");
  CHECK(told(map(words{"Name", "First name", "Last name"})) ==
        words{"-whole_name", "first_name", "last_name"});
  CHECK(told(map(words{"Name", "First name"})) == words{"last_name", "first_name"});
  CHECK(hundredths(map(words{"Name", "First name"}).columns[0].confidence) == 80);
}

TEST_CASE("given first and last name in one cell, when it is mapped, then a split is offered") {
  const auto whole = map(words{"Nom complet", "E-mail"});
  REQUIRE(whole.splits.size() == 1);
  CHECK(whole.splits[0].index == 0);
  CHECK(whole.splits[0].into == std::vector{lead_field::first_name, lead_field::last_name});
  CHECK(map(words{"Full name", "First name", "Last name"}).splits.empty());
  const auto nom = map(std::vector<column>{{"Nom", {"Jean Dupont", "Zoé de La Tour"}}, {"Tél"}});
  CHECK(told(nom) == words{"last_name", "phone"});
  CHECK(hundredths(nom.columns[0].confidence) == 75);
  CHECK(nom.splits.size() == 1);
  CHECK(map(std::vector<column>{{"Nom", {"DUPONT", "MARTIN"}}, {"Tél"}}).splits.empty());
}

TEST_CASE(
    "given postal code and city in one cell, when it is mapped, then that split is offered, and no other") {
  const std::vector both{lead_field::postal_code, lead_field::city};
  for (const auto* const name : {"Code postal / Ville", "CP Ville", "Ville et code postal", "City, ZIP"}) {
    INFO(name);
    const auto mapping = map(words{name, "E-mail"});
    CHECK(told(mapping) == words{"-postal_city", "email"});
    REQUIRE(mapping.splits.size() == 1);
    CHECK(mapping.splits[0].index == 0);
    CHECK(mapping.splits[0].into == both);
  }
  CHECK(map(words{"CP Ville", "Nom complet"}).splits.size() == 2);
  CHECK(map(words{"CP Ville", "Ville"}).splits.empty());
  for (const auto* const name : {"Code postal, ville, pays", "Rue, code postal, ville", "Ville / Pays"}) {
    INFO(name);
    CHECK(map(words{name, "E-mail"}).splits.empty());
  }
}

TEST_CASE(
    "given a whole name beside empty columns of its parts, when it is mapped, then it is split all the "
    "same") {
  const std::vector<column> columns{
      {"First name", {""}}, {"Last name", {"", " "}}, {"Full name", {"Ada Lovelace"}}, {"E-mail"}};
  const auto mapping = map(columns);
  CHECK(told(mapping) == words{"-taken", "-taken", "-whole_name", "email"});
  REQUIRE(mapping.splits.size() == 1);
  CHECK(mapping.splits[0].index == 2);
  const auto two = map(std::vector<column>{{"Display name", {""}}, {"Full name", {"Ada Lovelace"}}});
  REQUIRE(two.splits.size() == 1);
  CHECK(two.splits[0].index == 1);
  const auto place = map(std::vector<column>{{"CP", {""}}, {"Ville", {""}}, {"CP Ville", {"75001 Paris"}}});
  CHECK(told(place) == words{"-taken", "-taken", "-postal_city"});
  CHECK(place.splits.size() == 1);
}

TEST_CASE(
    "given lines of an address, when they are mapped, then the first has the field and a join is offered") {
  const auto mapping = map(words{"N° de voie", "Rue", "Complément d'adresse", "Ville", "Address 2"});
  CHECK(told(mapping) == words{"-address_part", "address", "-address_part", "city", "-address_part"});
  REQUIRE(mapping.joins.size() == 1);
  CHECK(mapping.joins[0].into == lead_field::address);
  CHECK(mapping.joins[0].columns == std::vector<std::size_t>{0, 1, 2, 4});
  CHECK(map(words{"Rue", "Ville"}).joins.empty());
}

TEST_CASE(
    "given several columns for one field, when they are mapped, then the first choice has it, others are "
    "offered") {
  CHECK(told(map(words{"Mobile", "Téléphone"})) == words{"-taken", "phone"});
  CHECK(told(map(words{"Home phone", "Business phone", "Mobile"})) == words{"-taken", "phone", "-taken"});
  CHECK(told(map(words{"Tel 2", "Tel 1"})) == words{"-taken", "phone"});
  CHECK(told(map(words{"E-mail perso", "E-mail pro"})) == words{"-taken", "email"});
  CHECK(told(map(words{"Mobile"})) == words{"phone"});
  const auto offered = map(words{"Mobile", "Téléphone"}).columns[0];
  REQUIRE(offered.offers.size() == 1);
  CHECK(offered.offers[0].field == lead_field::phone);
  CHECK(hundredths(offered.offers[0].confidence) == 100);
}

TEST_CASE("given two equal columns, when they are mapped, then the first is taken") {
  CHECK(told(map(words{"Portable", "Fixe"})) == words{"phone", "-taken"});
  CHECK(told(map(words{"Fixe", "Portable"})) == words{"phone", "-taken"});
  CHECK(told(map(words{"E-mail", "email"})) == words{"email", "-taken"});
}

TEST_CASE(
    "given what belongs to the owner of a lead, when it is mapped, then it is not taken for the lead's") {
  CHECK(told(map(words{"Owner email", "Email"})) == words{"assigned_to", "email"});
  CHECK(told(map(words{"Lead owner", "Lead owner email", "Email"})) ==
        words{"assigned_to", "-taken", "email"});
  CHECK(told(map(words{"Commentaire commercial"})) == words{"notes"});
  CHECK(told(map(words{"Company ID", "Company created", "Email"})) ==
        words{"-no_field", "-unknown", "email"});
}

TEST_CASE("given several words that name something, when they are mapped, then the head of them decides") {
  CHECK(told(map(words{"Company address"})) == words{"address"});
  CHECK(told(map(words{"Default Address Company"})) == words{"company"});
  CHECK(told(map(words{"Adresse société"})) == words{"address"});
  CHECK(told(map(words{"Société - Adresse"})) == words{"address"});
  CHECK(told(map(words{"Person - Email - Work"})) == words{"email"});
}

TEST_CASE(
    "given parts beside each other in one header, when they are mapped, then different fields make it "
    "unsure") {
  CHECK(alone("Company / Account") == "company 100 alias");
  CHECK(alone("Country/Region") == "country 100 alias");
  CHECK(alone("Land/Region geschäftlich").starts_with("country "));
  CHECK(alone("País o región del trabajo").starts_with("country "));
  CHECK(alone("Adresse, ville") == "city 85 ambiguous");
  CHECK(alone("Ville et code postal") == "-postal_city");
  CHECK(alone("Email/Zyx") == "email 85 word");
  CHECK(alone("Nom / Prénom du contact") == "-whole_name");
  CHECK(alone("Prénom et nom de famille") == "-whole_name");
}

TEST_CASE("given samples that are what the field holds, when it is mapped, then they confirm") {
  const words emails{"ada@example.org", "b@example.org", "", "c@example.org"};
  CHECK(alone("Courrier du gagnant email", emails) == "email 90 word");
  CHECK(map(std::vector<column>{{"E-mail", emails}}).columns[0].samples == samples_say::confirm);
  CHECK(alone("column_3", emails) == "email 75 values");
  CHECK(alone("Kontaktweg", {"06 12 34 56 78", "+33612345678"}) == "phone 75 values");
  CHECK(alone("Parrain", emails) == "-no_field");
}

TEST_CASE("given days as values read them, when their column is mapped, then they confirm as numbers do") {
  for (const auto* const name : {"Date", "Connected On", "Date de création"})
    for (const auto& days : {words{"05 May 2023", "06 May 2023"}, words{"5 mai 2023", "6 juin 2023"},
                             words{"20230505", "20230506"}, words{"1683244800", "1683331200"}}) {
      INFO(name << " " << days[0]);
      CHECK(alone(name, days) == alone(name, {"2023-05-05", "2023-05-06"}));
    }
}

TEST_CASE("given samples that are something else, when it is mapped, then the field is in doubt or lost") {
  CHECK(alone("E-mail", {"jean.dupont", "x", "y"}) == "email 75 alias");
  CHECK(map(std::vector<column>{{"E-mail", {"a", "b"}}}).columns[0].samples == samples_say::doubt);
  CHECK(alone("Téléphone", {"a@example.org", "b@example.org"}) == "-contradicted");
  CHECK(alone("Propriétaire", {"Oui", "Non", "Oui"}) == "-contradicted");
  CHECK(alone("Titre", {"M.", "Mme", "Mme"}) == "-contradicted");
  CHECK(alone("Téléphone", {"3,36E+10", "3,36123E+10"}) == "phone 100 alias");
  CHECK(alone("Country code", {"+33", "+32"}) == "-contradicted");
}

TEST_CASE("given an empty column and a full one, when they are mapped, then the full one has the field") {
  const words numbers{"06 12 34 56 78"};
  CHECK(told(map(std::vector<column>{{"Téléphone", {"", " "}}, {"Mobile", numbers}})) ==
        words{"-taken", "phone"});
  CHECK(told(map(std::vector<column>{{"Téléphone", {"", " "}}})) == words{"phone"});
  CHECK(told(map(std::vector<column>{{"Téléphone", {"-", "N/A"}}, {"Mobile", numbers}})) ==
        words{"-taken", "phone"});
  // However late or unsure the choice of the full one is.
  CHECK(
      told(map(std::vector<column>{{"Téléphone", {""}}, {"Mobile", {""}}, {"Mobile du gagnant", numbers}})) ==
      words{"-taken", "-taken", "phone"});
  CHECK(told(map(std::vector<column>{{"Tel 1", {""}}, {"Tel 2", {""}}, {"Tel 3", numbers}})) ==
        words{"-taken", "-taken", "phone"});
}

TEST_CASE("given a mapping, when nothing in it tells leads apart, then that is said") {
  CHECK_FALSE(map(words{"Nom", "Prénom", "Ville"}).identifies);
  for (const auto* const name : {"E-mail", "Tél", "Lead ID"}) CHECK(map(words{"Nom", name}).identifies);
  CHECK_FALSE(map(words{}).identifies);
}

TEST_CASE(
    "given one sure column and guesses for others, when all is assigned, then the sure one is not moved for "
    "them") {
  // "Numéro" could be a telephone number so that another could be the id; the sure ones stay.
  CHECK(told(map(words{"ID", "Numéro", "Tél"})) == words{"external_id", "-taken", "phone"});
}

TEST_CASE(
    "given as many columns as a table may have, when they are mapped, then that takes its time and no more") {
  words names;
  for (int i = 0; i < 16'384; ++i) names.push_back("unbekannte Spalte " + std::to_string(i));
  names.back() = "E-mail";
  CHECK(told(map(names).columns.back()) == "email");
}

}  // namespace waybill::leads::test
