#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;

namespace {

constexpr instant now{1'800'000'000'000'000};
constexpr presence nothing{};
constexpr presence everything{true, true, true, true, true};

/// The same bookmark as the existing one, as a record that says nothing beyond url and title.
auto bare_record() -> bookmark { return bare_bookmark(full_bookmark().url, full_bookmark().title); }

auto merged_extra(const std::string& existing, const std::string& incoming) -> std::string {
  auto old = full_bookmark();
  auto record = bare_record();
  old.extra = existing;
  record.extra = incoming;
  return merge(old, record, nothing, now).after.extra;
}

}  // namespace

TEST_CASE(
    "given a record that says nothing new, when it is merged, then nothing changes, not even the date") {
  const auto old = full_bookmark();
  for (const auto& out : {merge(old, bare_record(), nothing, now), merge(old, old, everything, now)}) {
    CHECK_FALSE(out.changed);
    CHECK(out.after == old);
  }
}

TEST_CASE("given another url or title, when merged, then they are the record's, and updated is now") {
  auto record = bare_record();
  record.url = "https://example.org/notes/?b=2&a=1";
  record.title = "Other";
  const auto out = merge(full_bookmark(), record, nothing, now);
  CHECK(out.changed);
  auto expected = full_bookmark();
  expected.url = record.url;
  expected.title = "Other";
  expected.updated_at = now;
  CHECK(out.after == expected);
}

TEST_CASE("given the key of a text, when merged, then its value counts: null clears, absence keeps") {
  auto record = bare_record();
  presence has{.description = true, .feed_url = true};
  auto out = merge(full_bookmark(), record, has, now);
  CHECK(out.changed);
  CHECK_FALSE(out.after.description.has_value());
  CHECK_FALSE(out.after.feed_url.has_value());
  record.description = "";
  record.feed_url = "f";
  out = merge(full_bookmark(), record, has, now);
  CHECK(out.after.description == "");
  CHECK(out.after.feed_url == "f");
  CHECK(merge(full_bookmark(), record, nothing, now).after.description == full_bookmark().description);
}

TEST_CASE("given tags, when merged, then a list that is not empty stands for the old one, its order too") {
  auto record = bare_record();
  record.tags = {"to read", "python"};
  const auto out = merge(full_bookmark(), record, {.tags = true}, now);
  CHECK(out.changed);
  CHECK(out.after.tags == record.tags);
  record.tags.clear();
  CHECK_FALSE(merge(full_bookmark(), record, nothing, now).changed);
}

TEST_CASE("given dates, when merged, then created keeps the earlier, and updated is the record's") {
  const auto old = full_bookmark();
  auto record = bare_record();
  record.created_at = record.updated_at = {old.created_at.us - 1};
  auto out = merge(old, record, {.created_at = true}, now);
  CHECK(out.changed);
  CHECK(out.after.created_at == record.created_at);
  CHECK(out.after.updated_at == now);

  record.created_at = {old.created_at.us + 1};
  CHECK_FALSE(merge(old, record, {.created_at = true}, now).changed);

  out = merge(old, record, {.updated_at = true}, now);
  CHECK(out.changed);
  CHECK(out.after.updated_at == record.updated_at);

  record.created_at = {0};  // the import's time, not the record's own
  CHECK(merge(old, record, nothing, now).after.created_at == old.created_at);
}

TEST_CASE(
    "given extra keys, when merged, then the record's win in their old place and new ones stand behind") {
  CHECK(merged_extra("", "") == "");
  CHECK(merged_extra("", R"({"a":1})") == R"({"a":1})");
  CHECK(merged_extra(R"({"a":1})", "") == R"({"a":1})");
  CHECK(merged_extra(R"({"a":1,"b":2,"c":3})", R"({"d":4,"b":[2,{"x":"},{"}]})") ==
        R"({"a":1,"b":[2,{"x":"},{"}],"c":3,"d":4})");
  CHECK(merged_extra(R"({"a":{"x":1,"y":2}})", R"({"a":{"x":3}})") == R"({"a":{"x":3}})");
}

TEST_CASE("given values of extra keys, when merged, then they stay byte for byte as they are spelled") {
  const auto* old =
      R"({"n":1.50,"big":123456789012345678901234567890,"e":1E+2,"s":"\u00e9\/\"é,}","k\"}":null})";
  CHECK(merged_extra(old, R"({"z":-0})") ==
        R"({"n":1.50,"big":123456789012345678901234567890,"e":1E+2,"s":"\u00e9\/\"é,}","k\"}":null,"z":-0})");
}

TEST_CASE("given a key in another spelling, when merged, then it is the same key") {
  CHECK(merged_extra(R"({"a\/b":1})", R"({"a/b":2})") == R"({"a\/b":2})");
  CHECK(merged_extra(R"({"é😀":1})", R"({"\u00e9\ud83d\ude00":2})") == R"({"é😀":2})");
  CHECK(merged_extra(R"({"a":1})", R"({"\ud83d":2})") == R"({"a":1,"\ud83d":2})");
  CHECK(merged_extra(R"({"a":1})", R"({"\u0061":1})") == R"({"a":1})");
}

TEST_CASE("given an item with very many extra keys, when merged, then no key is looked for one by one") {
  std::string old = "{";
  std::string record = "{";
  for (int i = 0; i < 100'000; ++i) {
    old += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
    record += (i == 0 ? "\"k" : ",\"k") + std::to_string(100'000 + i) + "\":0";
  }
  const auto merged = merged_extra(old + "}", record + "}");
  CHECK(merged.size() == old.size() + record.size() + 1);
}

TEST_CASE("given an extra that is no object, when merged, then nothing breaks") {
  for (const std::string text :
       {"{", "{}", "[1]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"", "{\"a\":]}", "{\"a\\", "{\"a\":[}"})
    CHECK(merged_extra(R"({"z":1})", text) == R"({"z":1})");
}

TEST_CASE(
    "given dates that could not be read, when merged, then they hold until one comes that can be read") {
  auto old = full_bookmark();
  old.extra = R"({"published":"yesterday","a":1,"updated":"later"})";
  auto record = bare_record();
  record.created_at = record.updated_at = {old.created_at.us - 1};
  const auto extra = [&](const presence& has) { return merge(old, record, has, now).after.extra; };
  CHECK(extra(nothing) == old.extra);
  CHECK(extra({.created_at = true}) == R"({"a":1,"updated":"later"})");
  CHECK(extra({.updated_at = true}) == R"({"published":"yesterday","a":1})");
  CHECK(extra({.created_at = true, .updated_at = true}) == R"({"a":1})");
  record.extra = R"({"published":"tomorrow","b":2})";
  CHECK(extra(nothing) == R"({"published":"tomorrow","a":1,"updated":"later","b":2})");
  CHECK(extra({.updated_at = true}) == R"({"published":"tomorrow","a":1,"b":2})");
}

TEST_CASE(
    "given a date that can be read, when a record brings one that cannot, then the old one stays and is "
    "written") {
  auto record = bare_record();
  record.extra = R"({"published":"yesterday","updated":5})";
  const auto out = merge(full_bookmark(), record, nothing, now);
  CHECK_FALSE(out.changed);
  CHECK(out.after.extra == full_bookmark().extra);
}
