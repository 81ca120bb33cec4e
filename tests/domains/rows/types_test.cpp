// Import types: what the file of settings says of them, and what becomes of their rows.
#include "domains/rows/types.hpp"

#include "config/settings.hpp"
#include "tests/domains/rows/reading.hpp"
#include "tests/formats/xlsx/support.hpp"

using namespace waybill;
using namespace waybill::rows;
using namespace waybill::rows::test;
using Catch::Matchers::Contains;

namespace {

const std::string schema =
    R"({"fields":[{"name":"email","constraints":{"required":true,"unique":true},"format":"email"},)"
    R"({"name":"age","type":"integer","constraints":{"minimum":0}}]})";

const std::string prices =
    R"({"fields":[{"name":"price","type":"number","decimalChar":",","groupChar":".","constraints":{"maximum":100}},)"
    R"({"name":"day","type":"date","format":"%d/%m/%Y"}]})";

/// A folder with a file of settings and what it names.
class server {
 public:
  explicit server(const std::string& groups) {
    std::ofstream(directory_.path() + "/people.json") << schema;
    std::ofstream(directory_.path() + "/people.csv") << "email,age\n";
    std::ofstream(directory_.path() + "/none.json") << "{}";
    std::ofstream(directory_.path() + "/prices.json") << prices;
    std::ofstream(directory_.path() + "/w.conf") << groups;
    auto loaded = load(directory_.path() + "/w.conf", {}, {}, kind().groups());
    if (!loaded) {
      refusal = loaded.why().message;
      return;
    }
    around = surroundings_of(loaded->values);
    if (const auto fine = kind().check_groups(*around); !fine) refusal = fine.why().message;
  }
  [[nodiscard]] auto options(const std::string& text, const std::string& user = "ada",
                             const std::string& role = "user") const -> result<std::string> {
    return kind().check_options_for(text, {user, role, around});
  }
  [[nodiscard]] auto handler(const std::string& text, const std::string& role = "user") const -> std::string {
    const auto full = options(text, "ada", role);
    REQUIRE(full.ok());
    return read_options(*full).handler;
  }

  std::shared_ptr<const kind_surroundings> around;
  std::string refusal;  ///< "": it starts

 private:
  tests::temporary_directory directory_;
};

}  // namespace

