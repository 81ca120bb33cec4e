// The dictionary of columns: that of the program, and faulty ones.
#include "domains/leads/columns/dictionary.hpp"

#include <nlohmann/json.hpp>

#include "tests/domains/leads/support.hpp"

namespace waybill::leads::test {
namespace {

using nlohmann::json;

/// The smallest that can be used.
auto smallest() -> json {
  json made;
  for (const auto field : lead_fields())
    made["fields"][std::string(name_of(field))] = {{"aliases", {json::array({std::string(name_of(field))})}},
                                                   {"unsure", json::array()}};
  for (const auto* const key : {"whole_names", "address_parts", "no_field", "first_is_head", "generic",
                                "numbers", "small_words", "salutations"})
    made[key] = json::array();
  made["affixes"] = {json::array({"lead"})};
  return made;
}

auto refusal(const json& given) -> std::string {
  const auto read = column_dictionary::read(given.dump());
  REQUIRE_FALSE(read.ok());
  CHECK(read.why().code == errc::bad_value);
  return read.why().message;
}

using Catch::Matchers::Contains;

}  // namespace

TEST_CASE(
    "given the program, when it asks for its dictionary, then it has that of the source tree, and can use "
    "it") {
  CHECK(lead_columns_json() == content("config/lead_columns.json"));
  CHECK(column_dictionary::read(lead_columns_json()).ok());
}

TEST_CASE(
    "given a dictionary, when words are looked up, then joined ones are found, also without small words") {
  auto given = smallest();
  given["fields"]["created"]["aliases"][0].push_back("Date de création");
  given["fields"]["created"]["aliases"][0].push_back("reçu le");
  given["small_words"] = {"de", "le"};
  const auto read = column_dictionary::read(given.dump());
  REQUIRE(read.ok());
  REQUIRE(read->find("datedecreation") != nullptr);
  CHECK(read->find("datedecreation")->fields.at(0).field == lead_field::created);
  CHECK(read->find("datecreation") != nullptr);
  CHECK(read->find("recule") != nullptr);
  CHECK(read->find("recu") == nullptr);
  CHECK(read->find("creation") == nullptr);
}

TEST_CASE("given an alias of two fields, when the dictionary is read, then neither is sure of it") {
  auto given = smallest();
  given["fields"]["phone"]["aliases"][0].push_back("numero");
  given["fields"]["external_id"]["aliases"][0].push_back("Numéro");
  const auto read = column_dictionary::read(given.dump());
  REQUIRE(read.ok());
  const auto& fields = read->find("numero")->fields;
  REQUIRE(fields.size() == 2);
  CHECK((fields[0].unsure && fields[1].unsure));
}

TEST_CASE("given a dictionary that is none, when it is read, then it is said what is wrong with it") {
  CHECK_THAT(column_dictionary::read("[]").why().message, Contains("no JSON object"));
  CHECK_THAT(column_dictionary::read("{").why().message, Contains("no JSON object"));
  CHECK_THAT(refusal(json::object()), Contains("`fields` is missing"));
  auto given = smallest();
  given["fields"]["emial"] = given["fields"]["email"];
  CHECK_THAT(refusal(given), Contains("`emial`, which is no field of a lead"));
  given = smallest();
  given["fields"].erase("amount");
  CHECK_THAT(refusal(given), Contains("`fields` lacks `amount`"));
  given = smallest();
  given["colour"] = 1;
  CHECK_THAT(refusal(given), Contains("`colour`"));
  given = smallest();
  given["no_field"] = {"fax", 7};
  CHECK_THAT(refusal(given), Contains("`no_field` holds 7"));
  given = smallest();
  given["no_field"] = {" - "};
  CHECK_THAT(refusal(given), Contains("`no_field` holds \" - \""));
  given = smallest();
  given["generic"] = "date";
  CHECK_THAT(refusal(given), Contains("`generic` is no list"));
  given = smallest();
  given["affixes"] = {"lead"};
  CHECK_THAT(refusal(given), Contains("`affixes` is no list"));
  given = smallest();
  given["fields"]["email"] = {"email"};
  CHECK_THAT(refusal(given), Contains("`email` has not exactly `aliases` and `unsure`"));
}

TEST_CASE("given a word that is a field and none, when the dictionary is read, then it is refused") {
  auto given = smallest();
  given["no_field"] = {"E-mail"};
  CHECK_THAT(refusal(given), Contains("`email` stands in `no_field`"));
  given = smallest();
  given["no_field"] = {"lead"};
  CHECK_THAT(refusal(given), Contains("`lead` stands in `no_field`"));
  given = smallest();
  given["whole_names"] = {"first name"};
  CHECK_THAT(refusal(given), Contains("is an alias of `first_name`"));
  given = smallest();
  given["fields"]["email"]["unsure"] = {"E-Mail"};
  CHECK_THAT(refusal(given), Contains("`email` has an alias twice"));
}

}  // namespace waybill::leads::test
