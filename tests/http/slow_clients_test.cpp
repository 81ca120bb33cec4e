// Clients that send one byte at a time and come to no end: each is told so, and nothing of it is kept.
#include <unistd.h>
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"
#include "tests/process_figures.hpp"

using namespace waybill;
using namespace waybill::http_test;
using namespace std::chrono_literals;
using tests::descriptors_of;

namespace {

constexpr auto between_bytes = 100ms;
// The server's patience is one second, or ten bytes: whoever gets through with so many has bought time with
// them.
constexpr std::size_t most_bytes = 60 * tests::slowness;

void hurried(settings& with) { with.http_read_timeout_s = 1; }

/// One byte after the other until something is said to them; no answer when nothing is.
auto dribble(peer& from, std::string_view text) -> reply {
  REQUIRE(text.size() >= most_bytes);
  for (const char& c : text.substr(0, most_bytes)) {
    if (!from.send({&c, 1})) return {};
    if (from.hears_within(between_bytes)) return from.receive();
  }
  return {};
}

void check_told(const reply& answer) {
  CAPTURE(answer.head, answer.body);
  REQUIRE(answer.status == 408);
  CHECK(answer.closes);
  CHECK(answer.code() == "request_timeout");
  CHECK(answer.header("Content-Type") == "application/problem+json");
  CHECK(answer.header("X-Content-Type-Options") == "nosniff");
}

auto nothing_left(const house& here, const inhabitant& who) -> bool {
  return here.stored_files() == 0 && here.get(who, "/api/v1/imports").parsed()["items"].empty();
}

/// A head whose body is to come: of known length, or in chunks.
auto head_text(std::string_view target, bool chunked, const std::vector<std::string>& more) -> std::string {
  auto headers = more;
  headers.emplace_back(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 60000");
  return request_text("POST", target, headers);
}

}  // namespace

TEST_CASE("given a head that comes byte by byte, when its time is over, then 408 says so") {
  house here{hurried};
  const auto ann = here.inhabit("ann");
  const auto quiet = descriptors_of(::getpid());
  {
    peer slow{here.port()};
    check_told(dribble(slow, request_text("GET", "/healthz", {"X-Long: " + std::string(most_bytes, 'x')})));
    CHECK(slow.receive_rest().empty());
    // It is the same behind a call that was answered.
    peer later{here.port()};
    later.send(request_text("GET", "/healthz"));
    CHECK(later.receive().status == 200);
    check_told(dribble(later, request_text("GET", "/healthz", {"X-Long: " + std::string(most_bytes, 'x')})));
  }
  CHECK(eventually([&] { return descriptors_of(::getpid()) <= quiet; }));
  CHECK(nothing_left(here, ann));
}

TEST_CASE("given a JSON body that comes byte by byte, when its time is over, then 408 says so") {
  const bool chunked = GENERATE(false, true);
  house here{hurried};
  const auto ann = here.inhabit("ann");
  const auto quiet = descriptors_of(::getpid());
  {
    peer slow{here.port()};
    slow.send(head_text("/api/v1/tokens", chunked, {ann.authorization()}));
    check_told(dribble(slow, (chunked ? "ea60\r\n" : "") + std::string(most_bytes, ' ')));
    CHECK(slow.receive_rest().empty());
  }
  CHECK(eventually([&] { return descriptors_of(::getpid()) <= quiet; }));
  CHECK(nothing_left(here, ann));
  CHECK(here.get(ann, "/api/v1/tokens").parsed()["items"].size() == 1);
}

TEST_CASE(
    "given an upload that comes byte by byte, when patience ends, then 408 says so and nothing is left") {
  const bool chunked = GENERATE(false, true);
  house here{hurried};
  const auto ann = here.inhabit("ann");
  const auto quiet = descriptors_of(::getpid());
  {
    peer slow{here.port()};
    const auto form = form_text(document_of("a", 200), {});
    REQUIRE(form.size() < 60'000);
    slow.send(head_text("/api/v1/imports", chunked, {ann.authorization(), form_type}));
    slow.send((chunked ? "ea60\r\n" : "") + form.substr(0, 300));
    REQUIRE(eventually([&] { return here.stored_files() == 1; }));
    check_told(dribble(slow, std::string_view(form).substr(300)));
    CHECK(slow.receive_rest().empty());
    CHECK(nothing_left(here, ann));
  }
  CHECK(eventually([&] { return descriptors_of(::getpid()) <= quiet; }));
}
