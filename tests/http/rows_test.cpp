// Rows of tables over HTTP: imports, tables, result files.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;
using fields = std::vector<std::pair<std::string, std::string>>;

namespace {

const std::string people = "name,email,city\nAda,ada@x.org,London\n\nBob,bob@x.org,\n";

/// Imports a table, and answers the import as it ended.
auto import_table(const house& in, const inhabitant& who, const std::string& table,
                  const std::string& options = "{}", const fields& more = {}) -> json {
  fields all{{"kind", "rows"}, {"options", options}};
  all.insert(all.end(), more.begin(), more.end());
  const auto accepted = in.upload(who, table, all);
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(who, id, import_status::completed);
  return in.get(who, "/api/v1/imports/" + id).parsed();
}

auto path_of(const json& import) -> std::string {
  return "/api/v1/imports/" + import.at("id").get<std::string>();
}

auto rows_of(const house& in, const inhabitant& who, const std::string& table = "rows",
             const std::string& query = "") -> std::vector<json> {
  std::vector<json> rows;
  const auto answer = in.get(who, "/api/v1/tables/" + table + "/records" + query).parsed();
  for (const auto& one : answer.at("items")) rows.push_back(one.at("row"));
  return rows;
}

auto by_email(const std::string& policy) -> std::string {
  return R"({"key":["email"],"on_duplicate":")" + policy + "\"}";
}

}  // namespace

TEST_CASE("given a table, when it is imported as rows, then its rows are there, also after a restart") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, people, by_email("skip"));
  CHECK(import.at("progress").at("created") == 2);
  CHECK(import.at("options").at("collection") == "rows");
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  SECTION("after its read models were dropped") {
    in.restart([&](const settings& at) {
      std::filesystem::remove_all(std::filesystem::path(at.data_directory) / "projections");
    });
  }
  const auto tables = in.get(ada, "/api/v1/tables").parsed().at("items");
  REQUIRE(tables.size() == 1);
  CHECK(tables[0].at("name") == "rows");
  CHECK(tables[0].at("records") == 2);
  CHECK(tables[0].at("key") == json{"email"});
  CHECK(tables[0].at("columns") == json{"name", "email", "city"});
  CHECK(rows_of(in, ada) == std::vector<json>{{{"name", "Ada"}, {"email", "ada@x.org"}, {"city", "London"}},
                                              {{"name", "Bob"}, {"email", "bob@x.org"}, {"city", ""}}});
  CHECK(rows_of(in, ada, "rows", "?q=LOND").size() == 1);
  const auto again = import_table(in, ada, people + "Cyd,cyd@x.org,Rome\n", by_email("skip"));
  CHECK(again.at("progress").at("created") == 1);
  CHECK(again.at("progress").at("skipped") == 2);
  CHECK(rows_of(in, ada).size() == 3);
}

TEST_CASE("given rows of every outcome, when records are listed, then with their rows and their cells") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, people, by_email("skip"));
  const auto import = import_table(in, ada, "email,n\nnew@x,1\n\nada@x.org,2,3\n,4\n", by_email("skip"));
  const auto records = in.get(ada, path_of(import) + "/records").parsed().at("items");
  REQUIRE(records.size() == 3);
  CHECK(records[0].at("row") == 2);
  CHECK(records[0].at("cells") == json{{"email", "new@x"}, {"n", "1"}});
  CHECK(records[1].at("row") == 4);
  CHECK(records[1].at("code") == "duplicate");
  CHECK(records[1].at("warnings") == json{"long_row"});
  CHECK(records[1].at("cells") == json{{"email", "ada@x.org"}, {"n", "2"}, {"column_3", "3"}});
  CHECK(records[2].at("code") == "key_missing");
  CHECK(records[2].at("field") == "email");
  CHECK(records[2].at("cells") == json{{"email", ""}, {"n", "4"}});
  const auto csv = in.get(ada, path_of(import) + "/records.csv?outcome=failed").body;
  CHECK(csv ==
        "record,row,outcome,code,field,message,warnings,cells\r\n"
        "3,5,failed,key_missing,email,The row has nothing in the columns of the key.,,"
        "\"{\"\"email\"\":\"\"\"\",\"\"n\"\":\"\"4\"\"}\"\r\n");
}

