// Result files of imports of tables: as CSV, as workbooks, and by links that need no credentials.
#include <catch2/catch.hpp>

#include "tests/http/file_steps.hpp"
#include "tests/http/house.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/http/result_steps.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto anybody(const house& in, const std::string& target, const std::vector<std::string>& headers = {})
    -> reply {
  return ask(in.port(), request_text("GET", target, headers));
}

auto links_of(const house& in, const inhabitant& who, const json& import) -> json {
  const auto answer = in.call(who, "POST", results_of(import) + "links");
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  return answer.parsed();
}

auto url_in(const json& links, const char* file, const char* format) -> std::string {
  return links.at(file).at(format).at("url");
}

auto another_token(const house& in, const inhabitant& who) -> std::pair<inhabitant, token_id> {
  const auto made = in.core->accounts().add_token(who.id, "another");
  REQUIRE(made.ok());
  return {{who.id, who.name, made->text}, made->info.id};
}

const auto no_link = std::pair{404, std::string("not_found")};
auto fault_of(const reply& answer) -> std::pair<int, std::string> { return {answer.status, answer.code()}; }

}  // namespace

TEST_CASE(
    "given an import of rows, when its results are asked for as workbooks, then they hold what CSV holds") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  const auto good = in.get(ada, results_of(import) + "success.xlsx");
  CHECK(good.status == 200);
  CHECK(good.header("Content-Type") == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  CHECK(good.header("Content-Disposition") == "attachment; filename=\"my marks_success.xlsx\"");
  CHECK(rows_in(good.body) ==
        table{{"name", "email", "n"}, {"Ada", "ada@x.org", "007"}, {"Bob", "bob@x.org", "42"}});
  const auto bad = in.get(ada, results_of(import) + "failed.xlsx");
  CHECK(rows_in(bad.body) ==
        table{{"name", "email", "n", "import_error"},
              {"Bad", "", "=1+1", "email: The row has nothing in the columns of the key."}});
  CHECK(in.call(ada, "HEAD", results_of(import) + "failed.xlsx").status == 200);
  CHECK(in.get(in.inhabit("bob"), results_of(import) + "success.xlsx").status == 404);
}

TEST_CASE(
    "given rows that are longer than their header, when they fail, then the reason stands under its name") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import =
      import_table(in, ada, "a,b\n1,2,3,4\n5\n", R"({"ragged":"fail_row","collection":"t","header_rows":1})");
  CHECK(in.get(ada, results_of(import) + "failed.csv").body ==
        "\xEF\xBB\xBF"
        "a,b,import_error\r\n1,2,The row has more cells than the header.,3,4\r\n5,,The row has fewer cells "
        "than "
        "the header.\r\n");
}

TEST_CASE("given a language, when failed rows are asked for, then the reasons are in it") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  const auto reason = [&](const std::string& query, const std::vector<std::string>& headers) {
    auto all = headers;
    all.push_back(ada.authorization());
    const auto text =
        ask(in.port(), request_text("GET", results_of(import) + "failed.csv" + query, all)).body;
    const auto at = text.find("email: ");
    return text.substr(at, text.find("\r\n", at) - at);
  };
  const std::string english = "email: The row has nothing in the columns of the key.";
  const std::string french = "email: Rien ne figure dans les colonnes de la cl\xC3\xA9.";
  CHECK(reason("", {}) == english);
  CHECK(reason("?lang=fr", {}) == french);
  CHECK(reason("?lang=en", {"Accept-Language: fr"}) == english);
  CHECK(reason("", {"Accept-Language: fr-CA, en;q=0.8"}) == french);
  CHECK(reason("", {"Accept-Language: de, en;q=0.5, fr;q=0.4"}) == english);
  CHECK(reason("", {"Accept-Language: fr;q=0"}) == english);
  CHECK(in.get(ada, results_of(import) + "failed.csv?lang=de").status == 400);
}

TEST_CASE("given an import, when it is told, then links to its results stand in it alone, and not in lists") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import =
      import_table(in, ada, three_people, R"({"key":["email"],"output_format":"xlsx","collection":"t"})");
  const auto& files = import.at("rows").at("result_files");
  CHECK(files.at("success_file").at("rows") == 2);
  CHECK(files.at("failed_file").at("name") == "my marks_failed.xlsx");
  CHECK(files.at("success_file").at("expires_at").is_string());
  CHECK(rows_in(anybody(in, files.at("failed_file").at("url")).body).size() == 2);
  const auto listed = in.get(ada, "/api/v1/imports").parsed().at("items")[0];
  CHECK(listed.at("rows").at("success_count") == 2);
  CHECK(listed.at("rows").at("result_files").is_null());
  const auto clean = import_table(in, ada, "name\nAda\n", R"({"collection":"u"})");
  CHECK(clean.at("rows").at("result_files").at("failed_file").is_null());
}

