#include "formats/links/tables.hpp"

#include <catch2/catch.hpp>

#include "formats/links/table_columns.hpp"
#include "tests/formats/links/producer_files.hpp"

namespace waybill::formats::links::testing {
namespace {

auto tags_of(std::string_view cell, std::string_view borders = ",") -> std::vector<std::string> {
  std::vector<std::string> tags;
  add_cell_tags(cell, borders, tags);
  return tags;
}

TEST_CASE("tables of links: each producer's table gives what is expected of it") {
  check_expected(table_reader, "ours/instapaper.csv");
  check_expected(table_reader, "ours/pocket_2025.csv");
  check_expected(table_reader, "ours/raindrop.csv");
  check_expected(table_reader, "ours/readwise_reader.csv");
  check_expected(table_reader, "ours/wallabag.csv");
  check_expected(table_reader, "wallabag/instapaper-export.csv");
  check_expected(table_reader, "wallabag/pocket.csv");
}

TEST_CASE("tables of links: a producer is known by the names of its columns, in any order and letter case") {
  const auto name_of = [](std::string_view first) -> std::string_view {
    const auto* const one = known_table(first);
    return one == nullptr ? "" : one->name;
  };
  CHECK(name_of("URL,Title,Selection,Folder\nhttps://a.example/,A,,Unread\n") == "instapaper");
  CHECK(name_of("status;tags;time_added;url;title\n;;1;https://a.example/;A\n") == "pocket");
  CHECK(name_of("\xEF\xBB\xBFurl,title,description,tags,feed_url,created_at,updated_at\r\n") == "csv");
  CHECK(name_of("url,title\nhttps://a.example/,A\n").empty());
  CHECK(has_url_column("url,title\nhttps://a.example/,A\n"));
  CHECK_FALSE(has_url_column("name,town\nA,B\n"));
}

TEST_CASE("tables of links: a spreadsheet's formula of a link is the address in it") {
  const auto all = read_all(table_reader,
                            "url,title\n\"=HYPERLINK(\"\"https://a.example/\"\",\"\"A\"\")\",\n"
                            "\"=hyperlink(\"\"https://b.example/\"\";\"\"B\"\")\",Own\n=HYPERLINK(A1),C\n");
  REQUIRE(all.links.size() == 3);
  CHECK(all.links[0].url == "https://a.example/");
  CHECK(all.links[0].title == "A");
  CHECK(all.links[1].url == "https://b.example/");
  CHECK(all.links[1].title == "Own");
  CHECK(all.links[2].url == "=HYPERLINK(A1)");
}

TEST_CASE("tables of links: tags may be a list of JSON or Python, or a text with borders") {
  CHECK(tags_of(R"(["a", "b \"c\"", "\u00e9"])") == std::vector<std::string>{"a", "b \"c\"", "é"});
  CHECK(tags_of(R"(['a', 'it\'s', "l'été"])") == std::vector<std::string>{"a", "it's", "l'été"});
  CHECK(tags_of("[]").empty());
  CHECK(tags_of("[a, b]") == std::vector<std::string>{"a", "b"});
  CHECK(tags_of("['never closed]") == std::vector<std::string>{"never closed"});
  CHECK(tags_of("['\\']") == std::vector<std::string>{"'"});
  CHECK(tags_of(" a , b ,, a") == std::vector<std::string>{"a", "b"});
  CHECK(tags_of("a|b, c", "|") == std::vector<std::string>{"a", "b, c"});
}

TEST_CASE(
    "tables of links: the days that spreadsheets count are dates, and other numbers stay what they are") {
  const auto created = [](const std::string& cell) {
    const auto all = read_all(table_reader, "url,title,created\nhttps://a.example/,A," + cell + "\n");
    REQUIRE(all.links.size() == 1);
    return all.links[0].created;
  };
  CHECK(created("44000") == "2020-06-18T00:00:00.000000Z");
  CHECK(created("44000.5") == "2020-06-18T12:00:00.000000Z");
  CHECK(created("45292.4375115741") == "2024-01-01T10:30:01.000000Z");
  CHECK(created("20000").starts_with("1954-10-03"));
  CHECK(created("79999").starts_with("2119-01-10"));
  for (const std::string other :
       {"19999", "80000", "1700000000", "2020", "44000x", "-44000", "4.4e4", "44000.5.1"})
    CHECK(created(other) == other);
}

TEST_CASE("tables of links: what our export has of extra comes back whole, nulls too") {
  const auto all = read_all(table_reader,
                            "url,title,description,tags,feed_url,created_at,updated_at,extra\n"
                            "https://a.example/,A,,,,,,\"{\"\"a\"\":null,\"\"b\"\":[null]}\"\n");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].extra == R"("a":null,"b":[null])");
}

