// A program as a handler that dies, says too much, or too often.
#include "tests/handlers/talk.hpp"

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;

TEST_CASE(
    "given a handler that leaves its output to another one and dies, when it has, then it is seen at once") {
  const bool again = GENERATE(false, true);
  program it("again = " + std::string(again ? "True" : "False") + R"(
import subprocess
def row(line):
    if line["row_index"] == 2 and (again or not os.path.exists("died")):
        note("died", "")
        subprocess.Popen(["sleep", "1000"])
        os._exit(4)
    say({"ok": True})
)");
  it.order.row_timeout = std::chrono::seconds{20};
  it.begun();
  CHECK(it.give(1, 1, 3) == words{"created", again ? "failed handler_died" : "created", "created"});
  CHECK(it.lines("died").size() == (again ? 3 : 1));
  CHECK(it.said[0] == "(the handler is replaced: it ended with status 4 in the turn of row 2)");
}

TEST_CASE(
    "given a handler that dies behind its last word, when another one holds its output, then that counts") {
  program it(R"(
import subprocess
batch = True
def row(line):
    subprocess.Popen(["sleep", "1000"])
    say({"batch": line["batch"], "answers": [{"ok": True, "result": {"x": "x" * 2000}}] * len(line["rows"])})
    os._exit(0)
)");
  it.what.result_columns = {"x"};
  it.order.row_timeout = std::chrono::seconds{20};
  it.begun();
  CHECK(it.give(1, 1, 1'000) == words(1'000, "created"));
  CHECK(it.give(2, 1'001, 2) == words(2, "created"));
}

TEST_CASE("given a batch whose answer is long, when every row's is not, then all of them are taken") {
  program it(R"(
batch = True
def row(line):
    say({"batch": line["batch"], "answers": [{"ok": True, "result": {"x": "x" * 4000}} for r in line["rows"]]})
)");
  it.what.result_columns = {"x"};
  it.order.row_timeout = std::chrono::seconds{20};
  auto& to = it.begun();
  const auto got = give(to, 1, 1, 1'000);
  REQUIRE(got.ok());
  for (const auto& one : *got)
    if (told(one) != "created" || one.results != words{std::string(4'000, 'x')}) FAIL(one.message);
  CHECK(it.said.empty());
}

TEST_CASE(
    "given a batch whose answer is too long, when its rows come again alone, then only the long one fails") {
  program it(R"(
batch = True
def row(line):
    say({"batch": line["batch"], "answers": [{"ok": True, "more": "x" * ((3 << 20) if r["row_index"] == 2 else 9)} for r in line["rows"]]})
)");
  it.order.row_timeout = std::chrono::seconds{20};
  auto& to = it.begun();
  const auto got = give(to, 1, 1, 3);
  REQUIRE(got.ok());
  CHECK(told(*got) == words{"created", "failed bad_answer", "created"});
  CHECK((*got)[1].message == "The handler's answer to this row is longer than 1 MiB.");
  CHECK(it.give(2, 4, 1) == words{"created"});
}

TEST_CASE(
    "given an answer too many before the last line, when that is answered, then its own answer counts") {
  const auto ended = [](const std::string& rows, const std::string& last, bool batches) {
    program it("batch = " + std::string(batches ? "True\n" : "False\n") + rows + R"(
class json:
    real = __import__("json")
    dumps = real.dumps
    def loads(text):
        line = json.real.loads(text)
        if "end" not in line: return line
        say(last)
        sys.exit(0)
)" +
               "last = " + last + "\n");
    it.order.row_timeout = std::chrono::seconds{20};
    auto& to = it.begun();
    CHECK(it.give(1, 1, 3) == words(3, "created"));
    CHECK(it.give(2, 4, 1) == words(1, "created"));
    const auto went = to.end({4, 4, 0, 0, 0});
    return went ? std::string() : went.why().message;
  };
  const std::string no = R"({"ok": False, "error": "sums differ"})";
  const std::string yes = R"({"ok": True})";
  const std::string refused = "The handler refused the import: sums differ";
  for (const std::string rows :
       {"def row(line): say('{\"ok\":true}\\n' * (2 if line['row_index'] == 4 else 1))\n",
        "def row(line): say('{\"ok\":true,\"row_index\":%d}\\n' % line['row_index'] * (2 if "
        "line['row_index'] == 4 else 1))\n"}) {
    CHECK(ended(rows, no, false) == refused);
    CHECK(ended(rows, yes, false).empty());
  }
  const std::string twice =
      "def row(line): say((json.dumps({'batch': line['batch'], 'answers': [{'ok': True}] * "
      "len(line['rows'])}) + '\\n') * 2)\n";
  CHECK(ended(twice, no, true) == refused);
  CHECK(ended(twice, yes, true).empty());
}

TEST_CASE(
    "given a handler that answers the last row behind the last line, when it ends, then its last word "
    "counts") {
  // It is one answer ahead from the first row on, and late with the last row's.
  program it(R"(
n = 0
def row(line):
    global n
    n += 1
    if n == 1: say('{"ok":true}\n' * 2)
    elif n < 4: say({"ok": True})
class json:
    real = __import__("json")
    dumps = real.dumps
    def loads(text):
        line = json.real.loads(text)
        if "end" not in line: return line
        say('{"ok":true}\n{"ok":false,"error":"sums differ"}\n')
        sys.exit(0)
)");
  auto& to = it.begun();
  CHECK(it.give(1, 1, 4) == words(4, "created"));
  const auto went = to.end({4, 4, 0, 0, 0});
  REQUIRE_FALSE(went.ok());
  CHECK(went.why().message == "The handler refused the import: sums differ");
}

TEST_CASE(
    "given answers to older batches, when they come again, then they are passed over, and time ends them") {
  program it(R"(
batch = True
def row(line):
    n = line["batch"]
    answer = lambda b: {"batch": b, "answers": [{"ok": True}] * len(line["rows"])}
    if n == 3:
        while True: say(answer(1)); say(answer(2))
    for b in range(1, n + 1): say(answer(b))
)");
  it.order.row_timeout = std::chrono::milliseconds{2'000};
  it.begun();
  CHECK(it.give(1, 1, 2) == words(2, "created"));
  CHECK(it.give(2, 3, 2) == words(2, "created"));
  CHECK(it.said == words{"(the handler answered a batch again)"});
  CHECK(it.give(3, 5, 1) == words{"failed handler_timeout"});
}

TEST_CASE("given answers to rows that are done, when they never end, then time ends them") {
  program it(R"(
def row(line):
    while line["row_index"] == 3: say('{"ok":true,"row_index":1}\n{"ok":true,"row_index":2}\n' * 1000)
    say({"ok": True})
)");
  it.begun();
  CHECK(it.give(1, 1, 4) ==
        words{"failed bad_answer", "failed bad_answer", "failed handler_timeout", "created"});
}