TEST_CASE("given rows of every outcome, when result files are asked for, then rows stand as they came in") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, people, by_email("skip"));
  const auto import = import_table(
      in, ada, "People,,\nname,email,city\n,ada@x.org,Paris\nNew,new@x.org,Rome\nBad,,x\n\nB,bob@x.org\n",
      R"({"key":["email"],"on_duplicate":"update","header_rows":2})");
  CHECK(import.at("progress").at("updated") == 2);
  CHECK(import.at("progress").at("failed") == 1);
  CHECK(import.at("rows") == json{{"total_rows", 4},
                                  {"processed_rows", 4},
                                  {"success_count", 3},
                                  {"failure_count", 1},
                                  {"percentage", 100.0},
                                  {"result_files",
                                   {{"success_file",
                                     {{"url", path_of(import) + "/results/success.csv"},
                                      {"expires_at", nullptr},
                                      {"rows", 3},
                                      {"name", "my marks_success.csv"}}},
                                    {"failed_file",
                                     {{"url", path_of(import) + "/results/failed.csv"},
                                      {"expires_at", nullptr},
                                      {"rows", 1},
                                      {"name", "my marks_failed.csv"}}}}}});
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  const auto good = in.get(ada, path_of(import) + "/results/success.csv");
  CHECK(good.status == 200);
  CHECK(good.header("Content-Disposition") == "attachment; filename=\"my marks_success.csv\"");
  CHECK(
      good.body ==
      "\xEF\xBB\xBFPeople,,\r\nname,email,city\r\n,ada@x.org,Paris\r\nNew,new@x.org,Rome\r\nB,bob@x.org\r\n");
  const auto bad = in.get(ada, path_of(import) + "/results/failed.csv");
  CHECK(bad.body ==
        "\xEF\xBB\xBFPeople,,,\r\nname,email,city,import_error\r\n"
        "Bad,,x,email: The row has nothing in the columns of the key.\r\n");
  const auto bob = in.inhabit("bob");
  CHECK(in.get(bob, path_of(import) + "/results/failed.csv").status == 404);
}

TEST_CASE("given a failed file that was corrected, when it is imported, then its last column is not") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, "email,n\n,=1+1\na@x,-5\n", by_email("skip"));
  auto bad = in.get(ada, path_of(import) + "/results/failed.csv").body;
  const auto at = bad.find("\r\n,") + 2;
  bad.insert(at, "b@x");
  import_table(in, ada, bad, by_email("skip"));
  const auto rows = rows_of(in, ada);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1] == json{{"email", "b@x"}, {"n", "=1+1"}});
}

TEST_CASE("given no result files, when they are asked for, then 404 no_results") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, people, R"({"create_result_files":false})");
  for (const auto* name : {"success", "failed"}) {
    const auto answer = in.get(ada, path_of(import) + "/results/" + name + ".csv");
    CHECK(answer.status == 404);
    CHECK(answer.parsed().at("code") == "no_results");
  }
}

TEST_CASE("given a table with a key, when an import has another one, then 409 key_mismatch and no import") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, people, by_email("skip"));
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  for (const auto* options : {R"({"key":["name"]})", "{}", R"({"key":["email","name"]})"}) {
    const auto refused = in.upload(ada, people, {{"kind", "rows"}, {"options", options}});
    CHECK(refused.status == 409);
    CHECK(refused.parsed().at("code") == "key_mismatch");
  }
  CHECK(in.get(ada, "/api/v1/imports").parsed().at("items").size() == 1);
  CHECK(in.stored_files() == 0);
  import_table(in, ada, people, R"({"key":["name"],"collection":"other"})");
}

TEST_CASE("given options that are wrong, when a file comes with them, then each refusal has its code") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto refusal = [&](const std::string& options) {
    const auto answer = in.upload(ada, people, {{"kind", "rows"}, {"options", options}});
    return std::to_string(answer.status) + " " + answer.parsed().at("code").get<std::string>();
  };
  CHECK(refusal(R"({"handler_path":"x.py"})") == "400 handler_by_type");
  CHECK(refusal(R"({"keys":["email"]})") == "400 unknown_field");
  CHECK(refusal(R"({"key":["mail"]})") == "400 bad_value");
  CHECK(in.upload(ada, "{\"a\":1}", {{"kind", "rows"}}).status == 422);
  CHECK(in.stored_files() == 0);
}

