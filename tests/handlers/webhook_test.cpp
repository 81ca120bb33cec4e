// A server as a handler: what it is sent, and what becomes of rows and imports when it does not do as it
// should.
#include <httplib.h>

#include <atomic>
#include <thread>

#include "handlers/address.hpp"
#include "handlers/signature.hpp"
#include "handlers/webhook.hpp"
#include "tests/handlers/talk.hpp"

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;
using std::chrono::milliseconds;

namespace {

/// A server on this machine that answers what a test says.
class server {
 public:
  using answer = std::function<void(const httplib::Request&, httplib::Response&)>;
  explicit server(answer what) {
    library_.Post("/rows", [this, what](const httplib::Request& asked, httplib::Response& to) {
      requests.push_back(asked);
      what(asked, to);
    });
    library_.Get("/rows", [](const httplib::Request&, httplib::Response&) { FAIL("it was asked by GET"); });
    port = library_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { library_.listen_after_bind(); }};
    while (!library_.is_running()) std::this_thread::yield();
    order.url = "http://127.0.0.1:" + std::to_string(port) + "/rows";
    order.first_pause = milliseconds{1};
    what_.import = "imp_test";
    what_.headers = {"name"};
  }
  ~server() {
    let_go = true;
    running.reset();
    library_.stop();
    thread_.join();
  }
  server(const server&) = delete;
  auto operator=(const server&) -> server& = delete;

  auto begun() -> handler& {
    running = webhook_handler(
        order, what_,
        {[this] { return keep_on(); }, [this](std::string_view line) { said.emplace_back(line); }});
    const auto began = running->begin();
    if (!began) FAIL(began.why().message);
    return *running;
  }
  auto give(std::uint64_t batch, std::uint64_t first, std::size_t count) -> words {
    const auto got = test::give(*running, batch, first, count);
    if (!got) FAIL(got.why().message);
    return told(*got);
  }

  webhook_order order;
  introduction what_;
  int port = 0;
  std::vector<httplib::Request> requests;
  words said;
  std::function<bool()> keep_on = [] { return true; };
  std::unique_ptr<handler> running;
  std::atomic<bool> let_go = false;  ///< answers that hang end

 private:
  httplib::Server library_;
  std::thread thread_;
};

auto all_fine(std::size_t rows) -> std::string {
  return json{{"answers", std::vector<json>(rows, json{{"ok", true}})}}.dump();
}

auto hmac_of(const std::string& secret, const std::string& text) -> digest {
  hmac made{secret};
  for (const char sign : text) made.update({&sign, 1});
  return made.finish();
}

const words both_bad{"failed bad_answer", "failed bad_answer"};

}  // namespace

TEST_CASE(
    "given a webhook, when rows are handed over, then they are posted, signed, under a number of their own") {
  server it{[](const httplib::Request&, httplib::Response& to) {
    to.set_content(R"({"answers":[{"ok":true,"outcome":"updated"},{"ok":false,"error":"No"}]})",
                   "application/json");
  }};
  it.order.secret = "a secret";
  it.begun();
  CHECK(it.give(12, 5, 2) == words{"updated", "failed row_refused"});
  CHECK(it.give(13, 7, 2) == words{"updated", "failed row_refused"});
  REQUIRE(it.running->end({}).ok());
  REQUIRE(it.requests.size() == 2);
  const auto& asked = it.requests[0];
  CHECK(json::parse(asked.body) ==
        json::parse(R"({"import_id":"imp_test","batch":12,"headers":["name"],"options":{},"result_columns":[],
        "rows":[{"row_index":5,"row":["row 5"]},{"row_index":6,"row":["row 6"]}]})"));
  CHECK(asked.get_header_value("Idempotency-Key") == "imp_test/12");
  CHECK(asked.get_header_value("Content-Type") == "application/json");
  const auto signature = asked.get_header_value("X-Waybill-Signature");
  REQUIRE(signature.starts_with("t="));
  const auto seconds = std::stoll(signature.substr(2));
  CHECK(signature == signature_of(seconds, hmac_of("a secret", std::to_string(seconds) + "." + asked.body)));
}

