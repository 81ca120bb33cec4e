// A program as a handler: what it is told, and what becomes of rows when it does not do as it should.
#include "tests/handlers/talk.hpp"

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;

TEST_CASE(
    "given a handler, when rows are handed over, then it is told all of them, and answers in their order") {
  program it(R"(
def row(line):
    n = line["row_index"]
    if n == 1: say({"ok": True, "result": {"id": 17, "note": "é"}})
    if n == 2: say({"ok": True, "outcome": "updated", "row_index": 2})
    if n == 3: say({"ok": True, "outcome": "skipped"})
    if n == 4: say({"ok": False, "error": "Email is required", "field": "name"})
)");
  it.what.result_columns = {"note", "id", "none"};
  it.what.options = R"({"a":1})";
  auto& to = it.begun();
  const auto got = give(to, 7, 1, 4);
  REQUIRE(got.ok());
  CHECK(told(*got) == words{"created", "updated", "skipped", "failed row_refused"});
  CHECK((*got)[0].results == words{"é", "17", ""});
  CHECK((*got)[3].message == "Email is required");
  CHECK((*got)[3].field == "name");
  REQUIRE(to.end({4, 1, 1, 1, 1}).ok());
  const auto seen = it.lines("seen");
  REQUIRE(seen.size() == 6);
  CHECK(json::parse(seen[0]) == json::parse(R"({"begin":{"import_id":"imp_test","attempt":1,"from_row":1,
      "headers":["name"],"options":{"a":1},"result_columns":["note","id","none"]}})"));
  CHECK(json::parse(seen[1]) == json::parse(R"({"batch":7,"row_index":1,"row":["row 1"],"headers":["name"],
      "record":{"name":"row 1"},"import_id":"imp_test","options":{"a":1}})"));
  CHECK(json::parse(seen[5]) ==
        json::parse(R"({"end":{"rows":4,"created":1,"updated":1,"skipped":1,"failed":1}})"));
}

TEST_CASE("given a handler that takes batches, when rows are handed over, then a line holds all of them") {
  program it(R"(
batch = True
def row(line):
    say({"batch": line["batch"], "answers": [{"ok": r["row"] != ["row 2"], "error": "no"} for r in line["rows"]]})
)");
  it.begun();
  CHECK(it.give(1, 1, 3) == words{"created", "failed row_refused", "created"});
  CHECK(it.give(2, 4, 1) == words{"created"});
  REQUIRE(it.lines("seen").size() == 3);
  CHECK(json::parse(it.lines("seen")[1]) == json::parse(R"({"batch":1,"rows":[
      {"row_index":1,"row":["row 1"]},{"row_index":2,"row":["row 2"]},{"row_index":3,"row":["row 3"]}]})"));
}

TEST_CASE(
    "given a child, when it looks around, then it has its own folder, three variables and three streams") {
  ::setenv("WAYBILL_TEST_SECRET", "secret", 1);
  program it(R"(
note("env", json.dumps(dict(os.environ), sort_keys=True))
note("fds", json.dumps(sorted(int(f) for f in os.listdir("/proc/self/fd"))[:4]))
note("where", os.getcwd())
note("group", str(os.getpgrp() == os.getpid() and os.getsid(0) == os.getpid()))
import resource, signal
note("limits", json.dumps([resource.getrlimit(r)[0] for r in
     (resource.RLIMIT_NOFILE, resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_CORE)]))
note("signals", str(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL))
def row(line): say({"ok": True})
)");
  it.order.program.limits = {40, 300 << 20, 9};
  it.begun();
  const auto env = json::parse(it.lines("env").front());
  CHECK(env == json{{"PATH", "/usr/local/bin:/usr/bin:/bin"},
                    {"LANG", "C.UTF-8"},
                    {"WAYBILL_IMPORT_ID", "imp_test"}});
  CHECK(it.lines("fds") == words{"[0, 1, 2, 3]"});  // the last is the list's own
  CHECK(it.lines("where") == words{std::filesystem::canonical(it.folder()).string()});
  CHECK(it.lines("group") == words{"True"});
  CHECK(it.lines("limits") == words{"[40, 314572800, 9, 0]"});
}

