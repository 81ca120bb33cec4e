// The command line as people use it: offline and against a server.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto last_line(const std::string& text) -> std::string {
  const auto trimmed = text.substr(0, text.find_last_not_of('\n') + 1);
  return trimmed.substr(trimmed.rfind('\n') + 1);
}

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

auto lines_of(const std::string& text) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE(
    "given good, faulty and broken files, when they are imported offline, then the exit status is 0, 1 and "
    "2") {
  temp_directory here;
  const auto data = (here / "data").string();
  write_file(here / "good.json", good_document(1, 3));
  write_file(here / "faulty.json", document_of(item(4) + R"(,{"type":"Link","name":"Nameless"},7)"));
  write_file(here / "broken.json", "{\"@context\": nope");
  write_file(here / "empty.json", "");

  const auto good = run_waybill({"import", (here / "good.json").string(), "--data", data});
  CAPTURE(good.out, good.err);
  CHECK(good.status == 0);
  CHECK(holds(good.out, "completed"));
  CHECK(holds(good.out, "3 created, 0 updated, 0 skipped, 0 failed"));
  CHECK(holds(good.out, "records a second"));

  const auto faulty = run_waybill({"import", (here / "faulty.json").string(), "--data", data});
  CAPTURE(faulty.out, faulty.err);
  CHECK(faulty.status == 1);
  CHECK(holds(faulty.out, "record 2: url_missing: "));
  CHECK(holds(faulty.out, "(Nameless)"));
  CHECK(holds(faulty.out, "record 3: not_a_bookmark: "));

  const auto broken = run_waybill({"import", (here / "broken.json").string(), "--data", data});
  CAPTURE(broken.out, broken.err);
  CHECK(broken.status == 2);
  CHECK(holds(broken.out, "failed"));
  CHECK(holds(broken.out, "invalid_json"));
  CHECK(holds(broken.out, "byte 14, line 1, column 15"));
  CHECK_FALSE(holds(broken.out, "records a second"));

  for (const std::string file : {"empty.json", "missing.json", ""}) {
    CAPTURE(file);
    const auto refused = run_waybill({"import", (here / file).string(), "--data", data});
    CHECK(refused.status == 2);
    CHECK(refused.out.empty());
    CHECK(refused.err.starts_with("waybill: "));
    CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
  }
}

