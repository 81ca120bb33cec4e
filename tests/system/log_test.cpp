// The log and what is folded from it, changed behind their back: found and named, never silently skipped.
#include "events/log/event_log.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "events/log/rocksdb_log.hpp"
#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// A data directory with one account that imported some bookmarks; nobody uses it any more.
struct used_directory {
  temp_directory here;
  fs::path data = here / "data";
  account who = make_account(data, "alice");
  std::string import;
  std::vector<std::string> items;
  std::vector<json> failed;

  explicit used_directory(std::uint64_t records = 3'000, const variables& settings = {}) {
    server at(data, settings);
    const person alice(at, who);
    import = alice.import(mixed(records).text);
    static_cast<void>(alice.outcome_of(import));
    items = alice.exported_items();
    failed = alice.records(import, "failed");
    if (at.stop().status != 0) throw std::runtime_error("the server did not stop well");
  }
  [[nodiscard]] auto verify() const -> ended {
    return run_waybill({"log", "verify", "--data", data.string()});
  }
  [[nodiscard]] auto serve() const -> ended {
    process refused({WAYBILL_BINARY, "serve", "--data", data.string(), "--listen", "127.0.0.1:0"}, {}, "");
    return refused.wait();
  }
};

/// Changes one byte in the first file below `folder` that holds `text`; false when none does.
auto flip_in(const fs::path& folder, const std::string& text) -> bool {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    auto bytes = read_file(entry.path());
    const auto at = bytes.find(text);
    if (at == std::string::npos) continue;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    write_file(entry.path(), bytes);
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("given a whole log, when it is verified, then it says so, also beside a running server") {
  const used_directory used;
  CHECK(used.verify().status == 0);
  server at(used.data);
  const auto beside = used.verify();
  CAPTURE(beside.out, beside.err);
  CHECK(beside.status == 0);
  CHECK(holds(beside.out, "the log is whole"));
}

TEST_CASE("given a log with a project, when it is verified, then it is whole") {
  const used_directory used;
  const auto project = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "project");
    words.insert(words.end(), {"--user", "alice", "--data", used.data.string()});
    const auto said = run_waybill(words);
    CAPTURE(said.err);
    REQUIRE(said.status == 0);
  };
  make_account(used.data, "bob");
  project({"add", "Site"});
  project({"grant", "Site", "bob", "editor"});
  project({"revoke", "Site", "bob"});
  const auto verified = used.verify();
  CAPTURE(verified.out);
  CHECK(verified.status == 0);
}

TEST_CASE(
    "given a log whose newest file lost its end, when it is verified, shown or served, then the file is "
    "named") {
  const used_directory used;
  for (const auto& entry : fs::directory_iterator(used.data / "log"))
    if (entry.path().extension() == ".log") fs::resize_file(entry.path(), entry.file_size() / 2);
  const auto verified = used.verify();
  CAPTURE(verified.out, verified.err);
  CHECK(verified.status == 1);
  CHECK(holds(verified.out, ".log has "));
  CHECK(holds(verified.out, ": 1 fault"));
  const auto shown = run_waybill({"log", "show", "--data", used.data.string()});
  CHECK(shown.status == 1);
  CHECK(holds(shown.err, ".log has "));
  // As often as one likes: what is left stays as it is.
  for (int start = 0; start < 2; ++start) {
    const auto served = used.serve();
    CAPTURE(served.err);
    CHECK(served.status == 2);
    CHECK(holds(served.err, ".log has "));
  }
}

