#include <limits>

#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;

namespace {

auto row_of(const bookmark& from) -> std::string {
  std::string row;
  encode_row(from, row);
  return row;
}

auto samples() -> std::vector<bookmark> {
  std::vector<bookmark> all{full_bookmark(), bookmark{}};
  auto empty_texts = full_bookmark();
  empty_texts.description = "";
  empty_texts.feed_url = "";
  empty_texts.tags = {""};
  all.push_back(empty_texts);
  auto same_dates = full_bookmark();
  same_dates.updated_at = same_dates.created_at;
  all.push_back(same_dates);
  auto updated_before_created = full_bookmark();
  std::swap(updated_before_created.created_at, updated_before_created.updated_at);
  all.push_back(updated_before_created);
  auto ends_of_time = full_bookmark();
  ends_of_time.created_at.us = std::numeric_limits<std::int64_t>::min();
  ends_of_time.updated_at.us = std::numeric_limits<std::int64_t>::max();
  all.push_back(ends_of_time);
  auto large = full_bookmark();
  large.url = std::string(127, 'u');
  large.title = std::string(128, 't');
  large.description = std::string(16'384, 'd');
  large.tags.assign(300, std::string("x\0y", 3));
  all.push_back(large);
  return all;
}

}  // namespace

TEST_CASE("given any bookmark, when it is written as a row and read, then it is the same") {
  for (const auto& each : samples()) {
    const auto read = decode_row(row_of(each));
    REQUIRE(read.ok());
    CHECK(*read == each);
  }
}

TEST_CASE("given a row, when it is written, then it stands behind what was there") {
  std::string out = "before";
  encode_row(full_bookmark(), out);
  CHECK(out.substr(0, 6) == "before");
  CHECK(out.substr(6) == row_of(full_bookmark()));
}

TEST_CASE("given the bytes of version 1, when they are read, then old data opens") {
  const std::string row(
      "\x01\x1b\x40\x42\x0f\x00\x00\x00\x00\x00\x01u\x01t\x01"
      "d\x01"
      "f\x02\x01"
      "a\x00",
      22);
  bookmark expected{.url = "u",
                    .title = "t",
                    .description = "d",
                    .tags = {"a", ""},
                    .feed_url = "f",
                    .created_at = {1'000'000},
                    .updated_at = {1'000'000},
                    .extra = ""};
  const auto read = decode_row(row);
  REQUIRE(read.ok());
  CHECK(*read == expected);
  CHECK(row_of(expected) == row);
}

TEST_CASE("given a view used before, when another row is viewed, then nothing of the first is left") {
  row_view view;
  const auto full = row_of(full_bookmark());
  const auto bare = row_of(bare_bookmark("u", "t"));
  REQUIRE(view_row(full, view));
  CHECK(view.tags.size() == 2);
  CHECK(view.extra == full_bookmark().extra);
  REQUIRE(view_row(bare, view));
  CHECK(view.url == "u");
  CHECK(view.tags.empty());
  CHECK(view.extra.empty());
  CHECK_FALSE(view.description.has_value());
  CHECK_FALSE(view.feed_url.has_value());
}

TEST_CASE("given a row, when it is cut anywhere or has a byte too many, then it is corrupt") {
  for (const auto& each : samples()) {
    const auto row = row_of(each);
    const auto step = row.size() > 2'000 ? 97U : 1U;
    for (std::size_t size = 0; size < row.size(); size += step) {
      const auto cut = decode_row(std::string_view(row).substr(0, size));
      REQUIRE_FALSE(cut.ok());
      CHECK(cut.why().code == errc::corrupt);
    }
    CHECK_FALSE(decode_row(row + '\0').ok());
  }
}

TEST_CASE("given a row with any byte changed, when it still can be read, then it is what would be written") {
  const auto row = row_of(full_bookmark());
  for (std::size_t at = 0; at < row.size(); ++at)
    for (int byte = 0; byte < 256; ++byte) {
      auto changed = row;
      changed[at] = static_cast<char>(byte);
      const auto read = decode_row(changed);
      if (read.ok() && row_of(*read) != changed) FAIL("byte " << at << " as " << byte);
    }
}

TEST_CASE(
    "given lengths and counts that lie, when the row is read, then it is corrupt and nothing large is "
    "allocated") {
  const std::string head("\x01\x10\0\0\0\0\0\0\0\0", 10);
  const std::string huge = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01";
  CHECK_FALSE(decode_row(head + huge).ok());
  CHECK_FALSE(decode_row(head + std::string("\x00", 1) + huge).ok());
  CHECK_FALSE(decode_row(head + "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F").ok());  // beyond 64 bits
  CHECK_FALSE(decode_row(head + std::string("\x80\x00\x00", 3)).ok());              // not the shortest form
  const std::string tagged("\x01\x18\0\0\0\0\0\0\0\0\0\0", 12);
  CHECK_FALSE(decode_row(tagged + huge).ok());
  CHECK_FALSE(decode_row(tagged + std::string("\x00", 1)).ok());                  // says tags, has none
  CHECK_FALSE(decode_row(std::string("\x02\x10\0\0\0\0\0\0\0\0\0\0", 12)).ok());  // another version
  CHECK_FALSE(decode_row(std::string("\x01\x30\0\0\0\0\0\0\0\0\0\0", 12)).ok());  // a flag of the future
  CHECK(decode_row(std::string("\x01\x10\0\0\0\0\0\0\0\0\0\0", 12)).ok());        // the same, sound
}
