// Fields of a lead and their names.
#include "domains/leads/field.hpp"

#include <catch2/catch.hpp>
#include <set>

namespace waybill::leads {

TEST_CASE(
    "given the fields of a lead, when each is named, then its name leads back to it and no other has it") {
  std::set<std::string_view> names;
  for (const auto field : lead_fields()) {
    CHECK(lead_field_of(name_of(field)) == field);
    CHECK(names.insert(name_of(field)).second);
  }
  CHECK(names.size() == 17);
  CHECK(*names.begin() == "address");
  CHECK(name_of(lead_field::external_id) == "external_id");
  CHECK(name_of(lead_field::amount) == "amount");
}

TEST_CASE("given a name that no field of a lead has, when its field is asked for, then there is none") {
  for (const auto* const name : {"", "Email", "e-mail", "name", "id"}) CHECK_FALSE(lead_field_of(name));
}

TEST_CASE("given the fields of a lead, when it is asked which of them say who it is, then three do") {
  std::set<std::string_view> names;
  for (const auto field : lead_fields())
    if (identifies(field)) names.insert(name_of(field));
  CHECK(names == std::set<std::string_view>{"email", "external_id", "phone"});
}

}  // namespace waybill::leads
