// Whatever a server says: it is an answer in words, and costs no more memory than it may.
#include "handlers/post.hpp"
#include "handlers/webhook.hpp"
#include "tests/handlers/memory.hpp"
#include "tests/handlers/raw_server.hpp"
#include "tests/handlers/talk.hpp"

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;
using std::chrono::milliseconds;
using voice = raw_server::voice;

namespace {

auto handler_of(const raw_server& at, milliseconds timeout = milliseconds{3'000})
    -> std::unique_ptr<handler> {
  webhook_order order;
  order.url = "http://127.0.0.1:" + std::to_string(at.port) + "/rows";
  order.attempts = 1;
  order.timeout = timeout;
  introduction what;
  what.import = "imp_test";
  what.headers = {"name"};
  auto made = webhook_handler(order, what, {[] { return true; }, [](std::string_view) {}});
  if (auto began = made->begin(); !began) FAIL(began.why().message);
  return made;
}

/// What becomes of one row: its outcome and its sentence, or that of the import.
auto told_of(const result<std::vector<row_said>>& got) -> std::string {
  if (!got) {
    CHECK(got.why().code == errc::handler_unavailable);
    return got.why().message;
  }
  REQUIRE(got->size() == 1);
  return told(got->front()) + (got->front().message.empty() ? "" : ": " + got->front().message);
}

auto after(const raw_server::answer& what, milliseconds timeout = milliseconds{3'000}) -> std::string {
  raw_server at{what};
  const auto to = handler_of(at, timeout);
  const memory_peak peak;
  auto text = told_of(give(*to, 1, 1, 1));
  peak.check_below_mib(24);
  return text;
}
auto after(const std::string& text) -> std::string {
  INFO(text.substr(0, 200));
  return after([&](const voice& say) { return say(text) && false; });
}

/// Says something, and something else for as long as somebody listens.
auto endless(const std::string& first, const std::string& again) -> raw_server::answer {
  std::string block;
  while (block.size() < 65'536) block += again;
  return [=](const voice& say) {
    bool heard = say(first);
    while (heard) heard = say(block);
    return false;
  };
}

const std::string fine = R"({"answers":[{"ok":true}]})";
const std::string length = "Content-Length: " + std::to_string(fine.size()) + "\r\n\r\n";
const std::string unavailable = "The handler's server does not take rows now: ";
const std::string bad = "failed bad_answer: The handler's answer to the row's batch is wrong: ";

}  // namespace

TEST_CASE("given a head without measure, when a server answers with it, then the import waits, in words") {
  const std::string too_long = unavailable + "the head of its answer is longer than 64 KiB.";
  CHECK(after(endless("", "x")) == unavailable + "what it says is no answer of HTTP.");
  CHECK(after(endless("HTTP/1.1 200 ", "x")) == too_long);
  CHECK(after(endless("HTTP/1.1 200 OK\r\nA: ", "x")) == too_long);
  CHECK(after(endless("HTTP/1.1 200 OK\r\n", "A: b\r\n")) == too_long);
  CHECK(after(endless("", "HTTP/1.1 100 Continue\r\n\r\n")) == too_long);
  CHECK(after(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n", "A: b\r\n")) ==
        too_long);
  // What is long and still has an end is taken.
  CHECK(after("HTTP/1.1 200 " + std::string(40'000, 'x') + "\r\n" + length + fine) == "created");
  CHECK(after("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200\r\n" + length + fine) == "created");
}

TEST_CASE("given a body without measure, when a server answers with it, then its row fails, in words") {
  const std::string too_long = bad + "it is longer than 4 MiB.";
  CHECK(after(endless("HTTP/1.1 200 OK\r\n\r\n", "x")) == too_long);
  CHECK(after(endless("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "x")) == too_long);
  CHECK(after(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\nxxxx\r\n")) == too_long);
  CHECK(after(endless("HTTP/1.1 500 No\r\n\r\n", "x")) == unavailable + "it answers 500.");
  // Chunks that never begin hold no memory, and time ends them.
  CHECK(after(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", "x"), milliseconds{400}) ==
        unavailable + "it gave no answer in time.");
}

TEST_CASE("given a body of very many values, when it is read, then memory has its measure all the same") {
  const auto many = [](const std::string& before, const std::string& one, const std::string& behind) {
    std::string body = before;
    while (body.size() < (std::size_t{4} << 20) - 100) body += one;
    body += behind;
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  CHECK(after(many("{\"answers\":[", "{},", "{}]}")).find("answers for 1 rows.") != std::string::npos);
  CHECK(after(many("{\"answers\":[{\"ok\":true}],\"a\":[", "[],", "[]]}")) == "created");
  CHECK(after(many("{\"answers\":[{\"ok\":true,\"result\":{\"a\":[", "[],", "[]]}}]}")) == "created");
  CHECK(after(many("{\"answers\":[{\"ok\":true", ",\"a\":[0]", "}]}")) == "created");
  CHECK(after(many("{\"answers\":[", "1,", "1]")) == bad + "it is no JSON.");
}

TEST_CASE("given what is no HTTP, when a server says it, then the import waits, in words") {
  const std::string none = unavailable + "what it says is no answer of HTTP.";
  const std::string half = unavailable + "its answer did not come whole.";
  for (const auto& text : {fine, std::string("\0\1\2\xFF\r\n\r\n", 8), std::string("<html>\r\n\r\n"),
                           std::string("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"),
                           std::string("HTTP/9.9 200 OK\r\n\r\n"), std::string("HTTP/1.1 OK\r\n\r\n"),
                           "HTTP/1.1 200 OK\r\nA: b" + std::string(1, '\0') + "\r\n" + length + fine,
                           "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n" + fine,
                           "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n" + fine,
                           "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + length + fine})
    CHECK(after(text) == none);
  CHECK(after("HTTP/1.1 200 OK\r\n" + length.substr(0, length.size() - 2) + length + fine) == "created");
  for (const auto& text :
       {std::string(), std::string("HTTP/1.1 2"), std::string("HTTP/1.1 200 OK\r\nA: b\r\n"),
        std::string("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"),
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}"),
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(50, 'F') + "\r\n{}\r\n"})
    CHECK(after(text) == half);
}

TEST_CASE("given a body in a way that nobody asked for, when it comes, then it is taken as it is") {
  CHECK(after("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" + length + fine) == "created");
  CHECK(after("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1F\x8B\x08\x01") ==
        bad + "it is no JSON.");
  CHECK(after("HTTP/1.1 204 No Content\r\n\r\n") == bad + "it is no JSON.");
  CHECK(after("HTTP/1.0 200 OK\r\n\r\n" + fine) == "created");
}

TEST_CASE("given a body longer than it says, when the next batch goes out, then it has its own answer") {
  raw_server at{[](const voice& say) { return say("HTTP/1.1 200 OK\r\n" + length + fine + "\r\n\r\nmore"); }};
  const auto to = handler_of(at);
  CHECK(told_of(give(*to, 1, 1, 1)) == "created");
  const auto next = told_of(give(*to, 2, 2, 1));
  CHECK((next == "created" || next == unavailable + "what it says is no answer of HTTP."));
}

TEST_CASE(
    "given a server that keeps its connection, when batches follow each other, then all take that one") {
  raw_server at{[](const voice& say) { return say("HTTP/1.1 200 OK\r\n" + length + fine); }};
  const auto to = handler_of(at);
  for (std::uint64_t n = 1; n <= 20; ++n) CHECK(told_of(give(*to, n, n, 1)) == "created");
  CHECK(at.requests == 20);
  CHECK(at.connections == 1);
}

TEST_CASE("given a server that ends a connection between batches, when the next comes, then on another one") {
  raw_server at{[](const voice& say) { return say("HTTP/1.1 200 OK\r\n" + length + fine) && false; }};
  const auto to = handler_of(at);
  for (std::uint64_t n = 1; n <= 20; ++n) CHECK(told_of(give(*to, n, n, 1)) == "created");
  CHECK(at.requests == 20);
}

TEST_CASE("given a name with several addresses, when nobody listens at the first, then the next is asked") {
  class nothing final : public post_body {
   public:
    [[nodiscard]] auto bytes() const -> std::uint64_t override { return 0; }
    void restart() override {}
    auto next() -> std::string_view override { return {}; }
  };
  raw_server at{[](const voice& say) { return say("HTTP/1.1 200 OK\r\n" + length + fine) && false; }};
  const auto to = parse_address("http://localhost:" + std::to_string(at.port) + "/rows");
  REQUIRE(to);
  poster posts(*to, {"127.0.0.2", "127.0.0.1"}, milliseconds{20'000}, 1'000);
  nothing body;
  posts.begin(body, {});
  const auto answer = posts.collect([] { return true; });
  REQUIRE(answer);
  CHECK(answer->fault.empty());
  CHECK(answer->body == fine);
}
