// The parts of the room that need no process.
#include "handlers/answer.hpp"
#include "handlers/batch_text.hpp"
#include "handlers/fault_lines.hpp"
#include "handlers/leftovers.hpp"
#include "handlers/processes.hpp"
#include "tests/handlers/talk.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;

TEST_CASE("given commands, when they are taken apart, then into the words that a shell would see") {
  const auto split = [](const std::string& command) {
    const auto made = split_command(command);
    return made ? *made : words{"! " + made.why().message};
  };
  CHECK(split("python3  handlers/people.py\t-v ") == words{"python3", "handlers/people.py", "-v"});
  CHECK(split(R"(a 'b c' "d e" f\ g)") == words{"a", "b c", "d e", "f g"});
  CHECK(split(R"(a'b'"c"\d '' "")") == words{"abcd", "", ""});
  CHECK(split(R"("\"\\\$\`\n" '\"' $HOME *.txt ~ a|b ; # x)") ==
        words{R"("\$`\n)", R"(\")", "$HOME", "*.txt", "~", "a|b", ";", "#", "x"});
  for (const std::string command : {"a 'b", "a \"b", "a \\", "\"a\\"})
    CHECK(split(command) == words{"! a quote or a backslash in the command has no end"});
  for (const std::string command : {"", " \t "}) CHECK(split(command) == words{"! the command is empty"});
}

TEST_CASE(
    "given any bytes in a cell, when it is written as JSON, then it is JSON, and says the same where it "
    "can") {
  const auto again = [](const std::string& text) {
    std::string written;
    append_json(text, written);
    return json::parse(written).get<std::string>();
  };
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  for (const std::string& text :
       {all, std::string("\0a\"\\\n", 5), std::string("é € 😀 \u2028"), std::string()})
    CHECK(again(text) == text);
  const std::string gone = "\xEF\xBF\xBD";
  CHECK(again("a\xFFz") == "a" + gone + "z");
  CHECK(again("\xC3") == gone);
  CHECK(again("\xED\xA0\x80") == gone + gone + gone);
  CHECK(again("\xC0\xAF") == gone + gone);
  CHECK(again("\xF4\x90\x80\x80").size() == 4 * gone.size());
}

namespace {

/// All of a text, taken in pieces of about so many bytes.
auto whole(text_pieces text, std::size_t piece = 1 << 20) -> std::string {
  std::string all;
  std::string one;
  for (bool over = false; !over; one.clear()) {
    over = text.append(one, piece);
    all += one;
  }
  return all;
}

}  // namespace

TEST_CASE("given a row longer or shorter than the header, when it is written, then each cell has a name") {
  introduction what;
  what.headers = {"a", "b"};
  const std::vector<std::string_view> cells{"1", "2", "3"};
  const auto record = [&](std::size_t count) {
    const std::vector<row_in> rows{{1, std::span(cells).first(count)}};
    return json::parse(whole(batch_text{what}.row_lines(1, rows))).at("record");
  };
  CHECK(record(3) == json{{"a", "1"}, {"b", "2"}, {"column_3", "3"}});
  CHECK(record(1) == json{{"a", "1"}, {"b", ""}});
  what.headers = {"column_3", "column_3_2"};
  CHECK(record(3) == json{{"column_3", "1"}, {"column_3_2", "2"}, {"column_3_3", "3"}});
}

TEST_CASE(
    "given sentences and results without measure, when they are read, then they are cut between characters") {
  const auto long_text = [](std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += "é";
    return text;
  };
  const auto failed = read_row_answer(json{{"ok", false}, {"error", long_text(9'999)}}.dump(), {});
  CHECK(failed.said.message == long_text(most_message_bytes));
  const words columns{"a", "b"};
  const auto taken = read_row_answer(
      json{{"ok", true}, {"result", {{"a", "x" + long_text(9'999)}, {"b", {1, nullptr, "é"}}}}}.dump(),
      columns);
  CHECK(taken.said.results[0] == ("x" + long_text(most_result_bytes)).substr(0, most_result_bytes - 1));
  CHECK(taken.said.results[1] == "[1,null,\"é\"]");
  const auto deep = read_row_answer(R"({"ok":true,"result":{"a":)" + std::string(500'000, '['), columns);
  CHECK(deep.said.code == bad_answer);
}

TEST_CASE(
    "given values of all kinds in a result, when they are read, then texts are as they are, others as JSON") {
  const words columns{"a", "b", "a", "c"};
  const auto read = [&](const std::string& result) {
    return read_row_answer(R"({"result":)" + result + R"(,"ok":true})", columns).said.results;
  };
  CHECK(read(R"({"a":"x\ny","b":null,"c":-7})") == words{"x\ny", "", "x\ny", "-7"});
  CHECK(read(R"({ "a" : { "y" : [ 1.50, true, {} , [ ] ], "x" : "q\"\u0001" }, "c" : 1e3 })") ==
        words{R"({"y":[1.50,true,{},[]],"x":"q\"\u0001"})", "", R"({"y":[1.50,true,{},[]],"x":"q\"\u0001"})",
              "1e3"});
  // Of names that stand there twice the last one counts; what is deeper belongs to nobody.
  CHECK(read(R"({"a":1,"d":{"a":2,"ok":false,"result":{"b":3}},"a":4})") == words{"4", "", "4", ""});
  CHECK(read(R"({"a":1},"result":{"b":2})") == words{"", "2", "", ""});
  CHECK(read(R"({"a":1},"result":null)") == words{"", "", "", ""});
  std::string many = R"({"a":[[])";
  for (int i = 0; i < 9'999; ++i) many += ",[]";
  CHECK(read(many + "]}")[0] == "[" + many.substr(6, most_result_bytes - 1));
  const auto batch = read_batch_answer(
      R"({"answers":[{"ok":1}],"answers":[{"ok":true,"answers":[5],"batch":6},{"ok":false}],"batch":3})", 3,
      std::vector<std::uint64_t>{8, 9}, {});
  CHECK(told(batch.said) == words{"created", "failed row_refused"});
}

TEST_CASE("given lines of faults, when there are too many, then some are told, and how many were left out") {
  words told_lines;
  fault_lines lines{[&](std::string_view line) { told_lines.emplace_back(line); }};
  const fault_lines::clock::time_point start{std::chrono::hours{1}};
  std::string text;
  for (int i = 0; i < 150; ++i) text += "line " + std::to_string(i) + "\n";
  lines.add(text, start);
  REQUIRE(told_lines.size() == 100);
  lines.add("after\nand after", start + std::chrono::seconds{1});
  REQUIRE(told_lines.size() == 102);
  CHECK(told_lines[100] == "(50 lines were left out)");
  CHECK(told_lines[101] == "after");
  lines.end(start + std::chrono::seconds{1});
  CHECK(told_lines.back() == "and after");
  lines.add(std::string(5'000, 'x') + "\n", start + std::chrono::seconds{2});
  CHECK(told_lines.back() == std::string(1'000, 'x'));
}

namespace {

/// Waits until a process is gone: it says so by the end of a pipe that it holds.
struct held_pipe {
  int ends[2]{-1, -1};
  held_pipe() { REQUIRE(pipe2(ends, O_CLOEXEC) == 0); }
  ~held_pipe() {
    close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
  }
  held_pipe(const held_pipe&) = delete;
  auto operator=(const held_pipe&) -> held_pipe& = delete;
};

/// Nobody holds the other end of the pipe any more, or comes to that soon. Closes it.
auto is_over(int end) -> bool {
  pollfd on{end, POLLIN, 0};
  char sign = 0;
  const bool over = ::poll(&on, 1, 20'000) == 1 && ::read(end, &sign, 1) == 0;
  ::close(end);
  return over;
}

/// A program that leaves processes behind: one in its group, one that has left its session, and one that has
/// left all, its parent and environment, too. They hold the pipe `leaves` by its name until they end.
const std::string leaves_others = R"(
import subprocess
hold = open("leaves", "w")
for alone in (False, True):
    subprocess.Popen(["sleep", "1000"], stdout=hold, start_new_session=alone)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.dup2(hold.fileno(), 1)
        os.execve("/bin/sleep", ["sleep", "1000"], {})
    os._exit(0)
os.wait()
hold.close()
def row(line): say({"ok": True})
)";

}  // namespace

TEST_CASE(
    "given a handler with processes of its own, when it is not wanted any more, then all of them are gone") {
  program it(leaves_others);
  REQUIRE(::mkfifo((it.folder() + "/leaves").c_str(), 0600) == 0);
  const int end = ::open((it.folder() + "/leaves").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  it.begun();
  CHECK(it.give(1, 1, 1) == words{"created"});
  CHECK(std::distance(std::filesystem::directory_iterator(it.folder() + "/notes"), {}) == 1);
  it.running.reset();
  CHECK(is_over(end));
  CHECK(std::filesystem::is_empty(it.folder() + "/notes"));
}

TEST_CASE(
    "given a server that is killed, when the next one starts, then what its handlers left behind is ended") {
  program it(leaves_others);
  REQUIRE(::mkfifo((it.folder() + "/leaves").c_str(), 0600) == 0);
  const int end = ::open((it.folder() + "/leaves").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  held_pipe ready;
  const auto server = ::fork();
  if (server == 0) {
    auto& to = it.start();
    const bool began = to.begin().ok();
    if (::write(ready.ends[1], began ? "y" : "n", 1) == 1) ::pause();
    ::_exit(1);
  }
  char sign = 0;
  REQUIRE(::read(ready.ends[0], &sign, 1) == 1);
  REQUIRE(sign == 'y');
  const auto notes = it.folder() + "/notes";
  // A copy of the folder ends nobody.
  std::filesystem::copy(notes, it.folder() + "/copy");
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  CHECK(end_leftovers(it.folder() + "/copy") == 0);
  // The program itself goes with the server; the three that it made are left.
  const auto ended = end_leftovers(notes);
  CHECK(ended >= 3);
  CHECK(ended <= 4);
  CHECK(is_over(end));
  CHECK(std::filesystem::is_empty(notes));
}

TEST_CASE(
    "given a server that orphans come to, when a handler's die, then they are buried, and nobody else is") {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  const auto other = ::fork();
  if (other == 0) ::_exit(7);
  siginfo_t who{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(other), &who, WEXITED | WNOWAIT) == 0);
  program it(R"(
def orphan():
    a, b = os.pipe()
    child = os.fork()
    if child == 0:
        grandchild = os.fork()
        if grandchild > 0: os.write(b, str(grandchild).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(a, 20))
def row(line):
    id = orphan()
    if line["row_index"] == 1:
        while os.path.exists("/proc/%d" % id): time.sleep(0.01)
    say({"ok": True})
)");
  it.order.row_timeout = std::chrono::minutes{1};
  it.begun();
  // The first row is answered when its orphan is buried.
  CHECK(it.give(1, 1, 3) == words{"created", "created", "created"});
  it.running.reset();
  int status = 0;
  CHECK(::waitpid(other, &status, 0) == other);
  CHECK(WEXITSTATUS(status) == 7);
  CHECK(::waitpid(-1, &status, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

TEST_CASE("given a process that ends while it is read, when its text is asked for, then there is none") {
  // What cannot be read although it was opened fails as the files of a process do that is gone.
  CHECK(text_of_file("/proc/self/mem").empty());
  CHECK(text_of_file("/").empty());
}
