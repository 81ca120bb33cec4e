// A look at a file before its import: what it is, how it is read, its first rows.
#include <fstream>
#include <future>
#include <iterator>

#include "http/at_once.hpp"
#include "tests/formats/xlsx/support.hpp"
#include "tests/http/file_steps.hpp"

using namespace waybill;
using namespace waybill::http_test;
using waybill::http::at_once;

namespace {

auto content(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

auto preview(const house& in, const inhabitant& who, const json& file, const json& body) -> reply {
  return post(in, who, path_of(file) + "/preview", body);
}

auto seen(const house& in, const inhabitant& who, const std::string& bytes,
          const json& options = json::object()) -> json {
  const auto answer = preview(in, who, confirmed(in, who, bytes), {{"kind", "rows"}, {"options", options}});
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  return answer.parsed();
}

}  // namespace

TEST_CASE(
    "given a confirmed table, when it is looked at, then its dialect, columns and first rows are told") {
  house in;
  const auto ada = in.inhabit("ada");
  std::string table = "name;age\n\nAda;36\nBob;41;x\nCyd\n";
  for (int i = 0; i < 30; ++i) table += "D;" + std::to_string(i) + "\n";
  const auto found = seen(in, ada, table);
  CHECK(found.at("format") == "csv");
  CHECK(found.at("columns") == json{"name", "age"});
  CHECK(found.at("key_fits") == true);
  REQUIRE(found.at("rows").size() == 20);
  CHECK(found["rows"][0] ==
        json{{"record", 1}, {"row", 3}, {"cells", {"Ada", "36"}}, {"warnings", json::array()}});
  CHECK(found["rows"][1].at("cells") == json{"Bob", "41", "x"});
  CHECK(found["rows"][1].at("warnings") == json{"long_row"});
  CHECK(found["rows"][2].at("warnings") == json{"short_row"});
  const auto& dialect = found.at("findings").at("dialect");
  CHECK(dialect.at("delimiter") == ";");
  CHECK(dialect.at("encoding") == "utf-8");
  CHECK(dialect.at("quote") == "\"");
  CHECK(dialect.at("line_end") == "lf");
  CHECK(dialect.at("header_row") == 1);
  CHECK(dialect.at("evidence").at(1).at("part") == "delimiter");
  CHECK(dialect["evidence"][1].at("reason") == "even_rows");
  CHECK(found["findings"].at("skipped_blank") == 1);
  CHECK(found["findings"].at("sheets").is_null());
  CHECK(in.get(ada, "/api/v1/imports").parsed().at("items").empty());
}

TEST_CASE("given a wish for another dialect, when a table is looked at, then it is read by that") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto found =
      seen(in, ada, "a;b,c\n1;2,3\n", {{"delimiter", ","}, {"header_rows", 0}, {"key", {"b,c"}}});
  CHECK(found.at("columns") == json{"column_1", "column_2"});
  CHECK(found.at("rows").size() == 2);
  CHECK(found.at("key_fits") == false);
  CHECK(found["findings"]["dialect"]["evidence"][1]["reason"] == "given");
  const auto mac = seen(in, ada, "a;b\nx;\x8e\n", {{"encoding", "macintosh"}});
  CHECK(mac["rows"][0]["cells"] == json{"x", "\u00E9"});
}

TEST_CASE("given a workbook, when it is looked at, then its sheets and the rows of one are told") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto bytes = content("tests/formats/xlsx/data/ours/hidden_first_sheet.xlsx");
  const auto found = seen(in, ada, bytes);
  CHECK(found.at("format") == "xlsx");
  CHECK(found["findings"]["sheets"][0]["state"] != "visible");
  CHECK(found["findings"]["sheet"] == "Clients & prospects");
  CHECK(found["findings"]["dialect"]["delimiter"].is_null());
  CHECK(seen(in, ada, bytes, {{"sheet", 1}})["findings"]["sheet"] == found["findings"]["sheets"][0]["name"]);
  const auto file = confirmed(in, ada, bytes);
  const auto none = preview(in, ada, file, {{"options", {{"sheet", "Nowhere"}}}});
  CHECK(none.status == 422);
  CHECK(none.parsed().at("code") == "no_such_sheet");
}

TEST_CASE("given what is no table, when it is looked at, then it is refused as an import would be") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto refused = [&](const std::string& bytes) {
    const auto answer = preview(in, ada, confirmed(in, ada, bytes), {{"kind", "rows"}});
    CHECK(answer.status == 422);
    return answer.parsed().value("code", "");
  };
  CHECK(refused("<html><body>x</body></html>") == "unknown_format");
  CHECK(refused("[1]") == "unknown_format");
  CHECK(refused("\n\n") == "empty_file");
  const std::string hostile = "tests/formats/xlsx/data/hostile/";
  CHECK(refused(content(hostile + "renamed_xls_SampleSS.xlsx")) == "legacy_xls");
  CHECK(refused(content(hostile + "encrypted_agile_protect.xlsx")) == "encrypted_workbook");
  CHECK(refused(content(hostile + "xml_bomb_in_sheet.xlsx")) == "xml_refused");
  CHECK(refused(content(hostile + "truncated_half.xlsx")) == "zip_damaged");
}