TEST_CASE("tables of links: our own export comes back, without the apostrophes we wrote") {
  const auto all = read_all(table_reader,
                            "\xEF\xBB\xBFurl,title,description,tags,feed_url,created_at,updated_at\r\n"
                            "https://a.example/,'=1+1,,\"a, b\",https://a.example/feed,"
                            "2023-11-14T22:13:20.000Z,2023-11-14T22:13:21.000Z\r\n");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].title == "=1+1");
  CHECK(all.links[0].feed_url == "https://a.example/feed");
  CHECK(all.links[0].tags == std::vector<std::string>{"a", "b"});
  CHECK(all.links[0].updated == "2023-11-14T22:13:21.000Z");
  CHECK(all.links[0].extra.empty());
}

TEST_CASE("tables of links: any table with a column of URLs is read, and other columns are told") {
  const auto all = read_all(table_reader, "Name;Link;Stars;Tags\nA;https://a.example/;5;x,y\nB;;1;\n\n;;;\n");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].title == "A");
  CHECK(all.links[0].extra == R"("Stars":"5")");
  CHECK(all.links[0].tags == std::vector<std::string>{"x", "y"});
  CHECK(all.faults == std::vector<std::string>{"url_missing"});
  CHECK(all.left_out == 2);
}

TEST_CASE("tables of links: Raindrop's own place is no name that a person gave") {
  const auto all = read_all(table_reader,
                            "title,excerpt,url,folder,tags,created\nA,,https://a.example/,Unsorted,,\n"
                            "B,,https://b.example/,Mine / Own,,\n");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].own_folders == 1);
  CHECK(all.links[1].own_folders == 0);
  CHECK(all.links[1].folder == std::vector<std::string>{"Mine", "Own"});
}

TEST_CASE("tables of links: rows that cannot be taken fail alone") {
  const auto all = read_all(table_reader, "url,title\nhttps://a.example/," + std::string(2 << 20, 'x') +
                                              "\nhttps://b.example/,B,beyond\n" + std::string(20'000, ',') +
                                              "\nhttps://c.example/\n");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].extra == R"("column_3":"beyond")");
  CHECK(all.faults == std::vector<std::string>{"record_too_large", "record_too_large"});
}

TEST_CASE("tables of links: what is no table of links says so") {
  CHECK(read_all(table_reader, "").why.code == "empty_file");
  CHECK(read_all(table_reader, "name,town\nA,B\n").why.code == "unknown_format");
  CHECK(read_all(table_reader, "<html><body></body></html>").why.code == "unknown_format");
  CHECK(read_all(table_reader, "{\"url\": 1}").why.code == "unknown_format");
}

TEST_CASE("dates of producers: days first, dates of mail, and counts from other years") {
  CHECK(date_day_first("14/11/2023 10:13:20") == "2023-11-14T10:13:20Z");
  CHECK(date_day_first("31/02/2023 10:13:20") == "31/02/2023 10:13:20");
  CHECK(date_day_first("yesterday") == "yesterday");
  CHECK(date_day_first("").empty());
  CHECK(date_of_mail("Tue, 14 Nov 2023 22:13:20 GMT") == "2023-11-14T22:13:20Z");
  CHECK(date_of_mail("14 Nov 23 22:13 +0200") == "2023-11-14T22:13:00+0200");
  CHECK(date_of_mail("Tue, 14 Nov 2023 22:13:20 EST") == "2023-11-14T22:13:20-0500");
  CHECK(date_of_mail("2023-11-14T22:13:20Z") == "2023-11-14T22:13:20Z");
  CHECK(date_of_mail("Tue, 99 Nov 2023 22:13:20 GMT") == "Tue, 99 Nov 2023 22:13:20 GMT");
  CHECK(date_of_us("1700000001500000", 0) == "2023-11-14T22:13:21.500000Z");
  CHECK(date_of_us("-1", 0) == "1969-12-31T23:59:59.999999Z");
}

}  // namespace
}  // namespace waybill::formats::links::testing
