// Files that go to the server piece by piece: `waybill upload`, and `waybill import` of large ones.
#include <catch2/catch.hpp>
#include <csignal>

#include <algorithm>

#include "tests/system/relay.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

/// A table of some more than 8 MiB.
auto large_table() -> std::string {
  std::string text = "n,text\n";
  for (int i = 0; text.size() < 9'000'000; ++i)
    text += std::to_string(i) + "," + std::string(1'000, static_cast<char>('a' + i % 26)) + "\n";
  return text;
}

struct world {
  temp_directory data;
  temp_directory home;
  account who = make_account(data.path(), "alice");
  // It soon notices that a client is gone.
  server at{data.path(), {{"WAYBILL_HTTP_READ_TIMEOUT_S", "3"}}};
  person alice{at, who};
  relay between{at.port()};
  fs::path file = home.path() / "people.csv";

  world() { write_file(file, large_table()); }
  [[nodiscard]] auto verb(const std::string& name, const std::vector<std::string>& more = {}) const
      -> std::vector<std::string> {
    std::vector<std::string> words{name, file.string(), "--server", between.url(), "--token", who.token};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] auto surroundings() const -> variables {
    return {{"XDG_STATE_HOME", (home.path() / ".local/state").string()}};
  }
  auto run(const std::vector<std::string>& words) const -> ended {
    return run_waybill(words, "", surroundings());
  }
  /// Notes of uploads that are not over.
  [[nodiscard]] auto notes() const -> std::ptrdiff_t {
    const auto folder = home.path() / ".local/state/waybill/uploads";
    return fs::exists(folder) ? std::distance(fs::directory_iterator(folder), fs::directory_iterator()) : 0;
  }
  /// Killed when so much of the file has passed.
  void kill_in_the_middle(const std::vector<std::string>& words) {
    between.let_pass(4'000'000, relay::then::hold);
    auto all = words;
    all.insert(all.begin(), WAYBILL_BINARY);
    process client{all, surroundings(), ""};
    between.await_limit();
    client.signal(SIGKILL);
    client.wait();
    // What came is kept as soon as the server notices.
    const auto place = [&] { return alice.get(upload_path()).parsed(); };
    REQUIRE(eventually([&] { return place().value("offset", 0) > 0; }));
    between.open();
  }
  /// As it is remembered.
  [[nodiscard]] auto upload_path() const -> std::string {
    auto note = read_file(fs::directory_iterator(home.path() / ".local/state/waybill/uploads")->path());
    note.pop_back();
    return note;
  }
};

}  // namespace

TEST_CASE("given a file, when it is uploaded, then it waits for its import by the id that was printed") {
  world here;
  const auto sent = here.run(here.verb("upload", {"--purpose", "test"}));
  INFO(sent.err);
  REQUIRE(sent.status == 0);
  REQUIRE(sent.out.ends_with("\n"));
  const auto id = sent.out.substr(0, sent.out.size() - 1);
  const auto kept = here.alice.get("/api/v1/files/" + id).parsed();
  CHECK(kept.at("status") == "confirmed");
  CHECK(kept.at("name") == "people.csv");
  CHECK(kept.at("purpose") == "test");
  CHECK(here.notes() == 0);
  const std::vector<std::string> where{"--server", here.at.url(), "--token", here.who.token};
  auto words = std::vector<std::string>{"file", "show", id, "--json"};
  words.insert(words.end(), where.begin(), where.end());
  CHECK(json::parse(here.run(words).out).at("id") == id);
  words = {"file", "delete", id};
  words.insert(words.end(), where.begin(), where.end());
  CHECK(here.run(words).status == 0);
  CHECK(here.run(words).status == 2);
}

TEST_CASE("given a connection that breaks, when a file is uploaded, then it goes on where it stopped") {
  world here;
  here.between.let_pass(4'000'000, relay::then::close);
  const auto sent = here.run(here.verb("upload"));
  INFO(sent.err);
  CHECK(sent.status == 0);
}

TEST_CASE(
    "given an upload that was killed, when the same file comes again, then it goes on where it stopped") {
  world here;
  here.kill_in_the_middle(here.verb("upload"));
  CHECK(here.notes() == 1);
  const auto sent = here.run(here.verb("upload"));
  CHECK(sent.status == 0);
  CHECK(sent.err.find("Going on with an upload at byte ") != std::string::npos);
  CHECK(sent.err.find("at byte 0 of") == std::string::npos);
  CHECK(here.notes() == 0);
}

