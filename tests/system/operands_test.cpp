// Operands that look like options, lines of other systems, and names that would steer a terminal.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("given operands that begin with a dash, when they stand behind --, then they are operands") {
  const temp_directory here;
  write_file(here / "-x.json", good_document(1, 2));
  write_file(here / "--data", good_document(3, 2));
  const auto sh = [&](const std::string& script) { return run_shell(here.path(), script); };
  CHECK(sh("$W import --data data -- -x.json").status == 0);
  CHECK(sh("$W import -- -x.json --data data").status == 0);
  CHECK(holds(sh("$W import --data=data -- --data").out, "2 created"));
  CHECK(sh("$W token add --data data -- -t").status == 0);
  CHECK(sh("$W token add -- -u --data data").status == 0);
  CHECK(sh("$W show --data data -- -x").err == "waybill: There is no such import.\n");
  CHECK(sh("$W list --data data --").status == 0);
  CHECK(holds(sh("$W identity -- -u --stdin").out, "\"--stdin\""));
  CHECK(sh("$W list --data data -- x").err ==
        "waybill: 'x' is no option or argument of 'waybill list'; see 'waybill list --help'.\n");
  CHECK(holds(sh("$W import --data data -- -x.json y").err, "'y' is no option or argument"));
}

TEST_CASE(
    "given lines that end as on other systems, when their identity is asked for, then the end is no part") {
  const auto said = run_waybill({"identity", "--stdin"},
                                "https://a.example/\r\n\r\nhttps://b.example/\r\r\nhttps://c.example/");
  const auto url = [&](int line) {
    auto rest = std::string_view(said.out);
    for (int i = 0; i < line; ++i) rest.remove_prefix(rest.find('\n') + 1);
    return json::parse(rest.substr(0, rest.find('\n'))).at("url").get<std::string>();
  };
  CHECK(std::count(said.out.begin(), said.out.end(), '\n') == 4);
  CHECK(url(0) == "https://a.example/");
  CHECK(url(1).empty());
  CHECK(url(2) == "https://b.example/\r");
  CHECK(url(3) == "https://c.example/");
}

TEST_CASE(
    "given names and texts that would steer a terminal, when they are shown, then they are seen, and JSON is "
    "exact") {
  const temp_directory here;
  const std::string turned = "\u202e", hidden = "\u200b", c1 = "\u009b", line = "\u2028";
  const auto name = "invoice" + turned + "gpj" + hidden + ".json";
  write_file(here / name,
             document_of(R"({"type":"Note","name":"bad)" + turned + c1 + line + R"("},)" + item(1)));
  const auto data = (here / "data").string();
  const auto import = run_waybill({"import", (here / name).string(), "--data", data});
  CHECK(import.status == 1);
  const auto id = import.out.substr(0, import.out.find(':'));
  REQUIRE(run_waybill({"token", "add", "t" + turned, "--data", data}).status == 0);
  const std::vector<std::vector<std::string>> verbs{{"list", "--data", data},
                                                    {"show", id, "--data", data},
                                                    {"show", id, "--failed", "--data", data},
                                                    {"log", "show", "--data", data},
                                                    {"token", "list", "--data", data},
                                                    {"show", "x" + turned, "--data", data},
                                                    {"token", "revoke", "x" + turned, "--data", data},
                                                    {"list", "--status", turned, "--data", data},
                                                    {turned},
                                                    {"list", "--" + turned},
                                                    {"import", "no" + turned, "--data", data},
                                                    {"list", "--user", turned, "--data", data}};
  for (const auto& verb : verbs) {
    const auto end = run_waybill(verb);
    CAPTURE(verb, end.out, end.err);
    for (const auto& mark : {turned, hidden, c1, line}) {
      CHECK_FALSE(holds(end.out, mark));
      CHECK_FALSE(holds(end.err, mark));
    }
  }
  for (const auto& mark : {turned, c1, line}) CHECK_FALSE(holds(import.out + import.err, mark));
  CHECK(holds(run_waybill({"list", "--data", data}).out, "invoicegpj?.json"));
  CHECK(json::parse(run_waybill({"list", "--json", "--data", data}).out).at("file").at("name") ==
        "invoicegpj" + hidden + ".json");
  CHECK(holds(run_waybill({"log", "show", "--json", "--data", data}).out, turned));
}

TEST_CASE("given numbers that are written otherwise, when a verb gets them, then none is taken for another") {
  const temp_directory here;
  REQUIRE(run_shell(here.path(), "$W user add ada --data data").status == 0);
  for (const std::string verb :
       {"list --limit", "export --limit", "log show --from", "leads --project p --limit", "node list --limit",
        "console seats", "console log show"})
    for (const std::string number : {"010", "08", "0x10", "-1", "1.5", "1e3", " 1"}) {
      const auto said = run_shell(here.path(), "$W " + verb + " '" + number + "' --data data");
      INFO(verb << " " << number << ": " << said.err);
      CHECK(said.status == 2);
      CHECK(holds(said.err, "'" + number + "' is no whole number without a zero in front"));
    }
  CHECK(run_shell(here.path(), "$W list --limit 10 --data data --user ada").status == 0);
}

TEST_CASE(
    "given a token with the end of a line in it, when a server is asked, then no request is made of it") {
  const temp_directory here;
  const auto said =
      run_shell(here.path(), "WAYBILL_TOKEN=$(printf 'wb_a\nX-Evil: 1') $W list --server http://127.0.0.1:1");
  CHECK(said.status == 2);
  CHECK(holds(said.err, "The token holds a blank, the end of a line,"));
}

TEST_CASE(
    "given a directory whose name a shell would run, when many records fail, then its hint can be pasted") {
  const temp_directory here;
  std::string items = R"({"type":"Note","name":"x"})";
  // More than are shown.
  for (int i = 0; i < 100; ++i) items += R"(,{"type":"Note","name":"x"})";
  write_file(here / "bad.json", document_of(items));
  const auto said = run_shell(here.path(),
                              "$W import bad.json --data 'd 20;echo gone'; $W import bad.json --data "
                              "\"d$(printf '\\342\\200\\256')\"");
  CHECK(holds(said.out + said.err, "--data 'd 20;echo gone'"));
  CHECK(holds(said.out + said.err, R"(--data $'d\xe2\x80\xae')"));
}
