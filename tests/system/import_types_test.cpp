// Import types from the command line.
#include <catch2/catch.hpp>

#include "tests/system/server.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

namespace {

/// A folder with settings, a schema, a table, and a data directory.
struct desk {
  explicit desk(const std::string& settings) {
    write_file(here / "w.conf", settings);
    write_file(here / "people.json",
               R"({"fields":[{"name":"email","format":"email","constraints":{"required":true}},)"
               R"({"name":"age","type":"integer"}]})");
    write_file(here / "people.csv", "age;email\n36;ada@x.org\nold;bob@x.org\n");
  }
  [[nodiscard]] auto run(std::vector<std::string> words) const -> ended {
    words.insert(words.end(), {"--data", (here / "data").string(), "--config", (here / "w.conf").string()});
    return run_waybill(words);
  }
  temp_directory here;
};

constexpr const char* people =
    "[type people]\ntitle = All people\nschema = people.json\nhandler = validate\nhandler.mode.keep = keep\n";

}  // namespace

TEST_CASE("given import types, when they are listed, then each is told with its columns and modes") {
  const desk at(people);
  // The first verb makes the data directory.
  REQUIRE(at.run({"import", (at.here / "people.csv").string(), "--kind", "rows"}).status == 0);
  const auto told = at.run({"types"});
  CHECK(told.status == 0);
  CHECK(told.out == "people  All people\n  columns: email*, age (integer)\n  modes: keep\n");
  const auto lines = at.run({"types", "--json"});
  CHECK(json::parse(lines.out)["name"] == "people");
}

TEST_CASE("given a type and single options, when a file is imported by them, then they are what was meant") {
  const desk at(people);
  const auto file = (at.here / "people.csv").string();
  const auto checked = at.run({"import", file, "--type", "people", "--option", "delimiter=;"});
  CHECK(checked.status == 1);
  CHECK_THAT(checked.out, Contains("type_error") || Contains("does not have the type"));
  const auto kept = at.run({"import", file, "--type", "people", "--option", "mode=keep", "--option",
                            "key=email", "--option", "batch_size=1", "--options", R"({"batch_size":"x"})"});
  CHECK(kept.status == 1);
  CHECK(at.run({"import", file, "--type", "nobody"}).status == 2);
  const auto bad = at.run({"import", file, "--kind", "rows", "--option", "key"});
  CHECK(bad.status == 2);
  CHECK_THAT(bad.err, Contains("--option is key=value"));
}

TEST_CASE("given a table and a key that look like numbers, when they are named, then they are names") {
  const desk at(people);
  const auto file = (at.here / "numbers.csv").string();
  write_file(file, "1,2\na,b\n");
  const auto done = at.run({"import", file, "--kind", "rows", "--option", "collection=2024", "--option",
                            "key=1", "--option", "header_rows=1"});
  CAPTURE(done.err);
  CHECK(done.status == 0);
  CHECK_THAT(at.run({"list", "--json"}).out,
             Contains(R"("collection":"2024")") && Contains(R"("key":["1"])"));
}

TEST_CASE(
    "given a file of which something is to be known, when it is imported, then the command line says so") {
  const desk at(people);
  const auto file = (at.here / "guessed.csv").string();
  write_file(file, "name\nCaf\xE9\n");
  const auto done = at.run({"import", file, "--kind", "rows"});
  CHECK(done.status == 0);
  CHECK_THAT(done.out, Contains("  of its file: encoding_guessed (waybill show imp_"));
}

TEST_CASE(
    "given settings that name what is not there, when anything starts with them, then the line is told") {
  const desk at("\n[type people]\nschema = gone.json\n");
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"serve", "--listen", "127.0.0.1:0"}, {"config"}}) {
    const auto end = at.run(words);
    CHECK(end.status == 2);
    CHECK_THAT(end.err, Contains("w.conf:3: the schema `gone.json` is not there"));
  }
}

TEST_CASE("given a secret in the settings, when they are shown, then it is not") {
  const desk at("[handler far]\nkind = webhook\nurl = https://x.org\nsecret = tell nobody\n");
  const auto shown = at.run({"config"});
  CHECK(shown.status == 0);
  CHECK_THAT(shown.out, Contains("[handler far]") && !Contains("tell nobody"));
}