TEST_CASE("given a file that is not there for somebody, when it is looked at, then nothing is told of it") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto bob = in.inhabit("bob");
  const auto file = confirmed(in, ada, "a,b\n1,2\n");
  CHECK(preview(in, bob, file, {{"kind", "rows"}}).status == 404);
  CHECK(preview(in, ada, presigned(in, ada), {{"kind", "rows"}}).parsed().at("code") == "wrong_status");
  CHECK(preview(in, ada, file, {{"kind", "bookmarks"}}).parsed().at("code") == "bad_value");
  CHECK(preview(in, ada, file, {{"options", {{"colour", 1}}}}).parsed().at("code") == "unknown_field");
  CHECK(preview(in, ada, file, {{"more", 1}}).parsed().at("code") == "unknown_field");
}

TEST_CASE("given cells of any length, when a table is looked at, then the answer stays small") {
  house in;
  const auto ada = in.inhabit("ada");
  const std::string cell(900'000, 'x');
  std::string table = "a,b\n";
  for (int i = 0; i < 4; ++i) table += cell + "," + cell + "\n";
  const auto found = seen(in, ada, table);
  CHECK(found["rows"].size() == 4);
  CHECK(found["rows"][0]["cells"][0].get<std::string>().size() == 2'000);
}

TEST_CASE(
    "given calls of one kind that are going on, when more come, then each user has a few, and all of them") {
  at_once seats(4, 2);
  auto first = seats.take("ada"), second = seats.take("ada");
  CHECK((first != nullptr && second != nullptr));
  CHECK(seats.take("ada") == nullptr);
  auto third = seats.take("bob"), fourth = seats.take("bob");
  CHECK((third != nullptr && fourth != nullptr));
  CHECK(seats.take("cyd") == nullptr);
  second.reset();
  const auto fifth = seats.take("cyd");
  CHECK(fifth != nullptr);
  CHECK(seats.take("ada") == nullptr);
  third.reset();
  CHECK(seats.take("ada") != nullptr);
}

TEST_CASE("given looks that cost much, when many are asked for at once, then each is answered or put off") {
  namespace xlsx = formats::xlsx::testing;
  house in;
  const auto ada = in.inhabit("ada");
  std::string nothing;
  while (nothing.size() < (8 << 20)) nothing += "<row/>";
  const auto file = confirmed(
      in, ada, xlsx::zip_of(xlsx::parts_of("<worksheet><sheetData>" + nothing + "</sheetData></worksheet>")));
  std::vector<std::future<reply>> all;
  for (int i = 0; i < 8; ++i)
    all.push_back(std::async(std::launch::async, [&] { return preview(in, ada, file, {{"kind", "rows"}}); }));
  for (auto& one : all) {
    const auto answer = one.get();
    // There is nothing on its sheet.
    CHECK((answer.status == 422 || answer.status == 429));
    if (answer.status != 429) continue;
    CHECK(answer.parsed().at("reason") == "too_many_looks");
    CHECK(answer.header("retry-after") == "1");
  }
  CHECK(preview(in, ada, file, {{"kind", "rows"}}).parsed().at("code") == "empty_file");
}

TEST_CASE(
    "given more of a table than is looked at, when it is looked at, then it says whether that is sure") {
  house in;
  const auto ada = in.inhabit("ada");
  std::string table = "cl\xC3\xA9,v\n";
  while (table.size() < (18 << 20)) table += "1,plain text that says nothing of its encoding\n";
  const auto whole = seen(in, ada, "cl\xC3\xA9,v\n1,2\n");
  CHECK(whole.at("complete") == true);
  for (int i = 0; i < 60'000; ++i) table += "\xE9";
  table += ",2\n";
  const auto found = seen(in, ada, table);
  CHECK(found.at("complete") == false);
  CHECK(found["columns"] == json{"clé", "v"});
  CHECK(found["findings"]["skipped_blank"].is_null());
  // Named, it is read so.
  const auto sure = seen(in, ada, table, {{"encoding", found["findings"]["dialect"]["encoding"]}});
  CHECK(sure.at("complete") == true);
  CHECK(sure["columns"] == found["columns"]);
}

TEST_CASE(
    "given a workbook whose rows stand far behind, when it is looked at, then it says that it was cut") {
  namespace xlsx = formats::xlsx::testing;
  house in;
  const auto ada = in.inhabit("ada");
  std::string nothing;
  while (nothing.size() < (33 << 20)) nothing += "<row/>";
  const std::string row = R"(<row><c t="inlineStr"><is><t>a</t></is></c></row><row><c><v>1</v></c></row>)";
  const auto found = seen(
      in, ada,
      xlsx::zip_of(xlsx::parts_of("<worksheet><sheetData>" + nothing + row + "</sheetData></worksheet>")));
  CHECK(found.at("complete") == false);
  CHECK(found["columns"].empty());
  CHECK(found["rows"].empty());
  CHECK(found["findings"]["sheet"] == "S");
  const auto near = seen(
      in, ada,
      xlsx::zip_of(xlsx::parts_of("<worksheet><sheetData>" + row + nothing + "</sheetData></worksheet>")));
  CHECK(near.at("complete") == false);
  CHECK(near["columns"] == json{"a"});
  CHECK(near["rows"][0]["cells"] == json{"1"});
}
