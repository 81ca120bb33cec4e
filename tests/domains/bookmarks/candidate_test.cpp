#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;
using namespace waybill::formats::activitystreams;

namespace {

constexpr instant import_time{1'700'000'000'000'000};

struct made {
  candidate_maker::fault fault{};
  candidate is;
  std::string row;
  [[nodiscard]] auto bookmark() const -> bookmarks::bookmark { return *decode_row(row); }
};

auto make(const link_record& from) -> made {
  candidate_maker maker(import_time);
  made out;
  out.fault = maker.make(from, out.is, out.row);
  return out;
}

auto link(std::string_view url) -> link_record {
  link_record record;
  record.url = url;
  record.title = "T";
  return record;
}

auto text(std::string_view value) -> optional_text { return {optional_text::state::text, value}; }

}  // namespace

TEST_CASE(
    "given a link with everything, when a candidate is made, then its row holds everything as spelled") {
  auto record = link(" HTTPS://Example.org/?b&a ");
  record.title = "Title";
  record.description = text("");
  record.feed_url = text("https://example.org/f");
  record.tags = {"x", "y z"};
  record.has_tags = true;
  record.published = date("\"2024-01-15T10:30:00Z\"");
  record.updated = date("\"2024-01-16T10:30:00Z\"");
  record.extra = R"({"a":1})";
  const auto out = make(record);
  REQUIRE(out.fault == candidate_maker::fault::none);
  const bookmark expected{.url = " HTTPS://Example.org/?b&a ",
                          .title = "Title",
                          .description = "",
                          .tags = {"x", "y z"},
                          .feed_url = "https://example.org/f",
                          .created_at = *parse_date("2024-01-15T10:30:00Z"),
                          .updated_at = *parse_date("2024-01-16T10:30:00Z"),
                          .extra = R"({"a":1})"};
  CHECK(out.bookmark() == expected);
  CHECK(out.is.id == identity_of_normalized("https://example.org/?a=&b="));
  CHECK(out.is.warnings == 0);
  CHECK((out.is.has.description && out.is.has.feed_url && out.is.has.tags && out.is.has.created_at &&
         out.is.has.updated_at));
  std::string encoded;
  encode_row(expected, encoded);
  CHECK(out.row == encoded);
}

TEST_CASE(
    "given a link with a URL and title alone, when a candidate is made, then the import's time stands for "
    "dates") {
  const auto out = make(link("http://a"));
  CHECK(out.bookmark() == bare_bookmark("http://a", "T", import_time));
  CHECK_FALSE((out.is.has.description || out.is.has.feed_url || out.is.has.tags || out.is.has.created_at ||
               out.is.has.updated_at));
}

TEST_CASE(
    "given published alone, when a candidate is made, then updated is the same; given updated alone, it was "
    "there by then") {
  auto published = link("http://a");
  published.published = date("\"2020-02-03\"");
  CHECK(make(published).bookmark().updated_at == *parse_date("2020-02-03"));
  CHECK_FALSE(make(published).is.has.updated_at);
  auto updated = link("http://a");
  updated.updated = date("\"2020-02-03\"");
  CHECK(make(updated).bookmark().created_at == *parse_date("2020-02-03"));
  CHECK_FALSE(make(updated).is.has.created_at);
  CHECK(make(updated).bookmark().updated_at == *parse_date("2020-02-03"));
}

TEST_CASE(
    "given blanks beyond ASCII around an address, when a candidate is made, then they are no part of it") {
  CHECK(make(link("\u00A0http://a/\uFEFF")).bookmark().url == "http://a/");
  CHECK(make(link("http://a/\u00E9")).bookmark().url == "http://a/\u00E9");
  auto untitled = link("\u00A0http://a/");
  untitled.title = untitled.url;
  untitled.warnings = formats::activitystreams::warn_title_missing;
  CHECK(make(untitled).bookmark().title == "http://a/");
}

TEST_CASE("given null for a text, when a candidate is made, then the key is there and the value is not") {
  auto record = link("http://a");
  record.description.is = optional_text::state::null;
  record.feed_url.is = optional_text::state::null;
  const auto out = make(record);
  CHECK((out.is.has.description && out.is.has.feed_url));
  CHECK_FALSE(out.bookmark().description.has_value());
  CHECK_FALSE(out.bookmark().feed_url.has_value());
}

TEST_CASE("given an empty tag list, when a candidate is made, then it counts as no tags") {
  auto record = link("http://a");
  record.has_tags = true;
  CHECK_FALSE(make(record).is.has.tags);
}

TEST_CASE(
    "given a blank URL, when a candidate is made, then url_missing, and the rows before are untouched") {
  candidate_maker maker(import_time);
  candidate out;
  std::string rows = "rows before";
  for (const auto* url : {"", " ", "\t\r\n\x01"})
    CHECK(maker.make(link(url), out, rows) == candidate_maker::fault::url_missing);
  CHECK(rows == "rows before");
}

TEST_CASE(
    "given a URL at and beyond the limit, when a candidate is made, then only the longer one is "
    "url_too_long") {
  const auto longest = "http://a/" + std::string(url_limit_bytes - 9, 'x');
  CHECK(make(link(longest)).fault == candidate_maker::fault::none);
  const auto out = make(link(longest + "x"));
  CHECK(out.fault == candidate_maker::fault::url_too_long);
  CHECK(out.row.empty());
}

TEST_CASE("given titles around 255 characters, when a candidate is made, then characters count, not bytes") {
  std::string title;
  for (int i = 0; i < 255; ++i) title += "€";
  auto record = link("http://a");
  record.title = title;
  CHECK(make(record).is.warnings == 0);
  const auto longer = title + "x";
  record.title = longer;
  CHECK(make(record).is.warnings == warning_title_long);
  CHECK(make(record).bookmark().title == longer);
}

TEST_CASE(
    "given dates that cannot be read, when a candidate is made, then there is a warning, and they are kept "
    "as written") {
  auto record = link("http://a");
  record.published = date("\"yesterday\"");
  record.updated = date("\"2024-02-30\"");
  record.warnings = warn_title_missing;
  const auto out = make(record);
  CHECK(out.is.warnings == (warning_title_missing | warning_date_unreadable));
  CHECK(out.bookmark().created_at == import_time);
  CHECK(out.bookmark().updated_at == import_time);
  CHECK(out.bookmark().extra == R"({"published":"yesterday","updated":"2024-02-30"})");
  CHECK_FALSE((out.is.has.created_at || out.is.has.updated_at));

  record.extra = R"({"a":1})";
  record.published = date("\"2024-01-15\"");
  record.updated = date(R"({"x":[true]})");
  CHECK(make(record).bookmark().extra == R"({"a":1,"updated":{"x":[true]}})");
  CHECK(make(record).bookmark().updated_at == *parse_date("2024-01-15"));
}

TEST_CASE("given numbers for dates, when a candidate is made, then they are counts since 1970") {
  auto record = link("http://a");
  record.published = date("1705314600");
  record.updated = date("1705314600123");
  const auto out = make(record);
  CHECK(out.is.warnings == 0);
  CHECK(out.bookmark().created_at == *parse_date("2024-01-15T10:30:00Z"));
  CHECK(out.bookmark().updated_at == *parse_date("2024-01-15T10:30:00.123Z"));
  CHECK(out.bookmark().extra.empty());
}

TEST_CASE("given bits of warnings, when they are named, then in the order of the bits") {
  using names = std::vector<std::string_view>;
  CHECK(warning_names(0).empty());
  CHECK(warning_names(31) ==
        names{"title_missing", "value_ignored", "title_long", "date_unreadable", "url_from_id"});
  CHECK(warning_names(warning_date_unreadable | warning_title_missing) ==
        names{"title_missing", "date_unreadable"});
}
