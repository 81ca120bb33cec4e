#include "http/head.hpp"

#include <catch2/catch.hpp>

using namespace waybill;
using namespace waybill::http;

namespace {

auto parse(std::string_view text) -> result<request_head> { return parse_head(text); }

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";

}  // namespace

TEST_CASE("given a good head, when it is read, then method, target, headers and framing are known") {
  const auto head = parse(
      "POST /x?y=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nX-Odd:\t v \r\nExpect: 100-Continue\r\n\r\n");
  REQUIRE(head.ok());
  CHECK(head->method == "POST");
  CHECK(head->target == "/x?y=1");
  CHECK(head->content_length == 12);
  CHECK(head->expects_continue);
  CHECK(head->keep_alive);
  CHECK(head->headers[2] == std::pair<std::string, std::string>{"X-Odd", "v"});
}

TEST_CASE("given HTTP/1.0 or Connection: close, when the head is read, then the connection is not kept") {
  CHECK_FALSE(parse("GET / HTTP/1.0\r\n\r\n")->keep_alive);
  CHECK_FALSE(parse(get + "Connection: x, Close\r\n\r\n")->keep_alive);
}

TEST_CASE("given a head that two programs could read differently, when it is read, then it is refused") {
  const std::string fine = "\r\n";
  REQUIRE(parse(get + fine).ok());
  for (const std::string& bad : {get + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                                 get + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
                                 get + "Content-Length: 5, 5\r\n\r\n",
                                 get + "Content-Length: +5\r\n\r\n",
                                 get + "Content-Length:\r\n\r\n",
                                 get + "Content-Length: 18446744073709551616\r\n\r\n",
                                 get + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                                 get + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                                 get + "Host: b\r\n\r\n",
                                 get + " folded\r\n\r\n",
                                 get + "Name : v\r\n\r\n",
                                 get + ": v\r\n\r\n",
                                 get + "N\x01: v\r\n\r\n",
                                 get + "N: a\x01" + "b\r\n\r\n",
                                 get + std::string("N: a\0b\r\n\r\n", 10),
                                 get + "N: a\rb\r\n\r\n",
                                 get + "N: v\n\r\n",
                                 std::string("GET / HTTP/1.1\r\n\r\n"),
                                 std::string("GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
                                 std::string("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
                                 std::string("GET / x HTTP/1.1\r\nHost: a\r\n\r\n"),
                                 std::string("GET /#f HTTP/1.1\r\nHost: a\r\n\r\n"),
                                 std::string("G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                                 std::string("GET /\r\nHost: a\r\n\r\n"),
                                 std::string("\r\n"),
                                 std::string("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")}) {
    CAPTURE(bad);
    const auto head = parse(bad);
    REQUIRE_FALSE(head.ok());
    CHECK(head.why().code == errc::bad_request);
  }
}

TEST_CASE("given too many headers or too long a target, when the head is read, then it is too large") {
  std::string many = get;
  for (int i = 0; i < 200; ++i) many += "N" + std::to_string(i) + ": v\r\n";
  CHECK(parse(many + "\r\n").why().code == errc::too_large);
  CHECK(parse("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n").why().code ==
        errc::too_large);
}

TEST_CASE(
    "given bytes that come one by one, when the head's end is looked for, then it is found once, where it "
    "is") {
  const std::string text = get + "\r\nBODY";
  std::size_t scanned = 0;
  for (std::size_t n = 1; n < text.size() - 4; ++n) CHECK_FALSE(head_size({text.data(), n}, scanned));
  CHECK(head_size({text.data(), text.size() - 4}, scanned) == text.size() - 4);
}

TEST_CASE("given a target, when it is split, then each part is decoded by itself") {
  const auto parts = parse_target("/a%2Fb//c?x=1+2&&y=%C3%A9&z");
  REQUIRE(parts.ok());
  CHECK(parts->segments == std::vector<std::string>{"a/b", "", "c"});
  CHECK(parts->query == query_list{{"x", "1 2"}, {"y", "\u00e9"}, {"z", ""}});
  CHECK(parse_target("http://host:1/p?q=r")->segments == std::vector<std::string>{"p"});
}

TEST_CASE("given a Host, when it is no host with at most a port, then the head is refused") {
  const auto with = [](const std::string& host) {
    return parse_head("GET / HTTP/1.1\r\nHost:" + host + "\r\n\r\n");
  };
  for (const std::string good : {" a", " a.example", " A.Example:8080", " 192.0.2.1:1", " [::1]",
                                 " [2001:db8::1]:443", " my_service:80", " xn--74h.com", " a:", " a:65535"}) {
    CAPTURE(good);
    CHECK(with(good).ok());
  }
  for (const std::string& bad :
       {std::string(""),         std::string(" "),        std::string(" a b/../@x,y"),
        std::string(" a/b"),     std::string(" u@a"),     std::string(" a:b"),
        std::string(" a:80:80"), std::string(" a:65536"), std::string(" a:99999999999999999999"),
        std::string(" a:-1"),    std::string(" ::1"),     std::string(" [::1"),
        std::string(" [::1]x"),  std::string(" []"),      std::string(" [a.example]"),
        std::string(" a?b"),     std::string(" a#b"),     std::string(" \xC3\xA1"),
        std::string(" a,b"),     std::string(" :80"),     " " + std::string(256, 'a')}) {
    CAPTURE(bad);
    const auto head = with(bad);
    REQUIRE_FALSE(head.ok());
    CHECK(head.why().code == errc::bad_request);
  }
}

TEST_CASE("given a hostile target, when it is split, then it is refused") {
  for (const std::string bad : {"*", "a", "http://host", "/%", "/%4", "/%zz", "/%00", "/%ff", "/%C0%AF",
                                "/%ED%A0%80", "/?a=%", "/?%00=1", "/?a=%F5%80%80%80"}) {
    CAPTURE(bad);
    REQUIRE_FALSE(parse_target(bad).ok());
    CHECK(parse_target(bad).why().code == errc::bad_request);
  }
}