TEST_CASE("given a handler that dies over a row each time, when it is restarted, then only that row fails") {
  const std::string dies = R"(
def row(line):
    for r in line.get("rows", [line]):
        if r["row_index"] == 3: sys.exit(5)
    if batch: say({"batch": line["batch"], "answers": [{"ok": True} for r in line["rows"]]})
    else: say({"ok": True})
)";
  SECTION("line by line") {
    program it(dies);
    it.begun();
    CHECK(it.give(1, 1, 5) == words{"created", "created", "failed handler_died", "created", "created"});
    CHECK(it.give(2, 6, 2) == words{"created", "created"});
    // The row it died over, once among others and twice alone; no other row comes again.
    CHECK(it.seen() == words{"1:1", "1:2", "1:3", "1:3", "1:3", "1:4", "1:5", "2:6", "2:7"});
  }
  SECTION("batch by batch") {
    program it("batch = True\n" + dies);
    it.begun();
    CHECK(it.give(1, 1, 5) == words{"created", "created", "failed handler_died", "created", "created"});
    CHECK(it.seen() == words{"1:1", "1:2", "1:3", "1:4", "1:5", "1:1", "1:2", "1:3", "1:3", "1:4", "1:5"});
  }
}

TEST_CASE("given a handler that dies once, when it is restarted, then no row fails") {
  program it(R"(
def row(line):
    if line["row_index"] == 2 and not os.path.exists("died"):
        note("died", "")
        os.kill(os.getpid(), 9)
    say({"ok": True})
)");
  it.begun();
  CHECK(it.give(1, 1, 3) == words{"created", "created", "created"});
  CHECK(it.lines("seen").size() == 1 + 2 + 1 + 2);
  CHECK(json::parse(it.lines("seen")[3]).at("begin").at("from_row") == 2);
  CHECK(it.said == words{"(the handler is replaced: it was ended by signal 9 in the turn of row 2)"});
}

TEST_CASE(
    "given a handler that hangs over a row, when its time is over, then that row fails and it is replaced") {
  const std::string hangs = R"(
def row(line):
    if any(r["row_index"] == 2 for r in line.get("rows", [line])): time.sleep(100)
    if batch: say({"batch": line["batch"], "answers": [{"ok": True} for r in line["rows"]]})
    else: say({"ok": True})
)";
  const bool batches = GENERATE(false, true);
  program it((batches ? "batch = True\n" : "") + hangs);
  it.begun();
  it.order.row_timeout = std::chrono::milliseconds{300};
  auto& to = it.begun();
  const auto got = give(to, 1, 1, 3);
  REQUIRE(got.ok());
  CHECK(told(*got) == words{"created", "failed handler_timeout", "created"});
  CHECK((*got)[1].message == "The handler gave no answer to this row within 300 ms.");
}

TEST_CASE("given rows that wait for their turn, when each takes its time, then none is too late") {
  program it(R"(
def row(line):
    time.sleep(0.05)
    say({"ok": True})
)");
  it.order.row_timeout = std::chrono::milliseconds{400};
  it.begun();
  CHECK(it.give(1, 1, 12) == words(12, "created"));
}