TEST_CASE("given links, when they are followed without credentials, then they give the four files") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  const auto links = links_of(in, ada, import);
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  for (const auto* file : {"success", "failed"})
    for (const auto* format : {"csv", "xlsx"}) {
      const auto linked = anybody(in, url_in(links, (std::string(file) + "_file").c_str(), format));
      const auto own = in.get(ada, results_of(import) + file + "." + format);
      CHECK(linked.status == 200);
      CHECK(linked.header("Content-Type") == own.header("Content-Type"));
      CHECK(linked.header("Content-Disposition") == own.header("Content-Disposition"));
      CHECK((std::string_view(format) == "csv" ? linked.body == own.body
                                               : rows_in(linked.body) == rows_in(own.body)));
    }
  const auto french = anybody(in, url_in(links, "failed_file", "csv") + "?lang=fr").body;
  CHECK(french.find("Rien ne figure") != std::string::npos);
  CHECK(in.call(in.inhabit("bob"), "POST", results_of(import) + "links").status == 404);
}

TEST_CASE("given a link, when anything of it is changed, then there is no such link") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  const auto url = url_in(links_of(in, ada, import), "failed_file", "csv");
  const auto begins = std::string("/api/v1/results/").size();
  for (auto at = begins; at < url.size(); ++at) {
    auto changed = url;
    // What is no address at all is refused as such.
    if (changed[at] == '/' || changed[at] == '%' || changed[at - 1] == '%' || changed[at - 2] == '%')
      continue;
    changed[at] = changed[at] == 'a' ? 'b' : 'a';
    const auto answer = anybody(in, changed);
    INFO(changed);
    CHECK(answer.status == 404);
  }
  CHECK(fault_of(anybody(in, "/api/v1/results/x/y")) == no_link);
  CHECK(fault_of(anybody(in, "/api/v1/results/......./y")) == no_link);
}

TEST_CASE("given a link, when its time is over, then it is expired") {
  const auto time = std::make_shared<moved_clock>();
  house in([](settings& with) { with.results_link_minutes = 5; }, time);
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  const auto url = url_in(links_of(in, ada, import), "failed_file", "csv");
  time->advance(std::chrono::minutes{4});
  CHECK(anybody(in, url).status == 200);
  time->advance(std::chrono::minutes{1});
  CHECK(anybody(in, url).code() == "link_expired");
}

TEST_CASE("given a link, when who made it may not have the file any more, then there is no such link") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  const auto [by_token, token] = another_token(in, ada);
  const auto url = url_in(links_of(in, by_token, import), "failed_file", "csv");
  CHECK(anybody(in, url).status == 200);
  SECTION("its token is revoked") { REQUIRE(in.core->accounts().revoke_token(ada.id, token).ok()); }
  SECTION("its account is disabled") {
    REQUIRE(in.core->accounts().set_disabled(ada.id, true, "system").ok());
  }
  SECTION("the import is deleted") {
    CHECK(in.call(ada, "DELETE", "/api/v1/imports/" + import.at("id").get<std::string>()).status == 204);
  }
  CHECK(fault_of(anybody(in, url)) == no_link);
}

TEST_CASE(
    "given a link of a project's import, when its maker is no member any more, then there is no such link") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto bob = in.inhabit("bob");
  const auto made = post(in, ada, "/api/v1/projects", {{"name", "Site"}});
  REQUIRE(made.status == 201);
  const std::string project = made.parsed().at("id");
  const auto import = import_table(in, ada, three_people, by_email, {{"project", project}});
  const auto member = "/api/v1/projects/" + project + "/members/bob";
  REQUIRE(in.call(ada, "PUT", member, R"({"role":"viewer"})").status / 100 == 2);
  const auto url = url_in(links_of(in, bob, import), "success_file", "csv");
  CHECK(anybody(in, url).status == 200);
  CHECK(in.call(ada, "DELETE", member).status == 204);
  CHECK(fault_of(anybody(in, url)) == no_link);
}

