// Import types over HTTP: who sees which, templates to fill in, and imports by them.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/http/house.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

auto group(const std::string& type, const std::string& name,
           const std::vector<std::pair<std::string, std::string>>& values) -> named_group {
  named_group made{type, name, "file w.conf:1", {}};
  for (const auto& [key, text] : values) made.values[key] = {text, "file w.conf:2"};
  return made;
}

/// Types `people` (with a schema, validated), `boss` (for administrators) and `given` (with a template).
struct town {
  tests::temporary_directory folder;
  house at{[this](settings& config) {
    std::ofstream(folder.path() + "/people.json")
        << R"({"fields":[{"name":"email","title":"Address","format":"email","constraints":{"required":true}},)"
           R"({"name":"age","type":"integer","description":"In years."}]})";
    std::ofstream(folder.path() + "/given.csv") << "a;b\n";
    config.folder = folder.path();
    config.groups = {group("type", "people",
                           {{"title", "People"},
                            {"schema", "people.json"},
                            {"handler", "validate"},
                            {"handler.mode.keep", "keep"},
                            {"key", "email"}}),
                     group("type", "boss", {{"who", "admins"}}),
                     group("type", "given", {{"template", "given.csv"}, {"who", "ada bob"}})};
  }};
};

const std::vector<std::pair<std::string, std::string>> people{{"kind", "rows"},
                                                              {"options", R"({"type":"people"})"}};

}  // namespace

TEST_CASE("given import types, when somebody asks for them, then those that he may use are told") {
  town here;
  const auto ada = here.at.inhabit("ada");
  const auto eve = here.at.inhabit("eve");
  const auto seen = json::parse(here.at.get(ada, "/api/v1/import-types").body);
  REQUIRE(seen["items"].size() == 2);
  CHECK(
      seen["items"][0] ==
      json::parse(R"({"name":"people","title":"People","modes":["keep"],"keeps_rows":false,"key":["email"],)"
                  R"("columns":[{"name":"email","title":"Address","type":"string","description":"",)"
                  R"("required":true,"unique":false},{"name":"age","title":"age","type":"integer",)"
                  R"("description":"In years.","required":false,"unique":false}],)"
                  R"("templates":{"csv":"/api/v1/import-types/people/template.csv",)"
                  R"("xlsx":"/api/v1/import-types/people/template.xlsx"}})"));
  CHECK(seen["items"][1]["templates"] == json::parse(R"({"csv":"/api/v1/import-types/given/template.csv"})"));
  CHECK(json::parse(here.at.get(eve, "/api/v1/import-types").body)["items"].size() == 1);
  CHECK(here.at.get(eve, "/api/v1/import-types/given/template.csv").status == 404);
  CHECK(here.at.get(ada, "/api/v1/import-types/boss/template.csv").status == 404);
}

TEST_CASE("given a type, when its template is asked for, then it is the given one or made from the schema") {
  town here;
  const auto ada = here.at.inhabit("ada");
  CHECK(here.at.get(ada, "/api/v1/import-types/people/template.csv").body ==
        "\xEF\xBB\xBF"
        "email,age\r\n");
  const auto workbook = here.at.get(ada, "/api/v1/import-types/people/template.xlsx");
  CHECK(workbook.status == 200);
  CHECK(workbook.body.starts_with("PK"));
  CHECK(here.at.get(ada, "/api/v1/import-types/given/template.csv").body == "a;b\n");
  CHECK(here.at.get(ada, "/api/v1/import-types/given/template.xlsx").status == 404);
}

TEST_CASE(
    "given rows that are validated, when their import is completed, then only outcomes and results are "
    "there") {
  town here;
  const auto ada = here.at.inhabit("ada");
  const auto id = json::parse(here.at.upload(ada, "age,email\n36,ada@x.org\nold,\n", people).body)["id"]
                      .get<std::string>();
  here.at.await(ada, id, import_status::completed);
  const auto import = json::parse(here.at.get(ada, "/api/v1/imports/" + id).body);
  CHECK(import["options"]["handler"] == "validate");
  CHECK(import["rows"]["success_count"] == 1);
  CHECK(import["rows"]["failure_count"] == 1);
  const auto records = json::parse(here.at.get(ada, "/api/v1/imports/" + id + "/records").body)["items"];
  REQUIRE(records.size() == 2);
  CHECK(records[0]["outcome"] == "created");
  CHECK(records[0]["cells"] == json::parse(R"({"age":"36","email":"ada@x.org"})"));
  CHECK(records[1]["code"] == "type_error");
  CHECK(records[1]["faults"][1]["field"] == "email");
  CHECK(json::parse(here.at.get(ada, "/api/v1/tables").body)["items"].empty());
  CHECK(here.at.get(ada, "/api/v1/imports/" + id + "/results/success.csv").body ==
        "\xEF\xBB\xBF"
        "age,email\r\n36,ada@x.org\r\n");
  CHECK(here.at.get(ada, "/api/v1/imports/" + id + "/results/failed.csv").body ==
        "\xEF\xBB\xBF"
        "age,email,import_error\r\n"
        "old,,age: The value does not have the type of its column. email: The value is missing.\r\n");
  const auto usage = here.at.core->usage_of(owner_id{ada.id});
  REQUIRE(usage.ok());
  CHECK(usage->records == 0);
}

TEST_CASE("given a type that is not for somebody, when he names it, then nothing says that it exists") {
  town here;
  const auto eve = here.at.inhabit("eve");
  const auto answer = [&](const std::string& type) {
    const auto reply =
        here.at.upload(eve, "a\n1\n", {{"kind", "rows"}, {"options", "{\"type\":\"" + type + "\"}"}});
    CHECK(reply.status == 400);
    auto said = json::parse(reply.body);
    CHECK(said["code"] == "no_such_type");
    return said["detail"].get<std::string>();
  };
  CHECK(answer("boss") == "There is no import type 'boss' on this server.");
  CHECK(answer("none") == "There is no import type 'none' on this server.");
}

TEST_CASE(
    "given a file without a column that its type wants, when it is imported, then the import fails by that") {
  town here;
  const auto ada = here.at.inhabit("ada");
  const auto id =
      json::parse(here.at.upload(ada, "age,mail\n36,ada@x.org\n", people).body)["id"].get<std::string>();
  here.at.await(ada, id, import_status::failed);
  const auto import = json::parse(here.at.get(ada, "/api/v1/imports/" + id).body);
  CHECK(import["error"]["code"] == "key_column_missing");
  CHECK(import["progress"]["processed"] == 0);
}

TEST_CASE(
    "given an import whose type has left the configuration, when it is retried, then it fails until it is "
    "back") {
  town here;
  const auto ada = here.at.inhabit("ada");
  const auto id =
      json::parse(here.at.upload(ada, "age,mail\n36,ada@x.org\n", people).body)["id"].get<std::string>();
  here.at.await(ada, id, import_status::failed);
  const auto groups = here.at.config.groups;
  here.at.config.groups.clear();
  here.at.restart();
  CHECK(here.at.call(ada, "POST", "/api/v1/imports/" + id + "/retry").status == 202);
  here.at.await(ada, id, import_status::failed);
  CHECK(json::parse(here.at.get(ada, "/api/v1/imports/" + id).body)["error"]["code"] == "no_such_type");
  here.at.config.groups = groups;
  std::ofstream(here.folder.path() + "/people.json") << R"({"fields":[{"name":"mail"}]})";
  here.at.restart();
  CHECK(here.at.call(ada, "POST", "/api/v1/imports/" + id + "/retry").status == 202);
  here.at.await(ada, id, import_status::completed);
}