TEST_CASE("given answers that are none, when they come, then each fails its row and says what was wrong") {
  const std::vector<std::pair<std::string, std::string>> answers{
      {"nonsense", "it is no JSON."},
      {"[true]", "it is no JSON object."},
      {"7", "it is no JSON object."},
      {"", "it is no JSON."},
      {"{}", "it has no 'ok'."},
      {R"({"ok":1})", "'ok' is not true or false."},
      {R"({"ok":true,"outcome":"done"})", "'outcome' is not created, updated or skipped."},
      {R"({"ok":true,"result":[1]})", "'result' is no object."},
      {R"({"ok":false,"error":{}})", "'error' is no text."},
      {R"({"ok":true,"row_index":77})", "it is for row 77."},
      {R"({"ok":true,"row_index":11.5})", "it is for row 0."},
      {R"({"ok":true,"row_index":"1"})", "it is for row 0."}};
  program it(R"(
answers = open("answers").read().split("\n")
def row(line): say(answers[line["row_index"] - 1] + "\n")
)");
  {
    std::ofstream file(it.folder() + "/answers");
    for (const auto& one : answers) file << one.first << "\n";
    // As languages write it whose numbers all have a point.
    file << R"({"ok":true,"row_index":)" << answers.size() + 1 << ".0}";
  }
  auto& to = it.begun();
  const auto got = give(to, 1, 1, answers.size() + 1);
  REQUIRE(got.ok());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    INFO(answers[i].first);
    CHECK(told((*got)[i]) == "failed bad_answer");
    CHECK((*got)[i].message == "The handler's answer to this row is wrong: " + answers[i].second);
  }
  CHECK(told(got->back()) == "created");
}

TEST_CASE(
    "given answers out of order, when they name their rows, then those fail that were not in their turn") {
  program it(R"(
held = []
def row(line):
    held.append({"ok": True, "row_index": line["row_index"]})
    if line["row_index"] == 4: say("".join(json.dumps(held[n]) + "\n" for n in (0, 2, 1, 3)))
)");
  it.begun();
  CHECK(it.give(1, 1, 4) == words{"created", "created", "failed bad_answer", "created"});
}

TEST_CASE("given a row that is answered twice, when the answers name it, then it fails and no other") {
  program it(R"(
def row(line):
    text = json.dumps({"ok": True, "row_index": line["row_index"]}) + "\n"
    say(text * 2 if line["row_index"] in (2, 5) else text)
)");
  it.begun();
  CHECK(it.give(1, 1, 3) == words{"created", "failed bad_answer", "created"});
  // The last of a batch: it has its answer, and the other one is nobody's.
  CHECK(it.give(2, 4, 2) == words{"created", "created"});
  CHECK(it.give(3, 6, 2) == words{"created", "created"});
}

TEST_CASE(
    "given a handler that always means the same row, when rows are handed over, then it ends all the same") {
  program it("def row(line): say({'ok': True, 'row_index': 1})\n");
  it.begun();
  CHECK(it.give(1, 1, 4) ==
        words{"failed bad_answer", "failed bad_answer", "failed bad_answer", "failed handler_timeout"});
}

TEST_CASE("given more answers than rows, when the next batch comes, then the handler is replaced before") {
  program it(R"(
def row(line): say('{"ok":true}\n' * (3 if line["row_index"] == 2 else 1))
)");
  it.begun();
  CHECK(it.give(1, 1, 2) == words{"created", "created"});
  CHECK(it.give(2, 3, 2) == words{"created", "created"});
  CHECK(it.said == words{"(the handler is replaced: it said more than it was asked)"});
  CHECK(it.seen() == words{"1:1", "1:2", "2:3", "2:4"});
}

TEST_CASE(
    "given an answer without an end, when it passes 1 MiB, then its row fails and no memory is lost to it") {
  program it(R"(
def row(line):
    if line["row_index"] == 2:
        while True: sys.stdout.write("x" * 65536)
    say({"ok": True})
)");
  it.begun();
  CHECK(it.give(1, 1, 3) == words{"created", "failed bad_answer", "created"});
}

