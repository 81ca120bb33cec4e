// Workbooks as imports of rows: their spool lies beside them, counts, and goes with them.
#include <fstream>
#include <iterator>

#include "tests/http/file_steps.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto content(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
const std::string ours = "tests/formats/xlsx/data/ours/";
const std::string hostile = "tests/formats/xlsx/data/hostile/";

auto import_of(const house& in, const inhabitant& who, const std::string& bytes, const std::string& options,
               import_status ends) -> json {
  const auto accepted = in.upload(who, bytes, {{"kind", "rows"}, {"options", options}});
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(who, id, ends);
  return in.get(who, "/api/v1/imports/" + id).parsed();
}

auto rows_of(const house& in, const inhabitant& who) -> std::vector<json> {
  std::vector<json> rows;
  const auto answer = in.get(who, "/api/v1/tables/rows/records").parsed();
  for (const auto& one : answer.at("items")) rows.push_back(one.at("row"));
  return rows;
}

auto spools_in(const house& in) -> std::size_t {
  std::size_t count = 0;
  for (const auto& one : std::filesystem::recursive_directory_iterator(in.directory / "imports"))
    count += one.path().extension() == ".spool" ? 1U : 0U;
  return count;
}

}  // namespace

TEST_CASE("given a workbook, when it is imported, then its rows are there, and no file of it") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import =
      import_of(in, ada, content(ours + "title_rows_and_gaps.xlsx"), "{}", import_status::completed);
  CHECK(import.at("format") == "xlsx");
  CHECK(import.at("findings").at("sheet") == "S");
  CHECK(import["findings"]["sheets"] == json::array({{{"name", "S"}, {"state", "visible"}}}));
  CHECK(import["findings"]["dialect"]["header_row"] == 2);
  CHECK(import["findings"]["skipped_blank"] == 3);
  const auto records =
      in.get(ada, "/api/v1/imports/" + import.at("id").get<std::string>() + "/records").parsed().at("items");
  REQUIRE(records.size() == 2);
  INFO(records.dump());
  CHECK(records[0].at("row") == 5);
  CHECK(records[1].at("row") == 9);
  CHECK(records[0].at("warnings").empty());
  REQUIRE(rows_of(in, ada).size() == 2);
  CHECK(rows_of(in, ada)[0] == json{{"column_1", ""}, {"id", "1"}, {"nom", "A"}});
  CHECK(eventually([&] { return in.stored_files() == 0; }));
  CHECK(eventually([&] { return spools_in(in) == 0; }));
}

TEST_CASE("given files with the name of a workbook, when they are handed in, then they are what they hold") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto refused = [&](const std::string& name) {
    const auto answer = in.upload(ada, content(hostile + name), {{"kind", "rows"}});
    CHECK(answer.status == 422);
    return answer.parsed().value("code", "");
  };
  CHECK(refused("renamed_xls_SampleSS.xlsx") == "legacy_xls");
  CHECK(refused("encrypted_agile_protect.xlsx") == "encrypted_workbook");
  CHECK(refused("renamed_html.xlsx") == "unknown_format");
  CHECK(refused("empty_zip.xlsx") == "not_a_workbook");
  const auto failed = [&](const std::string& name, const std::string& options = "{}") {
    return import_of(in, ada, content(hostile + name), options, import_status::failed).at("error").at("code");
  };
  CHECK(failed("xml_bomb_in_sheet.xlsx") == "xml_refused");
  CHECK(failed("bad_deflate_or_crc.xlsx") == "zip_damaged");
  CHECK(failed("bomb_200_mib_of_blanks.xlsx") == "too_large_inflated");
  CHECK(spools_in(in) == 0);
}

TEST_CASE("given a workbook without the sheet or the key, when it is imported, then it fails and says so") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto bytes = content(ours + "title_rows_and_gaps.xlsx");
  const auto code = [&](const std::string& options) {
    return import_of(in, ada, bytes, options, import_status::failed).at("error").at("code");
  };
  CHECK(code(R"({"sheet":"Nowhere"})") == "no_such_sheet");
  CHECK(code(R"({"key":["mail"]})") == "key_column_missing");
  CHECK(
      import_of(in, ada, "a,b\n1,2\n", R"({"key":["mail"]})", import_status::failed).at("error").at("code") ==
      "key_column_missing");
}