TEST_CASE("given a document on standard input, when it is imported, then it is imported like a file") {
  temp_directory here;
  const auto data = (here / "data").string();
  const auto done = run_waybill({"import", "-", "--data", data}, good_document(1, 2'000));
  CAPTURE(done.out, done.err);
  CHECK(done.status == 0);
  CHECK(holds(done.out, "2,000 created"));
  CHECK(run_waybill({"import", "-", "--data", data}, "").status == 2);
}

TEST_CASE(
    "given an import at a server, when every verb of the command line is used, then each does what it says") {
  temp_directory here;
  const auto who = make_account(here / "data", "alice");
  server at(here / "data", {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"}});
  const variables there{{"WAYBILL_SERVER", at.url()}, {"WAYBILL_TOKEN", who.token}};
  const person alice(at, who);
  const auto verb = [&](const std::vector<std::string>& words) { return run_waybill(words, "", there); };

  const auto id = alice.import(good_document(1, waybill::tests::bulk(30'000)));
  alice.wait_for_records(id, 1);
  CHECK(verb({"pause", id}).out == id + ": paused\n");
  CHECK(holds(verb({"show", id}).out, "possible now: resume, cancel"));
  CHECK(json::parse(verb({"show", id, "--json"}).out).at("status") == "paused");
  CHECK(verb({"resume", id}).status == 0);
  CHECK(verb({"cancel", id}).out == id + ": cancelled\n");
  const auto refused = verb({"pause", id});
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "cancelled"));
  const auto retried = verb({"retry", id});
  CHECK(retried.status == 0);
  CHECK(verb({"cancel", id}).status == 0);
  const auto list = verb({"list"});
  CHECK(lines_of(list.out).size() == 1);
  CHECK(holds(list.out, id + "  cancelled"));
  CHECK(verb({"list", "--status", "completed"}).out.empty());
  CHECK(json::parse(verb({"list", "--json"}).out).at("id") == id);
  CHECK(verb({"delete", id}).out == id + ": deleted\n");
  CHECK(verb({"list"}).out.empty());
  const auto gone = verb({"show", id});
  CHECK(gone.status == 2);
  CHECK(gone.err.starts_with("waybill: "));
}

TEST_CASE(
    "given no server, a wrong token or wrong words, when a verb is used, then one sentence says so and the "
    "status is 2") {
  temp_directory here;
  const auto who = make_account(here / "data", "alice");
  server at(here / "data");
  const auto no_token = run_waybill({"list", "--server", at.url()});
  CHECK(no_token.status == 2);
  CHECK(holds(no_token.err, "WAYBILL_TOKEN"));
  const auto wrong = run_waybill({"list", "--server", at.url(), "--token", "wbt_wrong"});
  CHECK(wrong.status == 2);
  CHECK(wrong.err == "waybill: The token is not valid (401).\n");
  const auto path = run_waybill({"list", "--server", at.url() + "/waybill", "--token", who.token});
  CHECK(path.status == 2);
  CHECK(holds(path.err, "a bare http://HOST:PORT is wanted"));
  CHECK(run_waybill({"list", "--server", at.url() + "/", "--token", who.token}).status == 0);
  const auto no_such = run_waybill({"token", "revoke", "nope", "--server", at.url(), "--token", who.token});
  CHECK(no_such.status == 2);
  CHECK(no_such.err == "waybill: There is no such token.\n");
  const auto nobody = run_waybill({"list", "--server", "http://127.0.0.1:1", "--token", "x"});
  CHECK(nobody.status == 2);
  CHECK(holds(nobody.err, "There is no server at http://127.0.0.1:1"));
  CHECK(run_waybill({"list", "--server", "nonsense", "--token", "x"}).status == 2);
  CHECK(run_waybill({"list", "--server", at.url(), "--data", "x", "--token", "x"}).status == 2);
  CHECK(run_waybill({"--help"}).status == 0);
  CHECK(holds(run_waybill({"import", "--help"}).out, "130"));
}

TEST_CASE("given words that are not understood, when they are said, then one sentence names them") {
  const auto said = [](const std::vector<std::string>& words) {
    const auto end = run_waybill(words);
    CHECK(end.status == 2);
    CHECK(end.out.empty());
    return end.err;
  };
  CHECK(said({"dance"}) == "waybill: 'dance' is no verb of 'waybill'; see 'waybill --help'.\n");
  CHECK(said({"token", "dance"}) ==
        "waybill: 'dance' is no verb of 'waybill token'; see 'waybill token --help'.\n");
  CHECK(said({}) == "waybill: There is a verb missing after 'waybill'; see 'waybill --help'.\n");
  CHECK(said({"import"}) == "waybill: FILE is required; see 'waybill import --help'.\n");
  CHECK(said({"list", "--dance"}) ==
        "waybill: '--dance' is no option or argument of 'waybill list'; see 'waybill list --help'.\n");
  for (const std::string limit : {"0", "-3", "many"}) CHECK(holds(said({"list", "--limit", limit}), limit));
  CHECK(holds(said({"log", "show", "--from", "-3"}), "-3"));
}

TEST_CASE(
    "given a server with a limit on files, when a larger one is imported, then the sentence names the "
    "limit") {
  temp_directory here;
  const auto who = make_account(here / "data", "alice");
  server at(here / "data", {{"WAYBILL_IMPORTS_FILE_LIMIT_BYTES", "100000"}});
  write_file(here / "large.json", good_document(1, waybill::tests::bulk(100'000)));
  const auto refused =
      run_waybill({"import", (here / "large.json").string(), "--server", at.url(), "--token", who.token});
  CAPTURE(refused.err);
  CHECK(refused.status == 2);
  CHECK((holds(refused.err, "100000") || holds(refused.err, "100,000")));
  const auto piped = run_waybill({"import", "-", "--server", at.url(), "--token", who.token},
                                 good_document(1, waybill::tests::bulk(100'000)));
  CAPTURE(piped.err);
  CHECK(piped.status == 2);
  CHECK(piped.err == refused.err);
  CHECK(person(at, who).get("/api/v1/imports").parsed().at("items").empty());
}

TEST_CASE(
    "given a data directory in use, when a second process comes, then it says by whom, and does nothing") {
  temp_directory here;
  const auto who = make_account(here / "data", "alice");
  server at(here / "data");
  const auto data = (here / "data").string();
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"serve", "--data", data, "--listen", "127.0.0.1:0"},
        {"list", "--data", data},
        {"user", "list", "--data", data},
        {"token", "add", "x", "--data", data},
        {"rebuild", "--data", data}}) {
    CAPTURE(words[0]);
    const auto second = run_waybill(words);
    CAPTURE(second.out, second.err);
    CHECK(second.status == (words[0] == "serve" ? 75 : 2));
    CHECK(holds(second.err, "in use by process "));
    CHECK(holds(second.err, "--server"));
  }
  CHECK(person(at, who).get("/api/v1/me").status == 200);
}

TEST_CASE(
    "given accounts, when they are added, listed and given new passwords, then each can sign in with the "
    "last one") {
  temp_directory here;
  const auto data = (here / "data").string();
  CHECK(run_waybill({"user", "add", "alice", "--role", "admin", "--password-stdin", "--data", data},
                    "secret one\n")
            .status == 0);
  const auto made = run_waybill({"user", "add", "bob", "--data", data});
  CHECK(made.status == 0);
  const auto password = last_line(made.out).substr(last_line(made.out).rfind(' ') + 1);
  CHECK(password.size() == 20);
  CHECK(run_waybill({"user", "add", "alice", "--data", data}).status == 2);
  CHECK(run_waybill({"user", "add", "a b", "--data", data}).status == 2);
  CHECK(run_waybill({"user", "add", "carol", "--password-stdin", "--data", data}, "short\n").status == 2);
  CHECK(
      run_waybill({"user", "password", "alice", "--password-stdin", "--data", data}, "secret two\n").status ==
      0);
  CHECK(run_waybill({"user", "password", "nobody", "--data", data}).status == 2);
  const auto list = run_waybill({"user", "list", "--data", data});
  CHECK(lines_of(list.out).size() == 2);
  CHECK(holds(list.out, "alice  keeps 0 of 107,374,182,400 bytes, 0 of 50,000,000 records"));
  CHECK_FALSE(holds(list.out, "argon2"));

  server at(data);
  CHECK_FALSE(holds(at.greeting(), "password"));
  const person nobody(at, {"", ""});
  const auto sign_in = [&](const std::string& name, const std::string& word) {
    return nobody.post("/api/v1/session", {{"username", name}, {"password", word}}).status;
  };
  CHECK(sign_in("alice", "secret two") == 200);
  CHECK(sign_in("alice", "secret one") == 401);
  CHECK(sign_in("bob", password) == 200);

  const auto by_password = run_waybill(
      {"token", "add", "laptop", "--user", "bob", "--password-stdin", "--server", at.url()}, password + "\n");
  CHECK(by_password.status == 0);
  CHECK(person(at, {"bob", last_line(by_password.out)}).get("/api/v1/me").parsed().at("username") == "bob");
  const variables there{{"WAYBILL_SERVER", at.url()}, {"WAYBILL_TOKEN", last_line(by_password.out)}};
  const auto tokens = run_waybill({"token", "list"}, "", there);
  CHECK(lines_of(tokens.out).size() == 1);
  CHECK(holds(tokens.out, "laptop"));
  CHECK(run_waybill({"token", "revoke", tokens.out.substr(0, 30)}, "", there).status == 0);
  CHECK(run_waybill({"token", "list"}, "", there).status == 2);
}

TEST_CASE("given tokens of an account offline, when they are added and revoked, then the list says so") {
  temp_directory here;
  const auto data = (here / "data").string();
  CHECK(run_waybill({"user", "add", "admin", "--data", data}).status == 0);
  const auto added = run_waybill({"token", "add", "mine", "--user", "admin", "--data", data});
  CHECK(last_line(added.out).starts_with("wbt_"));
  const auto listed = run_waybill({"token", "list", "--user", "admin", "--data", data});
  CHECK(lines_of(listed.out).size() == 1);
  const auto unknown = run_waybill({"token", "revoke", "nope", "--data", data});
  CHECK(unknown.status == 2);
  CHECK(unknown.err == "waybill: There is no such token.\n");
  CHECK(
      run_waybill({"token", "revoke", listed.out.substr(0, 30), "--user", "admin", "--data", data}).status ==
      0);
  CHECK(run_waybill({"token", "list", "--user", "admin", "--data", data}).out.empty());
  CHECK(run_waybill({"list", "--user", "nobody", "--data", data}).status == 2);
}

TEST_CASE("given a data directory, when it is looked at offline, then nothing is written to its log") {
  temp_directory here;
  const auto data = (here / "data").string();
  REQUIRE(run_waybill({"import", "-", "--data", data}, good_document(1, 3)).status == 0);
  const auto before = run_waybill({"log", "show", "--json", "--data", data}).out;
  CHECK(holds(before, "account.created"));
  CHECK_FALSE(holds(before, "account.token_added"));
  CHECK(run_waybill({"list", "--data", data}).status == 0);
  CHECK(run_waybill({"export", "--data", data}).status == 0);
  CHECK(run_waybill({"token", "list", "--data", data}).out.empty());
  CHECK(run_waybill({"log", "show", "--json", "--data", data}).out == before);
}

TEST_CASE(
    "given URLs, when their identity is asked for, then there is one line of JSON each, whatever their "
    "bytes") {
  const auto known = run_waybill({"identity", "HTTP://Example.org:80/a/../b/?utm_source=x&b=2&a=1#f"});
  CHECK(known.status == 0);
  const auto line = json::parse(known.out);
  CHECK(line.at("url") == "HTTP://Example.org:80/a/../b/?utm_source=x&b=2&a=1#f");
  CHECK(line.at("normalized") == "http://example.org/b?a=1&b=2#f");
  CHECK(line.at("identity").get<std::string>().size() == 64);
  const auto many = run_waybill({"identity", "--stdin"},
                                "https://example.org\nhttps://example.org/\n\xff\xfe\n\nabout:blank\n");
  const auto lines = lines_of(many.out);
  REQUIRE(lines.size() == 5);
  CHECK(json::parse(lines[0]).at("identity") == json::parse(lines[1]).at("identity"));
  CHECK(json::parse(lines[2]).at("url") == "\xef\xbf\xbd\xef\xbf\xbd");
  CHECK(json::parse(lines[4]).at("normalized") == "about:blank");
  CHECK(run_waybill({"identity"}).status == 2);
}

TEST_CASE("given settings from everywhere, when they are shown, then each says where it comes from") {
  temp_directory here;
  write_file(here / "waybill.conf", "imports.chunk_records = 250\nlog.level = warn\n");
  const auto shown =
      run_waybill({"config", "--config", (here / "waybill.conf").string(), "--data", "/somewhere"}, "",
                  {{"WAYBILL_LOG_LEVEL", "error"}});
  CAPTURE(shown.out, shown.err);
  CHECK(shown.status == 0);
  const auto line_of = [&](const std::string& key) {
    for (const auto& line : lines_of(shown.out))
      if (line.starts_with(key + " ")) return line;
    return std::string();
  };
  CHECK(holds(line_of("imports.chunk_records"), "= 250 "));
  CHECK(holds(line_of("imports.chunk_records"), "waybill.conf:1"));
  CHECK(holds(line_of("log.level"), "= error "));
  CHECK(holds(line_of("log.level"), "WAYBILL_LOG_LEVEL"));
  CHECK(holds(shown.out, "/somewhere"));
  CHECK(run_waybill({"config", "--default"}).out == read_file("config/waybill.conf.default"));
  write_file(here / "waybill.conf", "imports.chunk_record = 250\n");
  const auto unknown = run_waybill({"config", "--config", (here / "waybill.conf").string()});
  CHECK(unknown.status == 2);
  CHECK(holds(unknown.err, "imports.chunk_records"));
}

TEST_CASE(
    "given a group in the file of settings that no kind takes, when a verb reads it, then it names the "
    "line") {
  temp_directory here;
  write_file(here / "waybill.conf", "log.level = warn\n\n[thing employees]\ntitle = Employees\n");
  const auto path = (here / "waybill.conf").string();
  for (const std::string verb : {"config", "serve", "rebuild"}) {
    const auto refused = run_waybill({verb, "--config", path, "--data", (here / "data").string()});
    CAPTURE(verb, refused.err);
    CHECK(refused.status == 2);
    CHECK(refused.err.find("waybill.conf:3: there are no groups of the type `thing`") != std::string::npos);
  }
  CHECK_FALSE(fs::exists(here / "data"));
}

TEST_CASE("given the program, when its version is asked for, then it is the one of the build") {
  const auto project = read_file("CMakeLists.txt");
  const auto at = project.find("VERSION ", project.find("project(waybill")) + 8;
  const auto version = "waybill " + project.substr(at, project.find(' ', at) - at) + "\n";
  CHECK(run_waybill({"version"}).out == version);
  CHECK(run_waybill({"--version"}).out == version);
}