TEST_CASE(
    "given groups that do not fit together, when a server starts with them, then it says why, and where") {
  const auto refusal = [](const std::string& groups) { return server(groups).refusal; };
  CHECK(refusal("[type a]\n[handler b]\nkind = exec\ncommand = true\n").empty());
  CHECK_THAT(refusal("[type a]\ntitle = A\nhandler = people\n"),
             Contains("w.conf:3: there is no handler `people`"));
  CHECK_THAT(refusal("[type a]\nhandler.mode.dry = x\n"), Contains("w.conf:2: there is no handler `x`"));
  CHECK_THAT(refusal("[type a]\nhandler.boss = keep\n"), Contains("w.conf:2: `handler.boss` is none"));
  CHECK_THAT(refusal("[type a]\nhandler = validate\n"), Contains("w.conf:2") && Contains("has none"));
  CHECK_THAT(refusal("[type a]\nschema = gone.json\n"),
             Contains("w.conf:2: the schema `gone.json` is not there"));
  CHECK_THAT(refusal("[type a]\nschema = none.json\n"),
             Contains("w.conf:2: the schema `none.json` is none: it has no 'fields'"));
  CHECK_THAT(refusal("[type a]\ntemplate = gone.csv\n"), Contains("w.conf:2"));
  CHECK_THAT(refusal("[type a]\ntemplate = people.json\n"), Contains("ends in .csv or .xlsx"));
  CHECK_THAT(refusal("[type a]\non_duplicate = update\n"), Contains("w.conf:1") && Contains("takes a 'key'"));
  CHECK_THAT(refusal("[type a]\ncollection = a b\n"), Contains("must be a name"));
  CHECK_THAT(refusal("[handler keep]\nkind = exec\ncommand = true\n"),
             Contains("w.conf:1") && Contains("built in"));
  CHECK_THAT(refusal("[handler a]\nkind = exec\n"), Contains("w.conf:1: [handler a] has no `command`"));
  CHECK_THAT(refusal("[handler a]\nkind = webhook\n"), Contains("w.conf:1: [handler a] has no `url`"));
  CHECK_THAT(refusal("[handler a]\nkind = exec\ncommand = true\nurl = x\n"),
             Contains("w.conf:4: a handler of the kind `exec` has no `url`"));
  CHECK_THAT(refusal("[handler a]\nkind = exec\ncommand = true\nbatch_rows = 0\n"), Contains("w.conf:4"));
  CHECK_THAT(refusal("[handler a]\nkind = exec\ncommand = python3 'abc\n"),
             Contains("w.conf:3: a quote or a backslash in the command has no end"));
  const auto address = [&](const std::string& url, const std::string& more = "") {
    return refusal("[handler a]\nkind = webhook\nurl = " + url + "\n" + more);
  };
  CHECK_THAT(address("ftp://example.org"), Contains("w.conf:3: the URL of a webhook begins with https://"));
  CHECK_THAT(address("http://example.org/x"),
             Contains("w.conf:3: a webhook that is not on this machine takes https://"));
  CHECK_THAT(address("https://example.org:0/"), Contains("w.conf:3: this is no URL of a webhook"));
  const std::string is_private =
      "w.conf:3: the address is a private one, and there is no `allow_private = true`";
  CHECK_THAT(address("https://10.0.0.1/x"), Contains(is_private));
  CHECK_THAT(address("https://[fd00::1]/x"), Contains(is_private));
  CHECK(address("https://10.0.0.1/x", "allow_private = true\n").empty());
  CHECK(address("https://127.0.0.1/x").empty());
  CHECK(address("http://[::1]:80/x").empty());
  CHECK(address("https://1.1.1.1/x").empty());
}

TEST_CASE("given programs that are not there, when a server starts, then it starts, and says which") {
  const server here(
      "[handler a]\nkind = exec\ncommand = /nonexistent/x --y\n[handler b]\nkind = exec\ncommand = "
      "./people.json\n"
      "[handler c]\nkind = exec\ncommand = no-such-program\n[handler d]\nkind = exec\ncommand = sh x\n"
      "[handler e]\nkind = exec\ncommand = /bin/sh\n[handler f]\nkind = exec\ncommand = ./\n");
  REQUIRE(here.refusal.empty());
  const auto found = kind().missing(*here.around);
  REQUIRE(found.size() == 4);
  const auto ends = [](const std::string& text, const std::string& with) {
    INFO(text);
    CHECK(text.ends_with(with));
  };
  ends(found[0],
       "w.conf:3: [handler a]: The handler's program '/nonexistent/x' cannot be started: there is no such "
       "program.");
  ends(found[1],
       "w.conf:6: [handler b]: The handler's program './people.json' cannot be started: it may not be run.");
  ends(found[2],
       "w.conf:9: [handler c]: The handler's program 'no-such-program' cannot be started: there is no such "
       "program.");
  ends(found[3], "w.conf:18: [handler f]: The handler's program './' cannot be started: it may not be run.");
}

TEST_CASE("given names in another case, when a type is for them, then it is there for who is called so") {
  const server here("[type t]\nwho = Ann, BOB\n");
  REQUIRE(here.refusal.empty());
  for (const std::string name : {"ann", "Ann", "ANN", "bob"})
    CHECK(here.options(R"({"type":"t"})", name).ok());
  CHECK(here.options(R"({"type":"t"})", "anna").why().code == errc::no_such_type);
  CHECK(server("[type t]\nwho = Admins\n").options(R"({"type":"t"})", "x", "admin").ok());
  CHECK(server("[type t]\nwho = Anyone\n").options(R"({"type":"t"})", "x").ok());
}