TEST_CASE("given a workbook in three steps, when it is imported, then as any other") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto file = confirmed(in, ada, content(ours + "title_rows_and_gaps.xlsx"));
  const auto accepted = post(in, ada, "/api/v1/imports", {{"file_id", file.at("file_id")}, {"kind", "rows"}});
  REQUIRE(accepted.status == 202);
  in.await(ada, accepted.parsed().at("id"), import_status::completed);
  CHECK(rows_of(in, ada).size() == 2);
}

TEST_CASE(
    "given a quota that the rows of a workbook pass, when it is imported, then it fails and leaves room") {
  house in{[](settings& at) { at.quota_stored_limit_bytes = 9'000; }};
  const auto ada = in.inhabit("ada");
  const auto bytes = content(ours + "title_rows_and_gaps.xlsx");
  REQUIRE(bytes.size() < 9'000);
  const auto usage = [&] { return in.core->usage_of({ada.id})->stored_bytes; };
  const auto import = import_of(in, ada, bytes, "{}", import_status::completed);
  CHECK(eventually([&] { return in.stored_files() == 0 && spools_in(in) == 0; }));
  const auto after = usage();
  house small{[&](settings& at) { at.quota_stored_limit_bytes = bytes.size() + 100; }};
  const auto bob = small.inhabit("bob");
  const auto failed = import_of(small, bob, bytes, "{}", import_status::failed);
  CHECK(failed.at("error").at("code") == "quota_exceeded");
  CHECK(spools_in(small) == 0);
  CHECK(after < 9'000);
}

TEST_CASE("given a wish not to count first, when an import goes on, then no total is told before its end") {
  house in;
  const auto ada = in.inhabit("ada");
  std::string table = "a,b\n";
  for (int i = 0; i < 3'000; ++i) table += std::to_string(i) + ",x\n";
  const auto accepted = in.upload(
      ada, table, {{"kind", "rows"}, {"options", R"({"count_total_first":false,"batch_size":10})"}});
  REQUIRE(accepted.status == 202);
  const std::string path = "/api/v1/imports/" + accepted.parsed().at("id").get<std::string>();
  auto seen = accepted.parsed();
  // However far it is when it is asked for: only the end tells.
  REQUIRE(eventually([&] {
    CHECK(seen.at("progress").at("total").is_null() == (seen.at("status") != "completed"));
    CHECK(seen["progress"].at("percent").is_null() == (seen["status"] != "completed"));
    CHECK(seen.at("rows").at("total_rows").is_null() == (seen["status"] != "completed"));
    seen = in.get(ada, path).parsed();
    return seen.at("status") == "completed";
  }));
  CHECK(seen["progress"]["total"] == 3'000);
  CHECK(seen["rows"]["percentage"] == 100.0);
}

TEST_CASE(
    "given a table of text that is called a workbook, when it is imported, then it is read with a warning") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto granted = post(in, ada, "/api/v1/files/presign",
                            {{"file_name", "people.xlsx"}, {"file_type", "text/csv"}, {"purpose", "import"}})
                           .parsed();
  const std::string table = "name,city\nAda,\xE9t\xE9\n";
  REQUIRE(put(in, granted, table, "text/csv").status == 204);
  REQUIRE(confirm(in, ada, granted, table).status == 200);
  const auto seen = post(in, ada, path_of(granted) + "/preview", {{"kind", "rows"}}).parsed();
  CHECK(seen.at("findings").at("warnings") == json{"encoding_guessed", "wrong_extension"});
  const auto accepted =
      post(in, ada, "/api/v1/imports", {{"file_id", granted.at("file_id")}, {"kind", "rows"}});
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(ada, id, import_status::completed);
  const auto import = in.get(ada, "/api/v1/imports/" + id).parsed();
  CHECK(import.at("format") == "csv");
  CHECK(import.at("warnings") == json{"encoding_guessed", "wrong_extension"});
  CHECK(import.at("findings").at("dialect").at("encoding") == "windows-1252");
}

TEST_CASE("given a spool of an upload that nobody needs, when the server starts again, then it is gone") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto folder = in.directory / "imports" / ada.id.value;
  in.restart([&](const settings&) {
    std::filesystem::create_directories(folder);
    for (const auto* name :
         {"2026-01-02-0304-abcdefgh.xlsx.spool", "2026-01-02-0304-abcdefgh.xlsx.spool.part",
          "2026-01-02-0304-abcdefgh.xlsx.other"})
      std::ofstream(folder / name) << "x";
  });
  CHECK(spools_in(in) == 0);
  CHECK(in.stored_files() == 1);
}
