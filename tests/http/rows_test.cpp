// Rows of tables over HTTP: imports, tables, result files.
#include <catch2/catch.hpp>

#include "tests/http/table_steps.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

const std::string people = "name,email,city\nAda,ada@x.org,London\n\nBob,bob@x.org,\n";

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
  CHECK(records[2].at("code") == "key_empty");
  CHECK(records[2].at("field") == "email");
  CHECK(records[2].at("cells") == json{{"email", ""}, {"n", "4"}});
  const auto csv = in.get(ada, path_of(import) + "/records.csv?outcome=failed").body;
  CHECK(csv ==
        "\xEF\xBB\xBFrecord,row,outcome,code,field,message,warnings,cells\r\n"
        "3,5,failed,key_empty,email,The row has nothing in the columns of the key.,,"
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
  auto rows = import.at("rows");
  CHECK(rows.at("result_files").at("success_file").at("name") == "my marks_success.csv");
  CHECK(rows.at("result_files").at("failed_file").at("rows") == 1);
  rows.erase("result_files");
  CHECK(rows == json{{"total_rows", 4},
                     {"processed_rows", 4},
                     {"success_count", 3},
                     {"failure_count", 1},
                     {"percentage", 100.0}});
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  const auto good = in.get(ada, path_of(import) + "/results/success.csv");
  CHECK(good.status == 200);
  CHECK(good.header("Content-Disposition") == "attachment; filename=\"my marks_success.csv\"");
  CHECK(good.body ==
        "\xEF\xBB\xBFPeople,,\r\nname,email,city\r\n,ada@x.org,Paris\r\nNew,new@x.org,Rome\r\nB,bob@x.org,"
        "\r\n");
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
  CHECK(eventually([&] { return in.stored_files() == 0; }));
  import_table(in, ada, people, R"({"key":["name"],"collection":"other"})");
}

TEST_CASE("given a table with a key or none, when an import has another, then the refusal names both") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, people, R"({"key":["email","name"],"collection":"keyed"})");
  import_table(in, ada, people, R"({"collection":"plain"})");
  const auto refusal = [&](const std::string& options) {
    const auto told = in.upload(ada, people, {{"kind", "rows"}, {"options", options}}).parsed();
    return json{told.value("reason", ""), told.value("values", json())};
  };
  CHECK(refusal(R"({"key":["name"],"collection":"keyed"})") ==
        json{"other_key", {{"name", "keyed"}, {"key", "email, name"}, {"other", "name"}}});
  CHECK(refusal(R"({"collection":"keyed"})") ==
        json{"key_needed", {{"name", "keyed"}, {"key", "email, name"}}});
  CHECK(refusal(R"({"key":["name"],"collection":"plain"})") ==
        json{"key_too_much", {{"name", "plain"}, {"other", "name"}}});
  const auto endless = refusal(R"({"collection":"plain","key":[")" + std::string(1'000, 'x') + R"("]})");
  CHECK(endless[1]["other"] == std::string(100, 'x') + "…");
}

TEST_CASE("given an import that waits, when another into the same new table has another key, then 409") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto first = in.upload(ada, people, {{"kind", "rows"}, {"options", by_email("skip")}});
  REQUIRE(first.status == 202);
  in.call(ada, "POST", path_of(first.parsed()) + "/pause");
  const auto refused = in.upload(ada, people, {{"kind", "rows"}, {"options", R"({"key":["name"]})"}});
  CHECK(refused.status == 409);
  CHECK(refused.parsed().at("code") == "key_mismatch");
}

TEST_CASE(
    "given an import that failed before its rows, when its table has another key, then it is not retried") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto first = in.upload(ada, "n\n", {{"kind", "rows"}, {"options", R"({"key":["email"]})"}});
  REQUIRE(first.status == 202);
  const auto path = path_of(first.parsed());
  in.await(ada, first.parsed().at("id"), import_status::failed);  // it has no such column
  import_table(in, ada, people, R"({"key":["name"]})");
  const auto refused = in.call(ada, "POST", path + "/retry");
  CHECK(refused.status == 409);
  CHECK(refused.parsed().at("code") == "key_mismatch");
}