TEST_CASE("given a handler, when its group is read, then it has what it says, and else what is usual") {
  const server here(
      "[handler a]\nkind = exec\ncommand = python3 x.py\nmemory_bytes = 64MiB\nbatch_rows = 10\n"
      "[handler b]\nkind = webhook\nurl = https://x.org/\nsecret = s\nallow_private = true\n");
  REQUIRE(here.refusal.empty());
  const auto all = types_of(here.around);
  const auto* const a = all->handler("a");
  REQUIRE(a != nullptr);
  CHECK(a->what == handler_kind::exec);
  CHECK(a->command == "python3 x.py");
  CHECK(a->memory_bytes == 64U << 20U);
  CHECK(a->batch_rows == 10);
  CHECK(a->row_timeout_ms == 1'000);
  CHECK(a->nofile == 64);
  const auto* const b = all->handler("b");
  CHECK(b->secret == "s");
  CHECK(b->attempts == 5);
  CHECK(b->timeout_s == 30);
  CHECK(b->allow_private);
  CHECK(all->handler("c") == nullptr);
}

TEST_CASE("given a type with several handlers, when an import names it, then its mode goes before its role") {
  const server here(
      "[type t]\nhandler = a\nhandler.admin = b\nhandler.mode.dry = validate\nschema = people.json\n"
      "[handler a]\nkind = exec\ncommand = true\nbatch_rows = 7\n[handler b]\nkind = keep\n");
  REQUIRE(here.refusal.empty());
  CHECK(here.handler(R"({"type":"t"})") == "a");
  CHECK(here.handler(R"({"type":"t"})", "admin") == "b");
  CHECK(here.handler(R"({"type":"t","mode":"dry"})", "admin") == "validate");
  CHECK(here.options(R"({"type":"t","mode":"wet"})").why().code == errc::bad_value);
  CHECK(here.options(R"({"type":"x"})").why().code == errc::no_such_type);
  CHECK(here.options(R"({"mode":"dry"})").why().code == errc::bad_value);
  CHECK(here.options(R"({"type":"t","handler":"b"})").why().code == errc::handler_by_type);
  CHECK(here.options(R"({"type":"t","batch_rows":7})").why().code == errc::unknown_field);
  const auto full = json::parse(*here.options(R"({"type":"t","batch_size":100})"));
  CHECK(full["handler"] == "a");
  CHECK(full["batch_rows"] == 7);
  CHECK_FALSE(full.contains("collection"));
  CHECK(options_text(read_options(full.dump())) == full.dump());
  CHECK(kind().chunk_records(full.dump(), {}) == 7);
}

TEST_CASE("given a type that is not for everybody, when others name it, then it does not exist for them") {
  const server here("[type boss]\nwho = admins\n[type two]\nwho = ada bob\n[type all]\n");
  REQUIRE(here.refusal.empty());
  const auto is_there = [&](const std::string& type, const std::string& user, const std::string& role) {
    const auto full = here.options("{\"type\":\"" + type + "\"}", user, role);
    if (!full) CHECK(full.why().code == errc::no_such_type);
    return full.ok();
  };
  CHECK(is_there("boss", "eve", "admin"));
  CHECK_FALSE(is_there("boss", "ada", "user"));
  CHECK(is_there("two", "ada", "user"));
  CHECK_FALSE(is_there("two", "eve", "admin"));
  CHECK(is_there("all", "eve", "user"));
}

TEST_CASE("given an import of a type, when somebody lets it go on, then not with what is not there for him") {
  const server at(
      "[type a]\nwho = ada\nschema = people.json\nhandler = validate\nhandler.admin = keep\n[type "
      "b]\n[handler c]\nkind = exec\n"
      "command = true\n");
  const auto code = [&](const std::string& options, const std::string& user, const std::string& role) {
    const auto fine = kind().may_go_on(options, {user, role, at.around});
    return fine ? std::string("fine") : std::string(name_of(fine.why().code));
  };
  const auto of_ada = at.options(R"({"type":"a"})");
  REQUIRE(of_ada.ok());
  CHECK(code(*of_ada, "ada", "user") == "fine");
  CHECK(code(*of_ada, "eve", "user") == "no_such_type");
  CHECK(code(*of_ada, "", "user") == "no_such_type");
  const auto of_admin = at.options(R"({"type":"a"})", "ada", "admin");
  REQUIRE(of_admin.ok());
  CHECK(code(*of_admin, "ada", "admin") == "fine");
  CHECK(code(*of_admin, "ada", "user") == "no_such_type");
  CHECK(code(R"({"type":"gone","handler":"validate"})", "ada", "admin") == "fine");
  CHECK(code("{}", "eve", "user") == "fine");
}

TEST_CASE("given handlers, when it is asked who waits for others, then programs and servers do") {
  const server at(
      "[type a]\n[type b]\nhandler = c\n[type d]\nhandler = e\n[handler c]\nkind = exec\ncommand = true\n"
      "[handler e]\nkind = webhook\nurl = https://example.org/\n");
  const auto waits = [&](const std::string& asked) {
    const auto full = at.options(asked);
    REQUIRE(full.ok());
    return kind().waits_outside(*full, at.around);
  };
  CHECK_FALSE(waits("{}"));
  CHECK_FALSE(waits(R"({"type":"a"})"));
  CHECK(waits(R"({"type":"b"})"));
  CHECK(waits(R"({"type":"d"})"));
}

TEST_CASE("given a type with defaults, when an import says less or more, then what it says goes first") {
  const server here("[type t]\ncollection = people\nkey = email, birth day\non_duplicate = update\n");
  REQUIRE(here.refusal.empty());
  auto full = read_options(*here.options(R"({"type":"t"})"));
  CHECK(full.collection == "people");
  CHECK(full.key == words{"email", "birth day"});
  CHECK(full.duplicates == on_duplicate::update);
  full = read_options(*here.options(R"({"type":"t","collection":"others","on_duplicate":"skip"})"));
  CHECK(full.collection == "others");
  CHECK(full.duplicates == on_duplicate::skip);
}

TEST_CASE(
    "given rows that are validated, when they are imported, then outcomes and cells are all that is left") {
  const server here("[type t]\nschema = people.json\nhandler = validate\n");
  REQUIRE(here.refusal.empty());
  table in;
  in.around = here.around;
  const auto told = in.import(
      "age,email,note\n36,ada@x.org,a\nold,ada,b\n1,ada@x.org,c\n-1,,d\n7,eve@x.org\n", R"({"type":"t"})", 2);
  CHECK(outcomes_of(told) ==
        words{"created", "failed type_error", "failed unique", "failed below_minimum", "created"});
  CHECK(told[0].cells == words{"36", "ada@x.org", "a"});
  CHECK(told[1].cells == words{"old", "ada", "b"});
  CHECK(told[1].fields == words{"age", "email"});
  CHECK(told[3].fields == words{"age", "email"});
  CHECK(in.rows().empty());
}

TEST_CASE("given a schema before the table, when rows are kept, then only those that hold are") {
  const server here("[type t]\nschema = people.json\nkey = email\n");
  table in;
  in.around = here.around;
  CHECK(outcomes_of(in.import("email,age\na@x.org,1\nb@x.org,x\n", R"({"type":"t"})")) ==
        words{"created", "failed type_error"});
  CHECK(in.rows() == std::vector<json>{{{"email", "a@x.org"}, {"age", "1"}}});
}

TEST_CASE("given no result files, when rows are validated, then not even their cells are left") {
  const server here("[type t]\nschema = people.json\nhandler = validate\n");
  table in;
  in.around = here.around;
  for (const auto& one :
       in.import("email,age\na@x.org,1\nb@x.org,x\n", R"({"type":"t","create_result_files":false})"))
    CHECK(one.cells.empty());
}

TEST_CASE(
    "given a file without a column that its schema wants, when work begins, then the import says which") {
  const server here("[type t]\nschema = people.json\nhandler = validate\n");
  const tests::temporary_directory directory;
  const auto path = directory.path() + "/f.csv";
  std::ofstream(path) << "mail,age\nx,1\n";
  reading_order order;
  order.path = path;
  order.options = *here.options(R"({"type":"t"})");
  order.around = here.around;
  const auto begun = kind().worker(order, {});
  REQUIRE_FALSE(begun.ok());
  CHECK(begun.why() ==
        error{errc::key_column_missing,
              "The column 'email', which the schema of the type 't' wants, is not in the file; its "
              "columns are: mail, age."});
}

TEST_CASE(
    "given a header that is too long to be told, when the key is none of its columns, then the import says "
    "so") {
  const server here("");
  const tests::temporary_directory directory;
  const auto path = directory.path() + "/f.csv";
  std::string header = "c0";
  for (int i = 1; i < 16'384; ++i) header += ",column_" + std::to_string(i);
  std::ofstream(path) << header << "\n1\n";
  reading_order order;
  order.path = path;
  order.around = here.around;
  order.options = *kind().check_options(R"({"collection":"t","key":["c1"]})");
  const auto begun = kind().worker(order, {});
  REQUIRE_FALSE(begun.ok());
  CHECK(begun.why().code == errc::key_column_missing);
  order.options = *kind().check_options(R"({"collection":"t","key":["column_16383"]})");
  CHECK(kind().worker(order, {}).ok());
}

TEST_CASE(
    "given a type that is gone, when its import begins or goes on, then it fails by that until it is back") {
  const server then("[type t]\nhandler = a\n[handler a]\nkind = exec\ncommand = true\n");
  const auto options = *then.options(R"({"type":"t"})");
  const auto code_with = [&](const std::string& groups) {
    const server now(groups);
    const auto plan = plan_of(read_options(options), now.around);
    return plan ? "" : std::string(name_of(plan.why().code));
  };
  CHECK(code_with("") == "no_such_type");
  CHECK(code_with("[type t]\n") == "no_such_type");
  CHECK(code_with("[type t]\n[handler a]\nkind = keep\n") == "no_such_type");
  CHECK(code_with("[type t]\n[handler a]\nkind = webhook\nurl = https://x.org\n").empty());
}

TEST_CASE("given numbers and days of a workbook, when a type writes them in another way, then they hold") {
  const server here("[type prices]\nschema = prices.json\n");
  REQUIRE(here.refusal.empty());
  const std::string sheet =
      R"(<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>price</t></is></c>)"
      R"(<c r="B1" t="inlineStr"><is><t>day</t></is></c></row>)"
      R"(<row r="2"><c r="A2"><v>9.99</v></c><c r="B2" s="1"><v>45720</v></c></row>)"
      R"(<row r="3"><c r="A3" t="inlineStr"><is><t>9,99</t></is></c>)"
      R"(<c r="B3" t="inlineStr"><is><t>04/03/2025</t></is></c></row>)"
      R"(<row r="4"><c r="A4" t="inlineStr"><is><t>9.99</t></is></c></row>)"
      R"(<row r="5"><c r="A5"><v>999</v></c></row></sheetData></worksheet>)";
  const std::string styles =
      R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)";
  namespace xlsx = formats::xlsx::testing;
  table to;
  to.around = here.around;
  const auto told =
      to.import(xlsx::zip_of(xlsx::parts_of(sheet, "<sst/>", styles)), R"({"type":"prices"})", 1);
  CHECK(outcomes_of(told) == words{"created", "created", "failed above_maximum", "failed above_maximum"});
  CHECK(told[0].cells == words{"9.99", "2025-03-04"});
}