TEST_CASE(
    "given an upload that was killed, when another file comes, or the server forgot it, then it begins "
    "anew") {
  world here;
  here.kill_in_the_middle(here.verb("upload"));
  SECTION("another file of the same size") {
    auto text = large_table();
    text.back() = '!';
    write_file(here.file, text);
  }
  SECTION("the server forgot it") {
    const auto path = here.upload_path();
    CHECK(here.alice.remove("/api/v1/files/" + path.substr(path.rfind('/') + 1)).status == 204);
  }
  const auto sent = here.run(here.verb("upload"));
  INFO(sent.err);
  CHECK(sent.status == 0);
  CHECK(sent.err.find("Going on") == std::string::npos);
}

TEST_CASE(
    "given a file that comes as one long piece, when the server is killed in the middle, then what had come "
    "is "
    "kept to a few mebibytes") {
  const temp_directory data, home;
  const auto who = make_account(data.path(), "alice");
  std::string path;
  {
    server at{data.path()};
    relay between{at.port()};
    const person alice{at, who};
    write_file(home / "people.csv", large_table());
    between.let_pass(5'000'000, relay::then::hold);
    process client{{WAYBILL_BINARY, "upload", (home / "people.csv").string(), "--server", between.url(),
                    "--token", who.token},
                   {{"XDG_STATE_HOME", home.path().string()}},
                   ""};
    between.await_limit();
    path = read_file(fs::directory_iterator(home / "waybill/uploads")->path());
    path.pop_back();
    REQUIRE(eventually([&] { return alice.get(path).parsed().value("offset", 0) > 3'000'000; }));
    at.kill();
    client.signal(SIGKILL);
    client.wait();
  }
  const server again{data.path()};
  CHECK(person{again, who}.get(path).parsed().value("offset", 0) > 3'000'000);
}

TEST_CASE("given an import of a large file that was killed, when it comes again, then it is one import") {
  world here;
  const auto words = here.verb("import", {"--kind", "rows"});
  here.kill_in_the_middle(words);
  const auto done = here.run(words);
  INFO(done.err);
  CHECK(done.status == 0);
  CHECK(done.err.find("Going on with an upload at byte ") != std::string::npos);
  CHECK(here.alice.get("/api/v1/imports").parsed().at("items").size() == 1);
  CHECK(here.notes() == 0);
  // Another one is another one.
  CHECK(here.run(words).status == 0);
  CHECK(here.alice.get("/api/v1/imports").parsed().at("items").size() == 2);
}

TEST_CASE("given what is no regular file, when it is to go in pieces, then that is said") {
  world here;
  here.file = "-";
  CHECK(here.run(here.verb("upload")).status == 2);
  CHECK(here.run(here.verb("import", {"--resumable"})).status == 2);
  here.file = here.home.path();
  CHECK(here.run(here.verb("upload")).status == 2);
  here.file = here.home.path() / "empty.csv";
  write_file(here.file, "");
  CHECK(here.run(here.verb("upload")).status == 2);
}

TEST_CASE(
    "given an import of rows, when its results are written, then the file's name says how, and links give "
    "the same") {
  world here;
  write_file(here.file, "name,email\nAda,ada@x.org\nBad,\n");
  const auto done = here.run(here.verb("import", {"--kind", "rows", "--options", R"({"key":["email"]})"}));
  CHECK(done.status == 1);
  const std::string id = here.alice.get("/api/v1/imports").parsed().at("items")[0].at("id");
  const std::vector<std::string> where{"--server", here.at.url(), "--token", here.who.token};
  const auto results = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"results", id});
    words.insert(words.end(), where.begin(), where.end());
    const auto ended = here.run(words);
    INFO(ended.err);
    CHECK(ended.status == 0);
    return ended.out;
  };
  const auto book = here.home.path() / "failed.XLSX";
  CHECK(results({"--failed", "--to", book.string()}).empty());
  CHECK(read_file(book).starts_with("PK"));
  CHECK(results({"--format", "xlsx"}).starts_with("PK"));
  const auto bad = results({"--failed", "--lang", "fr"});
  CHECK(bad.find("email: Rien ne figure dans les colonnes de la cl\xC3\xA9.") != std::string::npos);
  const auto links = results({"--links"});
  CHECK(std::count(links.begin(), links.end(), '\n') == 4);
  const auto url =
      links.substr(links.find("http://"), links.find(" ", links.find("http://")) - links.find("http://"));
  CHECK(person{here.at, {"", "none"}}.get(url.substr(here.at.url().size())).body == results({}));
  CHECK(here.run({"results", id, "--links", "--to", "x"}).status == 2);
}