TEST_CASE("given a table without rows, when an import has another key, then that is the table's key") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, "email\nada@x.org\n", by_email("skip"));
  const auto row = in.get(ada, "/api/v1/tables/rows/records").parsed().at("items")[0];
  in.call(ada, "DELETE", "/api/v1/tables/rows/records/" + row.at("identity").get<std::string>());
  import_table(in, ada, people, R"({"key":["name"]})");
  CHECK(in.get(ada, "/api/v1/tables").parsed().at("items")[0].at("key") == json{"name"});
  CHECK(in.upload(ada, people, {{"kind", "rows"}, {"options", by_email("skip")}}).status == 409);
}

TEST_CASE("given cells beyond the header, when the table is read, then they have names of their own") {
  house in;
  const auto ada = in.inhabit("ada");
  import_table(in, ada, "column_3,b\nx,y,z\n", "{}");
  const auto row = in.get(ada, "/api/v1/tables/rows/records").parsed().at("items")[0].at("row");
  CHECK(row == json{{"column_3", "x"}, {"b", "y"}, {"column_3_2", "z"}});
  CHECK(in.get(ada, "/api/v1/tables/rows/export.csv").body ==
        "\xEF\xBB\xBF"
        "column_3,b,column_3_2\r\nx,y,z\r\n");
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
  CHECK(refusal(R"({"allow_update":false,"on_duplicate":"update","key":"email"})") == "400 bad_value");
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
  house in([](settings& with) { with.rows_batch_size = 7; });
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

TEST_CASE("given many tables, when some are looked for by how their names begin, then those, by name") {
  house in;
  const auto ada = in.inhabit("ada");
  for (const auto* const name : {"staff", "staff_2", "staff-old", "shops"})
    import_table(in, ada, people, R"({"key":["email"],"collection":")" + std::string(name) + "\"}");
  const auto found = [&](const std::string& query) {
    std::string names;
    const auto page = in.get(ada, "/api/v1/tables?" + query).parsed();
    for (const auto& one : page.at("items")) names += one.at("name").get<std::string>() + " ";
    return std::pair{names, page.at("next_cursor").is_null() ? "" : page["next_cursor"].get<std::string>()};
  };
  CHECK(found("prefix=staff").first == "staff staff-old staff_2 ");
  CHECK(found("prefix=Staff").first.empty());
  CHECK(found("q=TAFF_").first == "staff_2 ");
  CHECK(found("q=s&prefix=st&limit=2").first == "staff staff-old ");
  CHECK(found("q=off").first.empty());
  const auto [first, next] = found("prefix=staff&limit=2");
  CHECK(first == "staff staff-old ");
  CHECK(found("prefix=staff&limit=2&cursor=" + next).first == "staff_2 ");
  CHECK(in.get(ada, "/api/v1/tables?prefix=shops&cursor=" + next).status == 400);
  CHECK(in.get(ada, "/api/v1/tables/staff").parsed() ==
        in.get(ada, "/api/v1/tables?prefix=staff&limit=1").parsed().at("items")[0]);
  CHECK(in.get(ada, "/api/v1/tables/staf").status == 404);
  CHECK(in.get(in.inhabit("bob"), "/api/v1/tables/staff").status == 404);
}

TEST_CASE("given tables whose columns have endless names, when they are listed, then a page has some MiB") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto name_of = [](const std::string& begins) { return begins + std::string(800'000, 'x'); };
  import_table(in, ada, "k," + name_of("") + "," + name_of("é") + "\n1,2,3\n",
               R"({"collection":"a","key":["k"]})");
  std::string wide;
  for (int i = 0; i < 12'000; ++i) wide += std::to_string(100'000 + i) + std::string(200, 'y') + ",";
  for (const auto* const table : {"b", "c"})
    import_table(in, ada, wide + "k\n1\n", R"({"collection":")" + std::string(table) + "\"}");
  std::vector<json> seen;
  for (std::string cursor = "?limit=100"; !cursor.empty();) {
    const auto answer = in.get(ada, "/api/v1/tables" + cursor);
    CHECK(answer.body.size() < (4 << 20));
    const auto page = answer.parsed();
    for (const auto& one : page.at("items")) seen.push_back(one);
    cursor =
        page.at("next_cursor").is_null() ? "" : "?limit=100&cursor=" + page["next_cursor"].get<std::string>();
  }
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].at("columns") == json{"k", std::string(200, 'x') + "…", "é" + std::string(198, 'x') + "…"});
  CHECK(seen[2].at("columns").size() == 12'001);
  const auto whole = in.get(ada, "/api/v1/tables/a").parsed();
  CHECK((whole.at("columns") == json{"k", name_of(""), name_of("é")}));
}