TEST_CASE("given a row, when it changes and is deleted, then its history says so and the rest stays") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, people, by_email("skip"));
  import_table(in, ada, "email,phone\nada@x.org,1\n", by_email("update"));
  const auto items = in.get(ada, "/api/v1/tables/rows/records").parsed().at("items");
  REQUIRE(items.size() == 2);
  // What was written last stands last.
  const auto path = "/api/v1/tables/rows/records/" + items[1].at("identity").get<std::string>();
  const auto one = in.get(ada, path).parsed();
  CHECK(one == items[1]);
  CHECK(one.at("row") == json{{"email", "ada@x.org"}, {"phone", "1"}, {"name", "Ada"}, {"city", "London"}});
  CHECK(one.at("record") == 1);
  CHECK(in.get(ada, "/api/v1/tables/other/records/" + items[1].at("identity").get<std::string>()).status ==
        404);
  CHECK(in.call(ada, "DELETE", path).status == 204);
  CHECK(in.call(ada, "DELETE", path).status == 404);
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  CHECK(in.get(ada, path).status == 404);
  const auto history = in.get(ada, path + "/history").parsed().at("items");
  REQUIRE(history.size() == 3);
  CHECK(history[0].at("what") == "created");
  CHECK(history[0].at("after").at("row") ==
        json{{"name", "Ada"}, {"email", "ada@x.org"}, {"city", "London"}});
  CHECK(history[1].at("before") == history[0].at("after"));
  CHECK(history[2].at("what") == "deleted");
  CHECK(history[2].at("before") == history[1].at("after"));
  CHECK(in.get(ada, "/api/v1/tables").parsed().at("items")[0].at("records") == 1);
  import_table(in, ada, people, by_email("skip"));
  CHECK(in.get(ada, path).parsed().at("row").at("name") == "Ada");
}

TEST_CASE("given more rows than a page, when pages are turned, then every row is seen once") {
  house in([](settings& with) { with.imports_chunk_records = 7; });
  const auto ada = in.inhabit("ada");
  std::string table = "n,x\n";
  for (int i = 0; i < 50; ++i) table += std::to_string(i) + ",y\n";
  import_table(in, ada, table, R"({"key":["n"]})");
  std::vector<std::string> seen;
  for (std::string cursor = "?limit=8"; !cursor.empty();) {
    const auto page = in.get(ada, "/api/v1/tables/rows/records" + cursor).parsed();
    for (const auto& one : page.at("items")) seen.push_back(one.at("row").at("n"));
    const auto next = page.at("next_cursor");
    cursor = next.is_null() ? "" : "?limit=8&cursor=" + next.get<std::string>();
  }
  REQUIRE(seen.size() == 50);
  for (int i = 0; i < 50; ++i) CHECK(seen[static_cast<std::size_t>(i)] == std::to_string(i));
  CHECK(in.get(ada, "/api/v1/tables/rows/records?cursor=x").status == 400);
  CHECK(in.get(ada, "/api/v1/tables/nothing/records").status == 404);
}

TEST_CASE("given rows with other columns, when the table is exported, then each stands under its own") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, "a,b\n1,2\n", R"({"collection":"t"})");
  import_table(in, ada, "b,c\n3,=4\n", R"({"collection":"t"})");
  const auto file = in.get(ada, "/api/v1/tables/t/export.csv");
  CHECK(file.body ==
        "\xEF\xBB\xBF"
        "a,b,c\r\n1,2,\r\n,3,'=4\r\n");
  CHECK(in.get(ada, "/api/v1/tables/u/export.csv").status == 404);
}

TEST_CASE("given a project, when a member imports rows into it, then they are its own tables") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto bob = in.inhabit("bob");
  const auto made = ask(
      in.port(), request_text("POST", "/api/v1/projects",
                              {ada.authorization(), "Content-Type: application/json"}, R"({"name":"Site"})"));
  REQUIRE(made.status == 201);
  const std::string project = made.parsed().at("id");
  import_table(in, ada, people, by_email("skip"), {{"project", project}});
  CHECK(in.get(ada, "/api/v1/tables").parsed().at("items").empty());
  CHECK(in.get(ada, "/api/v1/tables?project=" + project).parsed().at("items").size() == 1);
  CHECK(in.get(ada, "/api/v1/tables/rows/records?project=" + project).parsed().at("items").size() == 2);
  CHECK(in.get(bob, "/api/v1/tables?project=" + project).status == 404);
  CHECK(in.get(bob, "/api/v1/tables/rows/records").status == 404);
}