TEST_CASE("given texts and keys, when they are signed, then as RFC 4231 says") {
  CHECK(to_hex(hmac_of("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_of(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE(
    "given a server that fails for a while, when it is asked again, then with the same batch, and no row "
    "fails") {
  const auto status = GENERATE(500, 503, 429, 408);
  int asked = 0;
  server it{[&](const httplib::Request&, httplib::Response& to) {
    to.status = ++asked < 4 ? status : 200;
    to.set_content(asked < 4 ? "<html>" : all_fine(2), "application/json");
  }};
  it.begun();
  CHECK(it.give(3, 1, 2) == words{"created", "created"});
  REQUIRE(it.requests.size() == 4);
  for (const auto& one : it.requests) {
    CHECK(one.body == it.requests[0].body);
    CHECK(one.get_header_value("Idempotency-Key") == "imp_test/3");
  }
}

TEST_CASE(
    "given a server that does not come back, when all attempts are used up, then the import has to wait") {
  const auto why = [](server& it) {
    it.order.attempts = 3;
    it.begun();
    const auto got = test::give(*it.running, 1, 1, 2);
    REQUIRE_FALSE(got.ok());
    CHECK(got.why().code == errc::handler_unavailable);
    return got.why();
  };
  SECTION("it answers 502") {
    server it{[](const httplib::Request&, httplib::Response& to) { to.status = 502; }};
    CHECK(why(it).message == "The handler's server does not take rows now: it answers 502.");
    CHECK(it.requests.size() == 3);
  }
  SECTION("it is down") {
    server it{[](const httplib::Request&, httplib::Response&) {}};
    it.order.url = "http://127.0.0.1:1/rows";
    const auto error = why(it);
    CHECK(error.message == "The handler's server does not take rows now: it cannot be reached.");
    CHECK(error.retry_after_s == 60);
  }
  SECTION("it is slow") {
    server* self = nullptr;
    server it{[&](const httplib::Request&, httplib::Response&) {
      while (!self->let_go) std::this_thread::yield();
    }};
    self = &it;
    it.order.timeout = milliseconds{100};
    const auto error = why(it);
    CHECK(error.message.starts_with("The handler's server does not take rows now: it"));
  }
  SECTION("it says when it comes back") {
    server it{[](const httplib::Request&, httplib::Response& to) {
      to.status = 429;
      to.set_header("Retry-After", "600");
    }};
    CHECK(why(it).retry_after_s == 600);
    CHECK(it.requests.size() == 1);
  }
}

TEST_CASE(
    "given an answer that is none, when it comes, then the rows of its batch fail and nothing is asked "
    "again") {
  const auto answered = [](int status, const std::string& body, const std::string& location = "") {
    server it{[&](const httplib::Request&, httplib::Response& to) {
      to.status = status;
      if (!location.empty()) to.set_header("Location", location);
      to.set_content(body, "text/html");
    }};
    it.begun();
    const auto got = test::give(*it.running, 1, 1, 2);
    REQUIRE(got.ok());
    CHECK(told(*got) == both_bad);
    CHECK(it.requests.size() == 1);
    return (*got)[0].message.substr(
        std::string_view("The handler's answer to the row's batch is wrong: ").size());
  };
  CHECK(answered(200, "<html></html>") == "it is no JSON.");
  CHECK(answered(200, "") == "it is no JSON.");
  CHECK(answered(200, "[]") == "it is no JSON object.");
  CHECK(answered(200, "{}") == "it has no list 'answers'.");
  CHECK(answered(200, all_fine(3)) == "it has 3 answers for 2 rows.");
  CHECK(answered(404, "gone") == "its status is 404.");
  CHECK(answered(302, "", "/rows") == "its status is 302, and redirects are not followed.");
  CHECK(answered(200, std::string(5 << 20, ' ')) == "it is longer than 4 MiB.");
  CHECK(answered(200, std::string(100'000, '[')) == "it is no JSON.");
}

TEST_CASE(
    "given nobody who wants it any more, when a server hangs or is asked again, then it is left at once") {
  server* self = nullptr;
  const bool hangs = GENERATE(true, false);
  server it{[&](const httplib::Request&, httplib::Response& to) {
    to.status = 500;
    while (hangs && !self->let_go) std::this_thread::yield();
  }};
  self = &it;
  it.order.first_pause = std::chrono::hours{1};
  it.order.longest_pause = std::chrono::hours{1};
  it.begun();
  it.keep_on = [&it] { return it.requests.empty(); };
  const auto got = test::give(*it.running, 1, 1, 1);
  REQUIRE_FALSE(got.ok());
  CHECK(got.why().code == errc::unavailable);
  it.let_go = true;
}

TEST_CASE("given URLs, when they are read as those of webhooks, then only https and this machine are taken") {
  const auto read = [](const std::string& url) {
    const auto made = parse_address(url);
    return made ? made->host + " " + std::to_string(made->port) + " " + made->target : made.why().message;
  };
  CHECK(read("https://example.org") == "example.org 443 /");
  CHECK(read("https://example.org:8443/a/b?c=d") == "example.org 8443 /a/b?c=d");
  CHECK(read("https://example.org?c") == "example.org 443 /?c");
  CHECK(read("http://localhost:1234/x") == "localhost 1234 /x");
  CHECK(read("http://127.8.9.1/x") == "127.8.9.1 80 /x");
  CHECK(read("http://[::1]:99/x") == "::1 99 /x");
  const std::string needs_tls = "a webhook that is not on this machine takes https://";
  CHECK(read("http://example.org/x") == needs_tls);
  CHECK(read("http://10.0.0.1/x") == needs_tls);
  CHECK(read("http://localhost.example.org/x") == needs_tls);
  CHECK(read("http://127.0.0.1.example.org/x") == needs_tls);
  CHECK(read("ftp://example.org") == "the URL of a webhook begins with https://");
  CHECK(read("https://a:b@example.org/") == "the URL of a webhook has no user or password");
  CHECK(read("https://example.org/#a") == "the URL of a webhook has no fragment");
  for (const std::string url : {"https://", "https://:80/", "https://a b/", "https://a/ b", "https://a:0/",
                                "https://a:65536/", "https://a:8x/", "https://[::1/", "https://a/\r\nX: y"})
    CHECK(read(url) == "this is no URL of a webhook");
}

TEST_CASE(
    "given addresses of the network, when they are looked at, then those of no place out there are private") {
  for (const std::string one : {"0.1.2.3",
                                "10.1.2.3",
                                "100.64.0.1",
                                "127.0.0.1",
                                "169.254.169.254",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.168.1.1",
                                "198.18.0.1",
                                "224.0.0.1",
                                "255.255.255.255",
                                "::",
                                "::1",
                                "fe80::1",
                                "fc00::1",
                                "fd12::1",
                                "ff02::1",
                                "::ffff:10.0.0.1",
                                "::ffff:127.0.0.1",
                                "64:ff9b::a00:1",
                                "2002:a00:1::1",
                                "2001:db8::1",
                                "nonsense",
                                ""}) {
    INFO(one);
    CHECK(is_private(one));
  }
  for (const std::string one : {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "193.0.0.1",
                                "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"}) {
    INFO(one);
    CHECK_FALSE(is_private(one));
  }
}

TEST_CASE(
    "given a server with a private address, when it is asked for by https, then only where that is allowed") {
  const auto at = [](const std::string& url, bool allow) { return resolve(*parse_address(url), allow); };
  const auto refused = at("https://10.1.2.3/x", false);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.why().code == errc::handler_refused);
  CHECK(*at("https://10.1.2.3/x", true) == std::vector<std::string>{"10.1.2.3"});
  CHECK(*at("http://127.0.0.1/x", false) == std::vector<std::string>{"127.0.0.1"});
  CHECK(*at("https://1.1.1.1/x", false) == std::vector<std::string>{"1.1.1.1"});
}

TEST_CASE("given a header Retry-After, when it is read, then as seconds, a date, or nothing") {
  constexpr std::int64_t now = 1'700'000'000;  // 14 Nov 2023 22:13:20
  CHECK(read_retry_after("", now) == 0);
  CHECK(read_retry_after("17", now) == 17);
  CHECK(read_retry_after("-17", now) == 0);
  CHECK(read_retry_after("99999999999999999999999", now) == longest_retry_after_s);
  CHECK(read_retry_after("Tue, 14 Nov 2023 22:14:00 GMT", now) == 40);
  CHECK(read_retry_after("Tue, 14 Nov 2023 22:13:00 GMT", now) == 0);
  CHECK(read_retry_after("soon", now) == 0);
}
