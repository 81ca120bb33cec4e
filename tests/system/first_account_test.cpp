// A new data directory: who makes a store there, and that the first password is always shown.
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

auto password_in(const std::string& text) -> std::string {
  constexpr std::string_view key = "password: ";
  const auto at = text.find(key);
  if (at == std::string::npos) return "";
  const auto start = at + key.size();
  return text.substr(start, text.find('\n', start) - start);
}

auto sign_in_status(const server& at, const std::string& password) -> int {
  return person(at, {"", ""}).post("/api/v1/session", {{"username", "admin"}, {"password", password}}).status;
}

}  // namespace

TEST_CASE(
    "given a directory without a store, when a verb wants to read one, then it is refused and nothing is "
    "made") {
  temp_directory here;
  const auto data = (here / "data").string();
  write_file(here / "good.json", good_document(1, 1));
  for (const std::vector<std::string>& verb : {std::vector<std::string>{"list"},
                                               {"show", "x"},
                                               {"export"},
                                               {"cancel", "x"},
                                               {"pause", "x"},
                                               {"resume", "x"},
                                               {"retry", "x"},
                                               {"delete", "x"},
                                               {"user", "list"},
                                               {"user", "password", "admin"},
                                               {"token", "list"},
                                               {"token", "add", "x"},
                                               {"token", "revoke", "x"},
                                               {"log", "show"},
                                               {"log", "verify"},
                                               {"rebuild"},
                                               {"import", (here / "good.json").string(), "--user", "bob"}}) {
    auto words = verb;
    words.insert(words.end(), {"--data", data});
    const auto refused = run_waybill(words);
    CAPTURE(verb, refused.out);
    CHECK(refused.status == 2);
    CHECK(refused.err == "waybill: There is no Waybill store in " + data + ".\n");
    CHECK_FALSE(fs::exists(data));
  }
}

TEST_CASE("given a new directory, when a file is imported there, then the first password is shown once") {
  temp_directory here;
  const auto data = (here / "data").string();
  const auto first = run_waybill({"import", "-", "--data", data}, good_document(1, 1));
  CAPTURE(first.err);
  CHECK(first.status == 0);
  const auto password = password_in(first.err);
  CHECK(password.size() == 20);
  CHECK_FALSE(holds(first.out, password));
  CHECK_FALSE(holds(run_waybill({"import", "-", "--data", data}, good_document(2, 1)).err, "password"));
  server at(here / "data");
  CHECK_FALSE(holds(at.greeting(), "password"));
  CHECK(sign_in_status(at, password) == 200);
}

TEST_CASE(
    "given a port that is taken, when a first start fails, then the next one still shows the password") {
  temp_directory here;
  const server other(here / "other");
  process refused({WAYBILL_BINARY, "serve", "--data", (here / "data").string(), "--listen",
                   "127.0.0.1:" + std::to_string(other.port())},
                  {}, "");
  const auto end = refused.wait();
  CAPTURE(end.out, end.err);
  // Whoever starts it again later may have more luck.
  CHECK(end.status == 75);
  CHECK(end.out.empty());
  const auto nowhere =
      run_waybill({"serve", "--data", (here / "data").string(), "--listen", "192.0.2.1:8080"});
  CHECK(nowhere.status == 75);
  const server at(here / "data");
  CHECK(sign_in_status(at, password_in(at.greeting())) == 200);
}

TEST_CASE(
    "given a first start, when what it says to do next is pasted, then it works; the next greets nobody") {
  temp_directory here;
  server at(here / "data");
  const auto greeting = at.printed_until("  curl ");
  REQUIRE(holds(greeting, "user: admin"));
  CHECK(password_in(greeting).size() == 20);
  CHECK_FALSE(holds(at.log(), password_in(greeting)));

  const auto block = greeting.substr(greeting.find("  export "));
  process typed({"bash", "-c", block}, {}, "");
  const auto seen = typed.wait();
  CAPTURE(block, seen.out, seen.err);
  CHECK(seen.status == 0);
  CHECK(holds(seen.out, "12 records"));
  CHECK(holds(seen.out, "1 failed"));
  CHECK(holds(seen.out, "\"items\":[{"));

  REQUIRE(at.stop().status == 0);
  const server again(here / "data");
  CHECK_FALSE(holds(again.greeting(), "password"));
}

TEST_CASE(
    "given a first start outside the source tree, when what it says is pasted, then it works there too") {
  temp_directory here;
  fs::create_directory(here / "it's here");
  fs::create_symlink(fs::absolute(WAYBILL_BINARY), here / "it's here/way bill");
  process serving({"bash", "-c", "cd \"$0\" && exec \"./it's here/way bill\" serve --listen 127.0.0.1:0",
                   here.path().string()},
                  {}, "");
  const auto greeting = serving.read_until("  curl ");
  const auto block = greeting.substr(greeting.find("  export "));
  process typed({"bash", "-c", "cd \"$0\"\n" + block, here.path().string()}, {}, "");
  const auto seen = typed.wait();
  CAPTURE(block, seen.out, seen.err);
  CHECK(seen.status == 0);
  CHECK(holds(seen.out, "1 created"));
  CHECK(holds(seen.out, "https://example.org/"));
  serving.signal(SIGTERM);
  CHECK(serving.wait().status == 0);
}
