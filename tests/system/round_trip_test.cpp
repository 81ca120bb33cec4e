// Export, import into an empty account, export again: the same items, byte for byte.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

/// The text between the brackets of the list: compared as bytes, not as JSON.
auto items_text(const std::string& document) -> std::string {
  const auto from = document.find("\"items\"");
  REQUIRE(from != std::string::npos);
  const auto begin = document.find('[', from) + 1;
  return document.substr(begin, document.rfind(']') - begin);
}

}  // namespace

TEST_CASE(
    "given an export, when it is imported into an empty account and exported again, then the items are equal "
    "bytes") {
  temp_directory here;
  const auto first = (here / "first").string();
  const auto second = (here / "second").string();
  write_file(here / "source.json", document_of(read_file("tests/system/data/odd_items.json") + "," + item(1) +
                                               "," + item(2) + "," + item(3)));
  const auto imported = run_waybill({"import", (here / "source.json").string(), "--data", first});
  CAPTURE(imported.out, imported.err);
  REQUIRE(imported.status == 0);
  REQUIRE(run_waybill({"export", "-o", (here / "one.json").string(), "--data", first}).status == 0);
  const auto again = run_waybill({"import", (here / "one.json").string(), "--data", second});
  CAPTURE(again.out, again.err);
  REQUIRE(again.status == 0);
  const auto out = run_waybill({"export", "--data", second});
  REQUIRE(out.status == 0);
  const auto one = read_file(here / "one.json");
  CHECK(items_text(one) == items_text(out.out));
  CHECK(json::parse(one).at("items").size() == 8);
  CHECK(one.find("123456789012345678901234567890.10") != std::string::npos);
}

TEST_CASE(
    "given bookmarks with tags and dates, when an export asks for some, then it holds those and no others") {
  temp_directory here;
  const auto data = (here / "data").string();
  write_file(
      here / "source.json",
      document_of(
          R"({"url":"https://a.example/","name":"A","tag":["x","y z"],"published":"2020-01-01T00:00:00Z"},)"
          R"({"url":"https://b.example/","name":"B","tag":["x"],"published":"2024-01-01T00:00:00Z"})"));
  REQUIRE(run_waybill({"import", (here / "source.json").string(), "--data", data}).status == 0);
  const auto names = [&](const std::vector<std::string>& how) {
    std::vector<std::string> words{"export", "--data", data};
    words.insert(words.end(), how.begin(), how.end());
    const auto got = run_waybill(words);
    CAPTURE(got.err);
    REQUIRE(got.status == 0);
    std::string all;
    const auto document = json::parse(got.out);
    for (const auto& one : document.at("items")) all += one.at("name").get<std::string>();
    return all;
  };
  CHECK(names({}) == "AB");
  CHECK(names({"--tag", "x"}) == "AB");
  CHECK(names({"--tag", "x", "--tag", "y z"}) == "A");
  CHECK(names({"--since", "2023-01-01"}) == "B");
  CHECK(names({"--tag", "nothing"}).empty());
  CHECK(run_waybill({"export", "--since", "yesterday", "--data", data}).status == 2);
}

TEST_CASE(
    "given a file that cannot be written, when an export goes there, then it says so and leaves nothing") {
  temp_directory here;
  const auto data = (here / "data").string();
  const auto refused = run_waybill({"export", "-o", (here / "no").string() + "/where.json", "--data", data});
  CHECK(refused.status == 2);
  CHECK(refused.err.starts_with("waybill: "));
  CHECK_FALSE(fs::exists(here / "no"));
}

TEST_CASE("given a file that ends a form by itself, when it is handed in, then all of it is the file") {
  temp_directory here;
  const std::string end = "\r\n--waybill-7f3c1a9e5b2d4860-boundary";
  write_file(here / "source.json",
             document_of(item(1)) + end +
                 "\r\nContent-Disposition: form-data; name=\"on_duplicate\"\r\n\r\nupdate" + end + "--\r\n");
  const auto imported =
      run_waybill({"import", (here / "source.json").string(), "--data", (here / "data").string()});
  CHECK(imported.status == 2);
  CHECK(imported.out.find("invalid_json") != std::string::npos);
}