TEST_CASE("given answers to a batch that are not its own, when they come, then all its rows fail") {
  program it(R"(
batch = True
def row(line):
    n, ok = line["batch"], {"ok": True}
    if n == 1: say({"batch": 1, "answers": [ok]})
    if n == 2: say({"batch": 2, "answers": [ok] * 3})
    if n == 3: say({"batch": 4, "answers": [ok] * 2})
    if n == 4: say("<html>\n")
    if n == 5: say({"batch": 5, "answers": [{"ok": True, "row_index": 10}, {"ok": True, "row_index": 9}]})
    if n == 6: say({"batch": 6, "answers": [ok, 5]})
)");
  it.begun();
  const words both{"failed bad_answer", "failed bad_answer"};
  for (std::uint64_t n = 1; n <= 5; ++n) {
    INFO(n);
    CHECK(it.give(n, 2 * n - 1, 2) == both);
  }
  CHECK(it.give(6, 11, 2) == words{"created", "failed bad_answer"});
}

TEST_CASE(
    "given a handler that says no at the first line, when it begins, then it is refused with its words") {
  const auto why = [](const std::string& text, const std::string& command = "python3 handler.py") {
    program it(command, "handler.py", text);
    it.order.line_timeout = std::chrono::milliseconds{1'000};
    const auto began = it.start().begin();
    REQUIRE_FALSE(began.ok());
    CHECK(began.why().code == errc::handler_refused);
    return began.why().message;
  };
  const std::string refused = "The handler refused the import: ";
  CHECK(why(R"(input(); print('{"ok": false, "error": "Not on Mondays."}'))") == refused + "Not on Mondays.");
  CHECK(why("input(); print('{\"ok\": false}')") == refused + "it gave no reason.");
  CHECK(why("input(); print('{\"ok\": false, \"error\": \"\"}')") == refused + "it gave no reason.");
  CHECK(why("input(); print('hello')") == refused + "its answer is no object with an 'ok'.");
  CHECK(why("import sys; sys.exit(3)") ==
        refused + "it ended with status 3 before it answered the first line.");
  CHECK(why("import time; time.sleep(60)") == refused + "it did not answer the first line within 1 s.");
  CHECK(why("", "no-such-program") ==
        "The handler's program 'no-such-program' cannot be started: there is no such program.");
  CHECK(why("", "./handler.py") ==
        "The handler's program './handler.py' cannot be started: it may not be run.");
}

TEST_CASE("given a handler that says no at the last line, when the import ends, then it is refused") {
  program it("python3 h.py", "h.py", R"(
import sys
for line in sys.stdin: print('{"ok": false, "error": "Too few."}' if "end" in line else '{"ok": true}', flush=True)
)");
  auto& to = it.begun();
  CHECK(it.give(1, 1, 1) == words{"created"});
  const auto ended = to.end({1, 1, 0, 0, 0});
  REQUIRE_FALSE(ended.ok());
  CHECK(ended.why().code == errc::handler_refused);
  CHECK(ended.why().message == "The handler refused the import: Too few.");
}

TEST_CASE(
    "given a flood at standard error, when rows are handed over, then some lines are told and the rest "
    "counted") {
  program it(R"(
def row(line):
    for i in range(3000): print("trouble", i, "x" * 2000, file=sys.stderr)
    say({"ok": True})
)");
  it.begun();
  CHECK(it.give(1, 1, 3) == words{"created", "created", "created"});
  it.running.reset();
  REQUIRE(it.said.size() > 100);
  CHECK(it.said.size() < 300);
  CHECK(it.said[0].substr(0, 11) == "trouble 0 x");
  for (const auto& line : it.said) CHECK(line.size() <= 1'000);
  CHECK(it.said.back().find("lines were left out") != std::string::npos);
}

TEST_CASE("given nobody who wants it any more, when a handler hangs, then it is left at once") {
  program it("def row(line): note('asked', ''); time.sleep(100)\n");
  it.order.row_timeout = std::chrono::hours{1};
  it.begun();
  it.keep_on = [&it] { return it.lines("asked").empty(); };
  const auto got = give(*it.running, 1, 1, 3);
  REQUIRE_FALSE(got.ok());
  CHECK(got.why().code == errc::unavailable);
}
