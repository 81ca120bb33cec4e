// Rows that go to handlers, through a whole server: outcomes, results, pauses, and the examples of the docs.
#include <fcntl.h>
#include <httplib.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "tests/http/handler_house.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using namespace waybill::http_test;
using namespace waybill::http_test::handled;
using json = nlohmann::json;

TEST_CASE(
    "given rows for a program, when they are imported, then its answers are their outcomes, nothing is "
    "kept") {
  house in{with_program("python3 h.py")};
  write_file(in, "h.py", python(R"({'ok': '@' in line['record']['email'], 'error': 'Email is required',
      'field': 'email', 'outcome': 'updated' if line['row_index'] == 4 else 'created', 'result': {'n': line['row_index'] * 2}})"));
  const auto ada = in.inhabit("ada");
  const bool keeps = GENERATE(true, false);
  const auto import = imported(
      in, ada, people, {{"result_columns", {"n"}}, {"batch_size", 2}, {"create_result_files", keeps}});
  CHECK(import.at("progress").at("created") == 2);
  CHECK(import.at("progress").at("updated") == 1);
  CHECK(import.at("progress").at("failed") == 1);
  CHECK(outcomes(in, ada, import) == words{"created", "failed Email is required", "created", "updated"});
  CHECK(in.get(ada, "/api/v1/tables").parsed().at("items").empty());
  const auto records =
      in.get(ada, "/api/v1/imports/" + import.at("id").get<std::string>() + "/records").parsed().at("items");
  CHECK(records[1].at("field") == "email");
  CHECK(records[1].at("code") == "row_refused");
  if (keeps) {
    CHECK(records[0].at("cells") == json{{"name", "Ada"}, {"email", "ada@x.org"}, {"n", "2"}});
  }
  const auto seen = read_file(in.directory / "seen");
  CHECK(std::count(seen.begin(), seen.end(), '\n') == 6);
  CHECK(seen.find(R"({"end":{"rows":4,"created":2,"updated":1,"skipped":0,"failed":1}})") !=
        std::string::npos);
  CHECK(seen.find(R"("batch":2,"row_index":3)") != std::string::npos);
}

TEST_CASE(
    "given a program that says no at first or at last, when rows come, then the import fails, and may be "
    "tried again") {
  const std::string line = GENERATE("begin", "end");
  house in{with_program("python3 h.py")};
  write_file(in, "h.py",
             "import sys\nfor t in sys.stdin: print('{\"ok\": false, \"error\": \"Closed.\"}' if '\"" + line +
                 "\"' in t else '{\"ok\": true}', flush=True)\n");
  const auto ada = in.inhabit("ada");
  const auto id = hand_in(in, ada, people);
  in.await(ada, id, import_status::failed);
  const auto failed = import_of(in, ada, id);
  CHECK(failed.at("error").at("code") == "handler_refused");
  CHECK(failed.at("error").at("message") == "The handler refused the import: Closed.");
  write_file(in, "h.py", python("{'ok': True}"));
  REQUIRE(in.call(ada, "POST", "/api/v1/imports/" + id + "/retry").status == 202);
  in.await(ada, id, import_status::completed);
  CHECK(import_of(in, ada, id).at("progress").at("created") == 4);
  const auto seen = read_file(in.directory / "seen");
  CHECK(seen.find(R"("attempt":2,"from_row":)" + std::string(line == "begin" ? "1" : "5")) !=
        std::string::npos);
}

TEST_CASE(
    "given a program at work, when its import is paused or cancelled, then it is gone with all that it "
    "started") {
  house in{with_program("sh h.sh", {{"row_timeout_ms", "3600000"}})};
  const auto fifo = (in.directory / "alive").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  // It holds the pipe, and so does what it starts; then it does not answer.
  write_file(in, "h.sh", "exec 9>alive\nread l\necho '{\"ok\":true}'\nread l\nsleep 1000\n");
  const auto ada = in.inhabit("ada");
  const auto id = hand_in(in, ada, people);
  const int end = ::open(fifo.c_str(), O_RDONLY | O_CLOEXEC);  // when it was opened at the other end, too
  const std::string verb = GENERATE("pause", "cancel");
  REQUIRE(in.call(ada, "POST", "/api/v1/imports/" + id + "/" + verb).status == 202);
  char sign = 0;
  CHECK(::read(end, &sign, 1) == 0);
  ::close(end);
}

