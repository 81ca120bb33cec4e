// Accounts that nobody may use, on a data directory: what was withdrawn can be given back, and everybody who
// looks or changes something of theirs sees it.
#include <catch2/catch.hpp>

#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "given an account, when it is disabled without a server, then it is listed so, and who changes it is "
    "told; "
    "enabled, it is as before") {
  const temp_directory here;
  const auto data = here.path().string();
  const auto ann = make_account(here.path(), "ann");
  const auto verb = [&](std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.end(), {"--data", data});
    return run_waybill(words, input);
  };
  const std::string told =
      "The account ann is disabled: neither its password nor its tokens are accepted before 'waybill user "
      "enable ann'.\n";

  CHECK_FALSE(holds(verb({"user", "list"}).out, "disabled"));
  CHECK(verb({"user", "disable", "ann"}).out ==
        "ann: disabled; its sessions ended, its tokens are not accepted\n");
  CHECK(holds(verb({"user", "list"}).out, " records, disabled\n"));
  const auto password = verb({"user", "password", "ann", "--password-stdin"}, "another long one\n");
  CHECK(password.status == 0);
  CHECK(password.err == told);
  const auto token = verb({"token", "add", "new", "--user", "ann"});
  CHECK(token.status == 0);
  CHECK(token.err == told);
  {
    const server at(here.path());
    CHECK(person(at, ann).get("/api/v1/me").status == 401);
  }
  CHECK(verb({"user", "enable", "ann"}).out == "ann: enabled\n");
  CHECK_FALSE(holds(verb({"user", "list"}).out, "disabled"));
  CHECK(verb({"token", "add", "newer", "--user", "ann"}).err.empty());
  const server at(here.path());
  CHECK(person(at, ann).get("/api/v1/me").status == 200);
}

TEST_CASE(
    "given the last administrator, when they are disabled, then it is refused, as is somebody unknown") {
  const temp_directory here;
  const auto data = here.path().string();
  REQUIRE(run_waybill({"user", "add", "boss", "--role", "admin", "--data", data}).status == 0);
  const auto refused = run_waybill({"user", "disable", "boss", "--data", data});
  CHECK(refused.status == 2);
  CHECK(refused.err == "waybill: The last administrator who can sign in stays; make another one first.\n");
  REQUIRE(run_waybill({"user", "add", "other", "--role", "admin", "--data", data}).status == 0);
  CHECK(run_waybill({"user", "disable", "boss", "--data", data}).status == 0);
  CHECK(run_waybill({"user", "disable", "nobody", "--data", data}).status == 2);
}
