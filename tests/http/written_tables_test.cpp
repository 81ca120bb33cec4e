// Tables that this server wrote, when they come back.
#include "tests/http/file_steps.hpp"
#include "tests/http/sales.hpp"
#include "tests/http/table_steps.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

/// Names and cells of which a spreadsheet would run some, and some that look as if they had been made
/// harmless.
const std::string dangerous =
    "\"id\",\"-v\",\"@w\"\n"
    "1,=1+1,\"- to be called\"\n"
    "2,'=x,''=x\n"
    "3,\"a;=b\",\"\tx\"\n"
    "4,'quoted,O'Brien\n"
    "5,\xEF\xBC\x9D"
    "1,+33 6 12 34 56 78\n";

auto import_rows(const house& in, const inhabitant& who, const std::string& text, const json& options)
    -> json {
  return import_table(in, who, text, options.dump());
}

auto into(const std::string& collection) -> json { return {{"collection", collection}, {"key", {"id"}}}; }

auto rows_of(const house& in, const inhabitant& who, const std::string& collection) -> std::vector<json> {
  std::vector<json> rows;
  const auto seen = in.get(who, "/api/v1/tables/" + collection + "/records").parsed();
  for (const auto& one : seen.at("items")) rows.push_back(one.at("row"));
  std::ranges::sort(rows, {}, [](const json& row) { return row.value("id", ""); });
  return rows;
}

/// The values of a column.
auto values_of(const std::vector<json>& rows, const std::string& column) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(row.at(column));
  return all;
}

}  // namespace

TEST_CASE("given a file that was written here, when it comes back, then it is the same table") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_rows(in, ada, dangerous, into("a"));
  const auto before = rows_of(in, ada, "a");
  REQUIRE(values_of(before, "-v") == std::vector<std::string>{"=1+1", "'=x", "a;=b", "'quoted",
                                                              "\xEF\xBC\x9D"
                                                              "1"});
  const std::string id = import.at("id");
  std::string file;
  SECTION("the export of a table") { file = in.get(ada, "/api/v1/tables/a/export.csv").body; }
  SECTION("the rows that went in") {
    file = in.get(ada, "/api/v1/imports/" + id + "/results/success.csv").body;
  }
  SECTION("by a link") {
    const auto links = in.call(ada, "POST", "/api/v1/imports/" + id + "/results/links").parsed();
    const std::string url = links.at("success_file").at("csv").at("url");
    file = ask(in.port(), request_text("GET", url.substr(url.find("/api/")))).body;
  }
  REQUIRE(file.find("'=1+1") != std::string::npos);
  import_rows(in, ada, file, into("b"));
  CHECK(rows_of(in, ada, "b") == before);
  // And by another process.
  in.restart();
  import_rows(in, ada, file, into("c"));
  CHECK(rows_of(in, ada, "c") == before);
  CHECK(import_rows(in, ada, file, into("a")).at("progress").at("skipped") == 5);
}

TEST_CASE("given a key that a spreadsheet would run, when its table comes back, then the key is found") {
  house in;
  const auto ada = in.inhabit("ada");
  import_rows(in, ada, dangerous, into("a"));
  const auto file = in.get(ada, "/api/v1/tables/a/export.csv").body;
  import_rows(in, ada, file, {{"collection", "b"}, {"key", {"-v"}}});
  CHECK(rows_of(in, ada, "b") == rows_of(in, ada, "a"));
}

TEST_CASE("given a file that was written here, when it waits for its import, then its preview is as meant") {
  house in;
  const auto ada = in.inhabit("ada");
  import_rows(in, ada, dangerous, into("a"));
  const auto file = confirmed(in, ada, in.get(ada, "/api/v1/tables/a/export.csv").body);
  const auto seen = post(in, ada, path_of(file) + "/preview", {{"kind", "rows"}}).parsed();
  CHECK(seen.at("columns") == json{"id", "-v", "@w"});
  CHECK(seen.at("rows").at(0).at("cells") == json{"1", "=1+1", "- to be called"});
  const auto accepted = post(in, ada, "/api/v1/imports",
                             {{"file_id", file.at("file_id")}, {"kind", "rows"}, {"options", into("b")}});
  REQUIRE(accepted.status == 202);
  in.await(ada, accepted.parsed().at("id"), import_status::completed);
  CHECK(rows_of(in, ada, "b") == rows_of(in, ada, "a"));
}

