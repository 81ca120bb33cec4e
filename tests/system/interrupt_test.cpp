// Ctrl-C while `waybill import` watches: the import is not lost, and the person is told where to look.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <optional>
#include <utility>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

const variables slow{{"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"}};
constexpr std::uint64_t many = waybill::tests::bulk(20'000);

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// The id in "imp_...: accepted".
auto id_in(const std::string& text) -> std::string {
  const auto at = text.find("imp_");
  return at == std::string::npos ? "" : text.substr(at, 30);
}

/// A verb that waits in its middle, for settings that do not come.
struct held_verb {
  held_verb(const fs::path& folder, const std::vector<std::string>& verb, const std::string& data,
            const std::string& signals = "--default-signal=HUP,INT,TERM,ALRM,USR1,USR2,XCPU") {
    const auto settings = folder / "settings";
    fs::remove(settings);
    REQUIRE(::mkfifo(settings.c_str(), 0600) == 0);
    std::vector<std::string> words{"/usr/bin/env", signals, WAYBILL_BINARY};
    words.insert(words.end(), verb.begin(), verb.end());
    for (const auto& word : {std::string("--data"), data, std::string("--config"), settings.string()})
      words.push_back(word);
    running.emplace(words, variables{}, "");
    // Comes back once the other side has opened it.
    settings_ = ::open(settings.c_str(), O_WRONLY | O_CLOEXEC);
    REQUIRE(settings_ >= 0);
  }
  ~held_verb() { let_go(); }
  held_verb(const held_verb&) = delete;
  auto operator=(const held_verb&) -> held_verb& = delete;
  void let_go() {
    if (settings_ >= 0) ::close(std::exchange(settings_, -1));
  }
  mutable std::optional<process> running;

 private:
  int settings_ = -1;
};

}  // namespace

TEST_CASE(
    "given an import at a server, when its watcher is interrupted, then it goes on and the watcher says "
    "where") {
  temp_directory here;
  const auto who = make_account(here / "data", "alice");
  server at(here / "data", slow);
  const person alice(at, who);
  write_file(here / "file.json", good_document(1, many));
  process watching(
      {WAYBILL_BINARY, "import", (here / "file.json").string(), "--server", at.url(), "--token", who.token},
      {}, "");
  REQUIRE(eventually([&] { return holds(watching.errors(), "processing"); }));
  watching.signal(SIGINT);
  const auto end = watching.wait();
  const auto id = id_in(end.err);
  CAPTURE(end.err);
  CHECK(end.status == 130);
  CHECK(holds(end.err, "goes on at the server"));
  CHECK(holds(end.err, "waybill show " + id + " --server " + at.url()));
  const auto import = alice.outcome_of(id);
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("created") == many);
}

TEST_CASE(
    "given an offline import, when it is interrupted, then the next start on the directory brings it to its "
    "end") {
  temp_directory here;
  const auto data = (here / "data").string();
  write_file(here / "file.json", good_document(1, many));
  process importing({WAYBILL_BINARY, "import", (here / "file.json").string(), "--data", data}, slow, "");
  REQUIRE(eventually([&] { return holds(importing.errors(), "processing"); }));
  importing.signal(SIGINT);
  const auto end = importing.wait();
  const auto id = id_in(end.err);
  CAPTURE(end.err);
  CHECK(end.status == 130);
  CHECK(holds(end.err, "goes on by itself"));
  const auto token = run_waybill({"token", "add", "test", "--user", "admin", "--data", data}).out;
  server at(here / "data");
  const person admin(at, {"admin", token.substr(token.find("wbt_"), token.size() - token.find("wbt_") - 1)});
  const auto import = admin.outcome_of(id);
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("created") == many);
  CHECK(admin.exported_items().size() == many);
}

TEST_CASE("given any verb, when it is interrupted wherever it is, then it says so and ends with 130") {
  temp_directory here;
  const auto data = (here / "data").string();
  REQUIRE(run_waybill({"import", "-", "--data", data}, good_document(1, 5)).status == 0);
  using words = std::vector<std::string>;
  for (const auto& verb : {words{"log", "show"}, words{"log", "verify"}, words{"rebuild"}, words{"export"},
                           words{"list"}, words{"user", "list"}, words{"token", "list"}, words{"config"},
                           words{"export", "-o", here / "out"}}) {
    for (const int signal : {SIGINT, SIGTERM}) {
      CAPTURE(verb, signal);
      const held_verb held(here.path(), verb, data);
      held.running->signal(signal);
      const auto end = held.running->wait();
      CHECK(end.status == 130);
      CHECK(end.err == "Interrupted.\n");
    }
  }
  CHECK(run_waybill({"log", "verify", "--data", data}).status == 0);
}

TEST_CASE("given an export into a file, when any signal ends it, then the file is what it was, and alone") {
  temp_directory here;
  const auto data = (here / "data").string();
  REQUIRE(run_waybill({"import", "-", "--data", data}, good_document(1, 5)).status == 0);
  fs::create_directory(here / "out");
  write_file(here / "out" / "file", "old");
  for (const int signal : {SIGHUP, SIGINT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU}) {
    CAPTURE(signal);
    const held_verb held(here.path(), {"export", "-o", (here / "out" / "file").string()}, data);
    CHECK(std::distance(fs::directory_iterator(here / "out"), {}) == 2);
    held.running->signal(signal);
    const auto end = held.running->wait();
    CHECK(end.status == (signal == SIGINT || signal == SIGTERM ? 130 : 128 + signal));
    CHECK(std::distance(fs::directory_iterator(here / "out"), {}) == 1);
    CHECK(read_file(here / "out" / "file") == "old");
  }
}

TEST_CASE("given who started us ignores a signal, when it comes, then it is ignored still") {
  temp_directory here;
  const auto data = (here / "data").string();
  REQUIRE(run_waybill({"import", "-", "--data", data}, good_document(1, 5)).status == 0);
  held_verb held(here.path(), {"list"}, data, "--ignore-signal=HUP,INT");
  held.running->signal(SIGHUP);
  held.running->signal(SIGINT);
  held.let_go();
  CHECK(held.running->wait().status == 0);
}

TEST_CASE("given a process that stops, when a second signal comes, then it ends at once") {
  temp_directory here;
  server at(here / "data");
  at.signal(SIGTERM);
  at.signal(SIGTERM);
  at.signal(SIGINT);
  const auto status = at.wait().status;
  // It may have been quicker than the second signal.
  CHECK((status == 0 || status == 128 + SIGTERM || status == 128 + SIGINT));
}
