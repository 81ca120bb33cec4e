// What people want done to many bookmarks, and what it makes of one.
#include "domains/bookmarks/bulk.hpp"

#include <catch2/catch.hpp>

#include "domains/bookmarks/bookmark.hpp"

using namespace waybill;
using namespace waybill::bookmarks;

namespace {

using tags = std::vector<std::string>;
constexpr instant now{5'000};

auto code_of(const std::string& wish) -> std::string {
  const auto checked = check_bulk_wish(wish);
  return checked ? "" : std::string(name_of(checked.why().code));
}

auto changer(const std::string& wish) -> std::unique_ptr<row_changer> {
  const auto checked = check_bulk_wish(wish);
  REQUIRE(checked);
  return changer_of(checked->text, now);
}

auto row_of(const bookmark& one) -> std::string {
  std::string row;
  encode_row(one, row);
  return row;
}

auto with_tags(const tags& carried) -> bookmark {
  bookmark one;
  one.url = "https://example.org/";
  one.title = "Title";
  one.tags = carried;
  return one;
}

/// The tags that a bookmark with these has behind it; none: it stays as it is.
auto changed(const std::string& wish, const tags& carried) -> std::optional<tags> {
  std::string after;
  if (changer(wish)->change(row_of(with_tags(carried)), after) != row_step::changed) return std::nullopt;
  return decode_row(after)->tags;
}

}  // namespace

TEST_CASE("given wishes of all kinds, when they are checked, then what cannot be meant is refused") {
  CHECK(check_bulk_wish(R"({"delete":true})")->verb == bulk_verb::remove);
  CHECK(check_bulk_wish(R"({"add_tags":["a"]})")->verb == bulk_verb::change);
  CHECK(check_bulk_wish(R"({"merge":{}})")->verb == bulk_verb::merge);
  CHECK(check_bulk_wish(R"({"rename_tag":{"from":"a","to":" b "}})")->text ==
        R"({"rename_tag":{"from":"a","to":"b"}})");
  const auto long_tag = std::string(256, 'x');
  for (const auto& wish :
       {std::string("{}"), std::string("[]"), std::string("x"), std::string(R"({"delete":false})"),
        std::string(R"({"delete":true,"add_tags":["a"]})"), std::string(R"({"add_tags":[]})"),
        std::string(R"({"add_tags":"a"})"), std::string(R"({"add_tags":[" "]})"),
        std::string("{\"add_tags\":[\"\u00A0\u200B\"]}"), std::string(R"({"add_tags":[1]})"),
        R"({"add_tags":[")" + long_tag + "\"]}", std::string(R"({"add_tags":["a"],"remove_tags":["a"]})"),
        std::string(R"({"rename_tag":"a"})"), std::string(R"({"rename_tag":{"from":"a"}})"),
        std::string(R"({"rename_tag":{"from":"a","to":" a"}})"),
        std::string(R"({"rename_tag":{"from":"","to":"b"}})"), std::string(R"({"merge":{"keep":"x"}})")}) {
    CAPTURE(wish);
    CHECK(code_of(wish) == "bad_value");
  }
  CHECK(code_of(R"({"delete":true,"colour":"red"})") == "unknown_field");
  // What a file once brought can be taken away, however long it is.
  CHECK(code_of(R"({"remove_tags":[")" + long_tag + "\"]}").empty());
  CHECK(code_of(R"({"rename_tag":{"from":")" + long_tag + R"(","to":"b"}})").empty());
}

TEST_CASE(
    "given a bookmark with tags, when tags are added, taken away and renamed, then each is there once") {
  CHECK(changed(R"({"add_tags":["b","c"]})", {"a", "b"}) == tags{"a", "b", "c"});
  CHECK_FALSE(changed(R"({"add_tags":["b"]})", {"a", "b"}));
  CHECK(changed(R"({"remove_tags":["a","x"]})", {"a", "b"}) == tags{"b"});
  CHECK_FALSE(changed(R"({"remove_tags":["A"]})", {"a"}));
  CHECK(changed(R"({"add_tags":["n"],"remove_tags":["a"]})", {"a"}) == tags{"n"});
  CHECK(changed(R"({"rename_tag":{"from":"b","to":"z"}})", {"a", "b", "c"}) == tags{"a", "z", "c"});
  CHECK(changed(R"({"rename_tag":{"from":"b","to":"a"}})", {"a", "b", "c"}) == tags{"a", "c"});
  CHECK(changed(R"({"rename_tag":{"from":"b","to":"c"}})", {"a", "b", "c"}) == tags{"a", "c"});
  CHECK_FALSE(changed(R"({"rename_tag":{"from":"b","to":"c"}})", {"a", "c"}));
}

TEST_CASE("given a bookmark, when its tags change, then nothing else does but the moment of the change") {
  auto one = with_tags({"a"});
  one.description = "";
  one.extra = R"({"toread":"yes"})";
  one.created_at = one.updated_at = instant{1'000};
  std::string after;
  REQUIRE(changer(R"({"add_tags":["b"]})")->change(row_of(one), after) == row_step::changed);
  auto expected = one;
  expected.tags = {"a", "b"};
  expected.updated_at = now;
  CHECK(*decode_row(after) == expected);
  one.updated_at = instant{9'000};
  after.clear();
  REQUIRE(changer(R"({"add_tags":["b"]})")->change(row_of(one), after) == row_step::changed);
  CHECK(decode_row(after)->updated_at == instant{9'000});
}

TEST_CASE("given a bookmark that is as large as may be, when tags are added, then it stays as it is") {
  auto one = with_tags({std::string(1 << 20, 'x')});
  std::string after;
  CHECK(changer(R"({"add_tags":["a tag that has no room any more"]})")->change(row_of(one), after) ==
        row_step::too_large);
  CHECK(after.empty());
  CHECK(changer(R"({"remove_tags":[")" + one.tags[0] + "\"]}")->change(row_of(one), after) ==
        row_step::changed);
}
