// Mappings that people keep.
#include "domains/leads/columns/saved_mapping.hpp"

#include "tests/domains/leads/support.hpp"

namespace waybill::leads::test {
namespace {

using fields = std::vector<std::optional<lead_field>>;
using names = std::vector<std::string_view>;

}  // namespace

TEST_CASE("given a mapping that was kept, when the same columns come again, then it is found and fits") {
  const names first{"Nom", "Tél.", "Mon score"};
  const std::vector<saved_mapping> saved{
      save_mapping(first, fields{lead_field::last_name, lead_field::phone, {}})};
  const names again{"NOM", "tel", "mon_score"};
  const auto* const found = find_mapping(saved, again);
  REQUIRE(found != nullptr);
  CHECK(fields_of(*found, again) == fields{lead_field::last_name, lead_field::phone, {}});
}

TEST_CASE("given a mapping that was kept, when its columns come in another order, then each has its field") {
  const std::vector<saved_mapping> saved{
      save_mapping(names{"a", "b", "c"}, fields{lead_field::city, {}, lead_field::email})};
  const names turned{"c", "a", "b"};
  REQUIRE(find_mapping(saved, turned) != nullptr);
  CHECK(fields_of(saved[0], turned) == fields{lead_field::email, lead_field::city, {}});
}

TEST_CASE("given mappings that were kept, when a column is missing or more, then none is found") {
  const std::vector<saved_mapping> saved{save_mapping(names{"a", "b"}, fields{lead_field::city, {}})};
  CHECK(find_mapping(saved, names{"a"}) == nullptr);
  CHECK(find_mapping(saved, names{"a", "b", "c"}) == nullptr);
  CHECK(find_mapping(saved, names{"a", "a"}) == nullptr);
  CHECK(find_mapping({}, names{}) == nullptr);
  CHECK(fields_of(saved[0], names{"x", "y"}) == fields{{}, {}});
}

TEST_CASE("given two mappings of the same columns, when they come again, then the last one is found") {
  const std::vector<saved_mapping> saved{save_mapping(names{"a"}, fields{lead_field::city}),
                                         save_mapping(names{"x"}, fields{lead_field::notes}),
                                         save_mapping(names{"A"}, fields{lead_field::country})};
  CHECK(find_mapping(saved, names{"a"}) == &saved[2]);
}

TEST_CASE(
    "given columns whose names come to the same, when a mapping is found, then the first is the first") {
  const std::vector<saved_mapping> saved{
      save_mapping(names{"Tel 1", "Tel.1"}, fields{lead_field::phone, lead_field::notes})};
  const names again{"tel-1", "TEL 1"};
  CHECK(fields_of(*find_mapping(saved, again), again) == fields{lead_field::phone, lead_field::notes});
}

TEST_CASE(
    "given names without letters of a to z, when a mapping is kept, then they are told apart as they stand") {
  CHECK(column_key("البريد") == "البريد");
  CHECK(column_key(" 电话 ") == "电话");
  const std::vector<saved_mapping> saved{
      save_mapping(names{"البريد", "电话"}, fields{lead_field::email, lead_field::phone})};
  CHECK(find_mapping(saved, names{"电话", "البريد"}) != nullptr);
  CHECK(find_mapping(saved, names{"电话", "电话"}) == nullptr);
}

}  // namespace waybill::leads::test