TEST_CASE("given a file that was not sent from here, when it comes in, then its apostrophes are its own") {
  house in;
  const auto ada = in.inhabit("ada");
  import_rows(in, ada, dangerous, into("a"));
  house other;
  const auto bob = other.inhabit("bob");
  SECTION("it is that of another server") {
    import_rows(other, bob, in.get(ada, "/api/v1/tables/a/export.csv").body, into("b"));
    CHECK(values_of(rows_of(other, bob, "b"), "'-v").front() == "'=1+1");
  }
  SECTION("somebody changed it") {
    import_rows(in, ada, in.get(ada, "/api/v1/tables/a/export.csv").body + "6,a,b\r\n", into("b"));
    CHECK(values_of(rows_of(in, ada, "b"), "'-v").front() == "'=1+1");
  }
  SECTION("only its head was asked for") {
    CHECK(in.call(ada, "HEAD", "/api/v1/tables/a/export.csv").status == 200);
    import_rows(other, bob, dangerous, into("a"));
    import_rows(in, ada, other.get(bob, "/api/v1/tables/a/export.csv").body, into("b"));
    CHECK(values_of(rows_of(in, ada, "b"), "'-v").front() == "'=1+1");
  }
}

TEST_CASE("given outcomes as a table, when they come back as rows, then their cells are as they were shown") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_rows(in, ada, "-v\n=1\n", {{"collection", "a"}});
  const auto file =
      in.get(ada, "/api/v1/imports/" + import.at("id").get<std::string>() + "/records.csv").body;
  import_rows(in, ada, "x\n'=y\n", {{"collection", "c"}});
  import_rows(in, ada, file, {{"collection", "b"}});
  CHECK(rows_of(in, ada, "b").front().at("cells") == R"({"-v":"=1"})");
}

TEST_CASE("given leads that were exported, when the file is imported again, then nothing of them changes") {
  sales s;
  s.commit(s.ready("Nom;E-mail;Notes\nMartin;m@x.example;- rappeler lundi\nPetit;p@x.example;=1+1\n"));
  const auto notes = [&] {
    std::vector<std::string> all;
    for (const auto& one : s.leads()) all.push_back(one.at("notes"));
    std::ranges::sort(all);
    return all;
  };
  const auto before = notes();
  REQUIRE(before == std::vector<std::string>{"- rappeler lundi", "=1+1"});
  for (int i = 0; i < 2; ++i) {
    const auto file = s.in.get(s.ann, s.path + "/leads/export.csv").body;
    s.commit(s.ready(file, R"({"on_duplicate":"update","allow_duplicate_file":true})"));
    CHECK(notes() == before);
  }
}

TEST_CASE(
    "given failed rows under names that begin with signs, when they come back, then under those names") {
  house in;
  const auto ada = in.inhabit("ada");
  auto options = into("a");
  options["ragged"] = "fail_row";
  const auto import = import_rows(in, ada, "id,-v,@w\n1,=1\n", options);
  auto file =
      in.get(ada, "/api/v1/imports/" + import.at("id").get<std::string>() + "/results/failed.csv").body;
  REQUIRE(file.find("'-v") != std::string::npos);
  file.insert(file.find("'=1") + 3, ",x");
  file.erase(file.find(",x,") + 2, 1);
  import_rows(in, ada, file, into("a"));
  CHECK(rows_of(in, ada, "a") == std::vector<json>{{{"id", "1"}, {"-v", "=1"}, {"@w", "x"}}});
}

TEST_CASE(
    "given the errors of a review, when they are mended and come back, then the other cells are as before") {
  sales s;
  const auto lang = GENERATE(std::string("en"), std::string("fr"));
  const auto import = s.ready("Nom;E-mail;Notes\nMartin;m;- rappeler lundi\n");
  auto file = s.in.get(s.ann, import + "/review/errors.csv?lang=" + lang).body;
  REQUIRE(file.find("'- rappeler") != std::string::npos);
  file.replace(file.find("Martin,m,"), 9, "Martin,m@x.example,");
  s.commit(s.ready(file));
  const auto leads = s.leads();
  REQUIRE(leads.size() == 1);
  CHECK(leads.front().at("notes") == "- rappeler lundi");
}
