// What answers at the server's address is no Waybill server: a proxy that redirects, a network's sign-in
// page, something else. No verb takes that for an answer.
#include <httplib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <thread>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// Answers every call, whatever it is, in one way.
class foreign_server {
 public:
  explicit foreign_server(std::function<void(httplib::Response&)> how) {
    http_.set_pre_routing_handler([how = std::move(how)](const httplib::Request&, httplib::Response& answer) {
      how(answer);
      return httplib::Server::HandlerResponse::Handled;
    });
    port_ = http_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { http_.listen_after_bind(); });
  }
  ~foreign_server() {
    http_.stop();
    thread_.join();
  }
  foreign_server(const foreign_server&) = delete;
  auto operator=(const foreign_server&) -> foreign_server& = delete;
  [[nodiscard]] auto url() const -> std::string { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  httplib::Server http_;
  int port_ = 0;
  std::thread thread_;
};

/// All verbs that speak with a server, in a folder with `file` and `out`.
auto all_verbs(const temp_directory& here) -> std::vector<std::vector<std::string>> {
  const auto file = (here / "file").string(), out = (here / "out").string();
  return {{"import", file},
          {"import", file, "--resumable"},
          {"import", file, "--kind", "leads", "--project", "P"},
          {"list"},
          {"list", "--project", "P"},
          {"show", "I"},
          {"show", "I", "--json"},
          {"show", "I", "--failed"},
          {"pause", "I"},
          {"cancel", "I"},
          {"delete", "I"},
          {"export"},
          {"export", "-o", out},
          {"results", "I", "--to", out},
          {"results", "I", "--links"},
          {"upload", file},
          {"file", "show", "F"},
          {"file", "delete", "F"},
          {"token", "add", "name"},
          {"token", "list"},
          {"token", "revoke", "T"},
          {"types"},
          {"project", "add", "P"},
          {"project", "list"},
          {"project", "members", "P"},
          {"project", "grant", "P", "U", "viewer"},
          {"node", "list", "--project", "P"},
          {"node", "tree", "--project", "P"},
          {"node", "export", "--project", "P", "-o", out},
          {"review", "I"},
          {"commit", "I"},
          {"leads", "--project", "P"}};
}

/// Each verb says one sentence, which is answered, prints nothing else, leaves the file as it was, and ends
/// with 2.
void check_all_verbs(const foreign_server& at, std::string_view sentence) {
  temp_directory here;
  std::ofstream(here / "file") << good_document(1, 1);
  std::ofstream(here / "out") << "old";
  const variables there{{"WAYBILL_SERVER", at.url()},
                        {"WAYBILL_TOKEN", "wbt_x"},
                        {"XDG_STATE_HOME", (here / "state").string()}};
  for (const auto& words : all_verbs(here)) {
    const auto did = run_waybill(words, "", there);
    CAPTURE(words, did.out, did.err, sentence);
    CHECK(did.status == 2);
    CHECK(did.out.empty());
    CHECK(did.err.starts_with("waybill: "));
    CHECK(std::ranges::count(did.err, '\n') == 1);
    CHECK(holds(did.err, sentence));
    CHECK(read_file(here / "out") == "old");
  }
}

}  // namespace

TEST_CASE(
    "given a proxy that redirects to https, when any verb asks it, then it names the new address and does "
    "nothing") {
  const foreign_server at([](httplib::Response& answer) {
    answer.set_redirect("https://waybill.example/api/v1/imports", 301);
    answer.set_content("<html>301 Moved Permanently</html>", "text/html");
  });
  check_all_verbs(at, "The address " + at.url() +
                          " only redirects (301) to https://waybill.example/api/v1/imports; if the Waybill "
                          "server is there, say so with --server https://waybill.example.\n");
}

TEST_CASE("given a page that asks to sign in first, when any verb comes to it, then it is no answer") {
  const foreign_server redirects(
      [](httplib::Response& answer) { answer.set_redirect("/sign-in?back=%1b", 302); });
  check_all_verbs(redirects, " only redirects (302) to /sign-in");
  const foreign_server shows(
      [](httplib::Response& answer) { answer.set_content("<html>Accept our terms</html>", "text/html"); });
  check_all_verbs(shows, "What answered at " + shows.url() + " is no Waybill server: ");
}

TEST_CASE("given a server that is another, when its JSON says nothing of what is due, then it is no answer") {
  const foreign_server at(
      [](httplib::Response& answer) { answer.set_content(R"({"ok":true})", "application/json"); });
  check_all_verbs(at, "What answered at " + at.url() + " is no Waybill server: ");
  const foreign_server silent([](httplib::Response& answer) { answer.status = 206; });
  check_all_verbs(silent, "is no Waybill server: HTTP status 206 came, which is none for this call.\n");
}

TEST_CASE(
    "given a redirect where a name and a password are asked for, when one signs in there, then it is told, "
    "and no token made") {
  const foreign_server at(
      [](httplib::Response& answer) { answer.set_redirect("https://waybill.example/", 308); });
  const auto did =
      run_waybill({"token", "add", "name", "--user", "alice", "--password-stdin", "--server", at.url()},
                  "a password of alice\n");
  CHECK(did.status == 2);
  CHECK(did.out.empty());
  CHECK(holds(did.err, "--server https://waybill.example."));
}