TEST_CASE(
    "given results as long as they may be, when many rows have them, then none is left out, and none covers "
    "a "
    "column") {
  house in{with_program("python3 h.py")};
  write_file(
      in, "h.py",
      "import json, sys\nfor text in sys.stdin:\n    line = json.loads(text)\n"
      "    print(json.dumps({'ok': True, 'result': {'name': str(line.get('row_index', 0)) + 'x' * 4000}}), "
      "flush=True)\n");
  const auto ada = in.inhabit("ada");
  std::string table = "name,email\n";
  for (int i = 1; i <= 1'500; ++i) table += "n" + std::to_string(i) + ",e\n";
  const auto import = imported(in, ada, table, {{"result_columns", {"name"}}, {"batch_size", 1'500}});
  const auto path = "/api/v1/imports/" + import.at("id").get<std::string>();
  const auto first = in.get(ada, path + "/records?limit=1").parsed().at("items")[0].at("cells");
  CHECK(first == json{{"name", "n1"}, {"email", "e"}, {"name_2", "1" + std::string(4'000, 'x')}});
  const auto file = in.get(ada, path + "/results/success.csv").body;
  CHECK(file.starts_with("\xEF\xBB\xBFname,email,name_2") != file.starts_with("name,email,name_2"));
  for (int i = 1; i <= 1'500; ++i) {
    const auto line = "n" + std::to_string(i) + ",e," + std::to_string(i) + std::string(4'000, 'x');
    if (file.find(line) == std::string::npos) FAIL(line.substr(0, 20));
  }
}

TEST_CASE(
    "given an import that was told that this is the end, when it is paused or cancelled, then it is too late "
    "for that") {
  house in{with_program("sh h.sh")};
  const auto fifo = (in.directory / "told").string();
  const auto go = (in.directory / "go").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  REQUIRE(::mkfifo(go.c_str(), 0600) == 0);
  write_file(in, "h.sh",
             "while read l; do case $l in *'\"end\"'*) exec 3>told; read x <go;; esac; echo '{\"ok\":true}'; "
             "done\n");
  const auto ada = in.inhabit("ada");
  const auto id = hand_in(in, ada, people);
  const int told = ::open(fifo.c_str(), O_RDONLY | O_CLOEXEC);  // when it was told
  for (const std::string verb : {"pause", "cancel"}) {
    const auto late = in.call(ada, "POST", "/api/v1/imports/" + id + "/" + verb);
    CHECK(late.status == 409);
    CHECK(late.code() == "wrong_status");
  }
  std::ofstream(go) << "on\n";
  in.await(ada, id, import_status::completed);
  ::close(told);
}

TEST_CASE(
    "given as many imports as seats that wait for a program, when another one computes, then it waits for "
    "none of them") {
  const auto program = with_program("sh h.sh", {{"row_timeout_ms", "3600000"}});
  house in{[&](settings& to) {
    program(to);
    to.imports_concurrent = 1;
    to.imports_concurrent_outside = 1;
  }};
  const auto fifo = (in.directory / "alive").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  write_file(in, "h.sh", "exec 3>alive\nread l\necho '{\"ok\":true}'\nread l\nsleep 1000\n");
  const auto ada = in.inhabit("ada");
  const auto slow = hand_in(in, ada, people);
  const int end = ::open(fifo.c_str(), O_RDONLY | O_CLOEXEC);  // when it has begun
  const auto next = hand_in(in, ada, people);
  const auto quick = in.upload(ada, people, {{"kind", "rows"}});
  REQUIRE(quick.status == 202);
  in.await(ada, quick.parsed().at("id"), import_status::completed);
  CHECK(import_of(in, ada, next).at("status") == "pending");
  for (const auto& id : {next, slow})
    REQUIRE(in.call(ada, "POST", "/api/v1/imports/" + id + "/cancel").status == 202);
  in.await(ada, slow, import_status::cancelled);
  ::close(end);
}

TEST_CASE("given an import of a type, when the type is not for its owner any more, then it does not go on") {
  const std::string verb = GENERATE("resume", "retry");
  const auto type_for = [](const std::string& who) {
    return with_handler({{"kind", "webhook"}, {"url", "http://127.0.0.1:1/rows"}, {"attempts", "1"}},
                        {{"who", who}});
  };
  house in{type_for("ada")};
  const auto ada = in.inhabit("ada");
  const auto id = hand_in(in, ada, people);
  const auto path = "/api/v1/imports/" + id + "/";
  in.await(ada, id, import_status::paused);
  if (verb == "retry") {
    REQUIRE(in.call(ada, "POST", path + "cancel").status == 202);
    in.await(ada, id, import_status::cancelled);
  }
  type_for("eve")(in.config);
  in.restart();
  const auto refused = in.call(ada, "POST", path + verb);
  CHECK(refused.status == 400);
  CHECK(refused.code() == "no_such_type");
  type_for("ada")(in.config);
  in.restart();
  CHECK(in.call(ada, "POST", path + verb).status == 202);
}

TEST_CASE(
    "given a server that is down, when rows come, then the import waits, and goes on by itself or by a "
    "person") {
  house in{with_handler({{"kind", "webhook"}, {"url", "http://127.0.0.1:1/rows"}, {"attempts", "1"}})};
  const auto ada = in.inhabit("ada");
  const auto id = hand_in(in, ada, people);
  const auto path = "/api/v1/imports/" + id;
  in.await(ada, id, import_status::paused);
  const auto paused = import_of(in, ada, id);
  CHECK(paused.at("pause").at("by") == "system");
  CHECK(paused.at("pause").at("code") == "handler_unavailable");
  CHECK_FALSE(paused.at("pause").at("next_try_at").is_null());
  SECTION("it is suspended still after a restart") {
    in.restart();
    CHECK(import_of(in, ada, id).at("pause").at("by") == "system");
  }
  SECTION("a person's pause is stronger") {
    REQUIRE(in.call(ada, "POST", path + "/pause").status == 202);
    CHECK(eventually([&] { return import_of(in, ada, id).at("pause").at("by") == "person"; }));
  }
  SECTION("a person resumes it, and it is suspended again") {
    REQUIRE(in.call(ada, "POST", path + "/resume").status == 202);
    CHECK(eventually([&] {
      const auto story = in.get(ada, path + "/events?limit=100").body;
      return story.find("suspended", story.find("suspended.v1") + 20) != std::string::npos;
    }));
  }
}

namespace {

/// The server of an example, on a port that it chose.
class node_server {
 public:
  node_server(const std::string& script, const std::string& file) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], 1);
      ::setenv("FILE", file.c_str(), 1);
      ::setenv("SECRET", "the secret", 1);
      ::execlp("node", "node", script.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    char sign = 0;
    while (::read(ends[0], &sign, 1) == 1 && sign != '\n') port += sign;
    ::close(ends[0]);
  }
  ~node_server() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  node_server(const node_server&) = delete;
  auto operator=(const node_server&) -> node_server& = delete;
  std::string port;

 private:
  pid_t process_ = -1;
};

}  // namespace

TEST_CASE(
    "given an import that waits for a server, when its time comes and the server is back, then it goes on by "
    "itself") {
  httplib::Server taker;
  taker.Post("/rows", [](const httplib::Request& asked, httplib::Response& answer) {
    json answers = json::array();
    for (std::size_t i = 0; i < json::parse(asked.body).at("rows").size(); ++i)
      answers.push_back({{"ok", true}});
    answer.set_content(json{{"answers", answers}}.dump(), "application/json");
  });
  const auto port = std::to_string(taker.bind_to_any_port("127.0.0.1"));  // it does not answer yet
  const auto clock = std::make_shared<const moved_clock>();
  house in{with_handler({{"kind", "webhook"},
                         {"url", "http://127.0.0.1:" + port + "/rows"},
                         {"attempts", "1"},
                         {"timeout_s", "1"}}),
           clock};
  const auto ada = in.inhabit("ada");
  const auto id = hand_in(in, ada, people);
  in.await(ada, id, import_status::paused);
  std::thread answering([&] { taker.listen_after_bind(); });
  in.restart();  // before its time
  CHECK(import_of(in, ada, id).at("status") == "paused");
  clock->advance(std::chrono::minutes{30});
  in.restart();
  in.await(ada, id, import_status::completed);
  const auto import = import_of(in, ada, id);
  CHECK(import.at("progress").at("created") == 4);
  CHECK(import.at("pause").is_null());
  taker.stop();
  answering.join();
}

TEST_CASE("given the examples of the documentation, when rows go to them, then they take each once") {
  const auto examples = std::filesystem::absolute("docs/examples/handlers").string();
  const words told{"created", "failed Email is required", "created", "updated"};
  SECTION("Python") {
    house in{with_program("python3 " + examples + "/people.py")};
    const auto ada = in.inhabit("ada");
    CHECK(outcomes(in, ada, imported(in, ada, people, {{"batch_size", 3}})) == told);
    CHECK(std::filesystem::exists(in.directory / "people.db"));
  }
  SECTION("shell") {
    house in{with_program("sh " + examples + "/people.sh")};
    const auto ada = in.inhabit("ada");
    const auto import = imported(in, ada, people);
    CHECK(outcomes(in, ada, import) == words{"created", "failed Email is required", "created", "created"});
    const auto first = in.directory / "people" / (import.at("id").get<std::string>() + "-1.json");
    CHECK(read_file(first) == "{\"name\":\"Ada\",\"email\":\"ada@x.org\"}\n");
  }
  SECTION("Node") {
    tests::temporary_directory place;
    const node_server node{examples + "/people.mjs", place.path() + "/people.jsonl"};
    REQUIRE_FALSE(node.port.empty());
    house in{with_handler(
        {{"kind", "webhook"}, {"url", "http://127.0.0.1:" + node.port + "/"}, {"secret", "the secret"}})};
    const auto ada = in.inhabit("ada");
    CHECK(outcomes(in, ada, imported(in, ada, people, {{"batch_size", 3}})) == told);
    const auto lines = read_file(place.path() + "/people.jsonl");
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
  }
}