TEST_CASE("given a body that a link gives slowly, when the right is gone, then it breaks off") {
  house in;
  const auto ada = in.inhabit("ada");
  std::string text = "n,x\n";
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + "," + std::string(200, 'x') + "\n";
  const auto import = import_table(in, ada, text, R"({"batch_size":10000})");
  const auto [by_token, token] = another_token(in, ada);
  const auto url = url_in(links_of(in, by_token, import), "success_file", "csv");
  peer slow{in.port()};
  slow.send(request_text("GET", url));
  CHECK(slow.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  SECTION("its token is revoked") { REQUIRE(in.core->accounts().revoke_token(ada.id, token).ok()); }
  SECTION("the import is deleted") {
    CHECK(in.call(ada, "DELETE", "/api/v1/imports/" + import.at("id").get<std::string>()).status == 204);
  }
  const auto rest = slow.receive_rest();
  CHECK(rest.size() < 24'000'000);
  CHECK_FALSE(rest.ends_with("0\r\n\r\n"));
}

TEST_CASE("given an import that is at work, when its results are asked for, then 409 wrong_status") {
  house in([](settings& with) { with.imports_chunk_records = 1; });
  const auto ada = in.inhabit("ada");
  std::string text = "n\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + "\n";
  const auto accepted = in.upload(ada, text, {{"kind", "rows"}});
  const std::string path = "/api/v1/imports/" + accepted.parsed().at("id").get<std::string>();
  REQUIRE(in.call(ada, "POST", path + "/pause").status == 202);
  for (const auto* file : {"success.csv", "failed.xlsx"})
    CHECK(fault_of(in.get(ada, path + "/results/" + file)) == std::pair{409, std::string("wrong_status")});
  CHECK(in.call(ada, "POST", path + "/results/links").status == 409);
  CHECK(in.get(ada, path).parsed().at("rows").at("result_files").is_null());
  CHECK(in.call(ada, "POST", path + "/cancel").status == 202);
  in.await(ada, accepted.parsed().at("id"), import_status::cancelled);
  CHECK(in.get(ada, path + "/results/success.csv").status == 200);
}

TEST_CASE("given a server without result files, when they are asked for, then 404 no_results") {
  house in([](settings& with) { with.results_enabled = false; });
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  for (const auto* file : {"success.csv", "success.xlsx", "failed.csv", "failed.xlsx"})
    CHECK(fault_of(in.get(ada, results_of(import) + file)) == std::pair{404, std::string("no_results")});
  CHECK(in.call(ada, "POST", results_of(import) + "links").code() == "no_results");
  CHECK(import.at("rows").at("result_files").is_null());
}

TEST_CASE("given a disk without room, when a workbook is asked for, then 507, and CSV goes on") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  in.config.storage_min_free_bytes = std::uint64_t{1} << 60;
  in.restart();
  CHECK(fault_of(in.get(ada, results_of(import) + "success.xlsx")) ==
        std::pair{507, std::string("storage_full")});
  CHECK(fault_of(in.get(ada, "/api/v1/tables/rows/export.xlsx")) ==
        std::pair{507, std::string("storage_full")});
  CHECK(in.get(ada, results_of(import) + "success.csv").status == 200);
}

TEST_CASE("given a table, when it is exported as a workbook, then each cell stands under its column") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, "a,b\n1,2\n", R"({"collection":"t"})");
  import_table(in, ada, "b,c\n3,=4\n", R"({"collection":"t"})");
  const auto file = in.get(ada, "/api/v1/tables/t/export.xlsx");
  CHECK(file.header("Content-Disposition") == "attachment; filename=\"t.xlsx\"");
  CHECK(rows_in(file.body) == table{{"a", "b", "c"}, {"1", "2"}, {"", "3", "=4"}});
  CHECK(in.get(ada, "/api/v1/tables/u/export.xlsx").status == 404);
}

TEST_CASE(
    "given failed rows as a workbook, when they are corrected and imported again, then they are taken") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, three_people, by_email);
  auto rows = rows_in(in.get(ada, results_of(import) + "failed.xlsx").body);
  REQUIRE(rows.size() == 2);
  rows[1][1] = "bad@x.org";
  const auto again = import_table(in, ada, workbook_of(rows), by_email);
  CHECK(again.at("progress").at("created") == 1);
  const auto found = in.get(ada, "/api/v1/tables/rows/records?q=bad@x.org").parsed().at("items");
  REQUIRE(found.size() == 1);
  CHECK(found[0].at("row") == json{{"name", "Bad"}, {"email", "bad@x.org"}, {"n", "=1+1"}});
}