TEST_CASE("given chunks in columns, when they are shown in full, then each record stands there by itself") {
  const used_directory used;
  const auto shown = run_waybill({"log", "show", "--json", "--limit", "1000", "--data", used.data.string()});
  REQUIRE(shown.status == 0);
  std::uint64_t next = 1;
  std::size_t failed = 0;
  std::istringstream each(shown.out);
  for (std::string line; std::getline(each, line);) {
    const auto event = json::parse(line);
    if (!event.at("type").get<std::string>().starts_with("collection.chunk_applied.")) continue;
    const auto& data = event.at("data");
    CHECK(data.at("head").at("first_record") == next);
    for (const auto& one : data.at("records")) {
      CHECK(one.at("record") == next++);
      const auto outcome = one.at("outcome").get<std::string>();
      CHECK(one.at("identity").is_string() == (outcome == "created" || outcome == "updated"));
      CHECK((one.at("after") != "0 bytes") == (outcome == "created" || outcome == "updated"));
      for (const auto& [name, text] : one.at("shown").items()) CHECK((name == "url" || name == "title"));
      if (outcome != "failed") continue;
      CHECK_FALSE(one.at("code").get<std::string>().empty());
      ++failed;
    }
  }
  CHECK(next == 3'000 + 1);
  CHECK(failed == used.failed.size());
}

TEST_CASE("given a log, when it is shown, then its events stand there in order, as text and as JSON") {
  const used_directory used;
  const auto text =
      run_waybill({"log", "show", "--stream", "import/" + used.import, "--data", used.data.string()});
  CAPTURE(text.out, text.err);
  CHECK(text.status == 0);
  CHECK(holds(text.out, "import.submitted.v1"));
  CHECK(holds(text.out, "import.completed.v1"));
  CHECK_FALSE(holds(text.out, "account.created.v1"));
  const auto lines =
      run_waybill({"log", "show", "--json", "--from", "2", "--limit", "3", "--data", used.data.string()});
  CHECK(lines.status == 0);
  std::uint64_t expected = 2;
  std::istringstream each(lines.out);
  for (std::string line; std::getline(each, line); ++expected) {
    const auto event = json::parse(line);
    CHECK(event.at("position") == expected);
    CHECK(event.at("data").is_object());
  }
  CHECK(expected == 5);
  CHECK_FALSE(holds(run_waybill({"log", "show", "--json", "--data", used.data.string()}).out, "argon2"));
  for (const std::vector<std::string>& empty :
       {std::vector<std::string>{"--stream", "nope"}, {"--from", "99999"}}) {
    std::vector<std::string> words{"log", "show", "--data", used.data.string()};
    words.insert(words.end(), empty.begin(), empty.end());
    const auto nothing = run_waybill(words);
    CAPTURE(nothing.err);
    CHECK(nothing.status == 0);
    CHECK(nothing.out.empty());
    CHECK(nothing.err.starts_with("There is nothing "));
    CHECK(holds(nothing.err, empty[1]));
  }
}

TEST_CASE("given no log, when it is verified or shown, then one sentence says so and the status is 2") {
  temp_directory here;
  for (const std::string verb : {"verify", "show"}) {
    const auto nothing = run_waybill({"log", verb, "--data", (here / "data").string()});
    CHECK(nothing.status == 2);
    CHECK(nothing.err.starts_with("waybill: "));
    CHECK_FALSE(fs::exists(here / "data"));
  }
}

TEST_CASE(
    "given a flipped byte in what was written last, when the log is opened, then it is refused and named") {
  const used_directory used;
  REQUIRE(flip_in(used.data / "log", "What was seen on walk number 1234"));
  for (const auto& refused :
       {used.verify(), used.serve(), run_waybill({"list", "--data", used.data.string()})}) {
    CAPTURE(refused.out, refused.err);
    CHECK(refused.status == 2);
    CHECK(holds(refused.err, (used.data / "log").string()));
    CHECK(holds(refused.err, "Corruption"));
  }
}

TEST_CASE(
    "given a flipped byte in an older event, when it is looked for or folded again, then its place is "
    "named") {
  // So little memory that the first chunks lie in files of their own.
  const used_directory used(20'000, {{"WAYBILL_STORAGE_LOG_WRITE_BUFFER_BYTES", "1MiB"}});
  REQUIRE(flip_in(used.data / "log", "What was seen on walk number 1234"));
  const auto verified = used.verify();
  CAPTURE(verified.out, verified.err);
  CHECK(verified.status == 1);
  REQUIRE(verified.out.starts_with("position "));
  const auto place = verified.out.substr(0, verified.out.find(':'));
  CHECK(holds(verified.out, "cannot be read"));
  fs::remove_all(used.data / "projections");
  const auto refused = used.serve();
  CAPTURE(refused.out, refused.err);
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, place));
  const auto rebuilt = run_waybill({"rebuild", "--data", used.data.string()});
  CHECK(rebuilt.status == 2);
  CHECK(holds(rebuilt.err, place));
  const auto shown = run_waybill({"log", "show", "--limit", "1000", "--data", used.data.string()});
  CHECK(shown.status == 1);
  CHECK(holds(shown.err, place));
  CHECK(holds(shown.out, "import.completed.v1"));
}

TEST_CASE(
    "given an event of an unknown tag in the log, when it is verified or a server starts on it, then it is "
    "named") {
  const used_directory used;
  waybill::position at = 0;
  {
    waybill::log_options how;
    how.directory = (used.data / "log").string();
    const auto log = waybill::open_rocksdb_log(how);
    REQUIRE(log.ok());
    const auto head = (*log)->head("import/" + used.import);
    REQUIRE(head.ok());
    waybill::transaction strange;
    strange.appends = {{"import/" + used.import, (*head).version, {{"import.exploded.v9", "bytes"}}}};
    strange.time = {1'700'000'000'000'000};
    strange.by = "system";
    const auto written = (*log)->commit(std::span(&strange, 1));
    REQUIRE(written.at(0).ok());
    at = (*written[0]).last;
  }
  const auto verified = used.verify();
  CAPTURE(verified.out, verified.err);
  CHECK(verified.status == 1);
  CHECK(holds(verified.out, "position " + std::to_string(at)));
  CHECK(holds(verified.out, "import.exploded.v9"));
  const auto refused = used.serve();
  CAPTURE(refused.out, refused.err);
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, std::to_string(at)));
  CHECK(holds(refused.err, "import.exploded.v9"));
  const auto shown = run_waybill({"log", "show", "--from", std::to_string(at), "--data", used.data.string()});
  CHECK(holds(shown.out, "not known"));
}

TEST_CASE(
    "given projections deleted behind its back, when a server starts, then it folds them again, and says "
    "so") {
  const used_directory used;
  fs::remove_all(used.data / "projections");
  server at(used.data);
  const person alice(at, used.who);
  CHECK(alice.exported_items() == used.items);
  CHECK(alice.records(used.import, "failed") == used.failed);
  CHECK(alice.status_of(used.import) == "completed");
  CHECK(holds(at.log(), "projections.missing"));
}

TEST_CASE("given projections, when they are rebuilt, then they equal the old ones byte for byte") {
  const used_directory used;
  const auto rebuilt = run_waybill({"rebuild", "--data", used.data.string()});
  CAPTURE(rebuilt.out, rebuilt.err);
  CHECK(rebuilt.status == 0);
  CHECK(holds(rebuilt.out, "the same, byte for byte"));
  server at(used.data);
  const person alice(at, used.who);
  CHECK(alice.exported_items() == used.items);
  CHECK(alice.records(used.import, "failed") == used.failed);
}

TEST_CASE("given a rebuild that was cut off between its steps, when another is asked for, then it is done") {
  const used_directory used;
  const auto now = used.data / "projections";
  SECTION("before the new ones were in place") {
    std::filesystem::copy(now, used.data / "projections.new");
    std::filesystem::rename(now, used.data / "projections.old");
  }
  SECTION("before the old ones were removed") { std::filesystem::copy(now, used.data / "projections.old"); }
  const auto rebuilt = run_waybill({"rebuild", "--data", used.data.string()});
  CAPTURE(rebuilt.out, rebuilt.err);
  CHECK(rebuilt.status == 0);
  CHECK_FALSE(std::filesystem::exists(used.data / "projections.old"));
  CHECK_FALSE(std::filesystem::exists(used.data / "projections.new"));
  server at(used.data);
  CHECK(person(at, used.who).exported_items() == used.items);
}

TEST_CASE("given an import, when the server's own log is read, then nothing of its bookmarks is in it") {
  for (const std::string format : {"plain", "json"}) {
    temp_directory here;
    const auto who = make_account(here / "data", "alice");
    server at(here / "data", {{"WAYBILL_LOG_FORMAT", format}});
    const person alice(at, who);
    const auto import = alice.outcome_of(alice.import(mixed(1'000).text));
    CHECK(alice.get("/api/v1/bookmarks?q=walks").status == 200);
    REQUIRE(at.stop().status == 0);
    const auto log = at.log();
    CAPTURE(log);
    CHECK(holds(log, import.at("id").get<std::string>()));
    for (const char* content : {"Field notes", "site-", "walks", "Nameless", "wbt_"})
      CHECK_FALSE(holds(log, content));
    std::istringstream lines(log);
    for (std::string line; format == "json" && std::getline(lines, line);)
      CHECK(json::parse(line, nullptr, false).is_object());
  }
}
