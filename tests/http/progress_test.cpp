// Progress streams: the present, then what changes, then the end.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <future>
#include <sstream>

#include "http/streams.hpp"
#include "tests/http/house.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

struct heard {
  std::uint64_t id = 0;
  std::string event;
  json data;
};

auto event_of(const std::string& text) -> heard {
  heard out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("id: ")) out.id = std::stoull(line.substr(4));
    if (line.starts_with("event: ")) out.event = line.substr(7);
    if (line.starts_with("data: ")) out.data = json::parse(line.substr(6));
  }
  return out;
}

/// Opens a stream and reads its head.
auto follow(const house& here, const inhabitant& who, const std::string& id,
            const std::vector<std::string>& more = {}) -> peer {
  peer one{here.port()};
  std::vector<std::string> headers{who.authorization()};
  headers.insert(headers.end(), more.begin(), more.end());
  one.send(request_text("GET", "/api/v1/imports/" + id + "/progress", headers));
  const auto head = one.receive_until("\r\n\r\n");
  CAPTURE(head);
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(head.find("Cache-Control: no-store\r\n") != std::string::npos);
  CHECK(head.find("X-Accel-Buffering: no\r\n") != std::string::npos);
  return one;
}

/// The next event; comments, which keep a quiet stream alive, are passed over.
auto next(peer& from) -> heard {
  auto text = from.receive_until("\n\n");
  while (text.starts_with(":")) text = from.receive_until("\n\n");
  return event_of(text);
}

auto streams_open(const house& here) -> std::string {
  const auto text = ask(here.port(), request_text("GET", "/metrics")).body;
  const auto at = text.find("\nwaybill_http_streams_open ");
  return text.substr(at + 27, text.find('\n', at + 1) - at - 27);
}

/// All bytes until the other end closes.
auto all_from(int fd) -> std::string {
  std::string all;
  pollfd waits{fd, POLLIN, 0};
  std::array<char, 4096> some{};
  const int most_ms = static_cast<int>(std::chrono::milliseconds{patience}.count());
  while (::poll(&waits, 1, most_ms) == 1) {
    const auto n = ::recv(fd, some.data(), some.size(), 0);
    if (n <= 0) return all;
    all.append(some.data(), static_cast<std::size_t>(n));
  }
  return all + "(and it did not end)";
}

}  // namespace

TEST_CASE(
    "given an import that is held, when it is followed and goes on, then events come in order up to the "
    "end") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.held_import(ann);
  auto stream = follow(here, ann, id);
  auto last = next(stream);
  CHECK(last.event == "progress");
  CHECK(last.data["status"] == "paused");
  CHECK(last.data["progress"].contains("records_per_second"));
  CHECK(here.call(ann, "POST", "/api/v1/imports/" + id + "/resume").status == 202);
  while (last.event == "progress") {
    const auto now = next(stream);
    CHECK(now.id > last.id);
    last = now;
  }
  CHECK(last.event == "finished");
  CHECK(last.data["status"] == "completed");
  CHECK(last.data["progress"]["processed"] == 5'000);
  CHECK(stream.receive_rest().empty());
}

TEST_CASE(
    "given a finished import, when it is followed, then its end is told at once, whatever was seen before") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.import(ann, document_of("a", 2));
  auto stream = follow(here, ann, id);
  const auto end = next(stream);
  CHECK(end.event == "finished");
  CHECK(stream.receive_rest().empty());
  const auto another = here.import(ann, document_of("b", 2));
  auto foreign = follow(here, ann, another);
  for (const auto& seen :
       {std::string("1"), std::string("odd"), std::to_string(end.id - 1), std::to_string(end.id + 1),
        std::to_string(next(foreign).id), std::string("-1"), std::string("99999999999999999999999")}) {
    CAPTURE(seen);
    auto again = follow(here, ann, id, {"Last-Event-ID: " + seen});
    CHECK(next(again).event == "finished");
    CHECK(again.receive_rest().empty());
  }
}

TEST_CASE("given the id of the end, when a client comes back with it, then there is no more to come") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.held_import(ann);
  CHECK(here.call(ann, "POST", "/api/v1/imports/" + id + "/cancel").status == 202);
  auto stream = follow(here, ann, id);
  const auto end = next(stream);
  REQUIRE(end.event == "finished");
  const auto path = "/api/v1/imports/" + id + "/progress";
  const auto last = "Last-Event-ID: " + std::to_string(end.id);
  for (const std::string method : {"GET", "HEAD"}) {
    const auto answer = ask(here.port(), request_text(method, path, {ann.authorization(), last}));
    CHECK(answer.status == 204);
    CHECK(answer.body.empty());
  }
  // Tried again, it is another matter.
  CHECK(here.call(ann, "POST", "/api/v1/imports/" + id + "/retry").status == 202);
  auto again = follow(here, ann, id, {last});
  CHECK(next(again).id > end.id);
}

TEST_CASE(
    "given a client that comes back, when nothing changed, then it hears nothing until something does") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.held_import(ann);
  auto first = follow(here, ann, id);
  const auto seen = next(first);
  first.hang_up();
  auto back = follow(here, ann, id, {"Last-Event-ID: " + std::to_string(seen.id)});
  CHECK(here.call(ann, "POST", "/api/v1/imports/" + id + "/cancel").status == 202);
  const auto heard_first = next(back);
  CHECK(heard_first.id > seen.id);
  CHECK(heard_first.event == "finished");
  CHECK(heard_first.data["status"] == "cancelled");
  auto late = follow(here, ann, id, {"Last-Event-ID: " + std::to_string(seen.id - 1)});
  CHECK(next(late).event == "finished");
}

TEST_CASE(
    "given as many streams as may be, when one more is asked for, then 429; one that hangs up makes room") {
  house here{[](settings& with) {
    with.http_streams_limit = 4;
    with.http_streams_per_user_limit = 2;
  }};
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto path = "/api/v1/imports/" + here.held_import(ann) + "/progress";
  const auto bobs = here.held_import(bob);
  auto one = follow(here, ann, path.substr(16, path.size() - 25));
  auto two = follow(here, ann, path.substr(16, path.size() - 25));
  const auto refused = here.get(ann, path);
  CHECK(refused.status == 429);
  CHECK_FALSE(refused.header("Retry-After").empty());
  auto three = follow(here, bob, bobs);
  CHECK(here.get(bob, "/api/v1/imports/" + bobs + "/progress").status == 429);
  two.hang_up();
  CHECK(eventually([&] { return streams_open(here) == "2"; }));
  auto four = follow(here, ann, path.substr(16, path.size() - 25));
  CHECK(next(four).event == "progress");
  CHECK(ask(here.port(), request_text("HEAD", path, {ann.authorization()})).status == 200);
}

TEST_CASE(
    "given an import that stands still at its work, when its stream was idle for too long, then it ends") {
  house here;
  const auto ann = here.inhabit("ann");
  std::promise<void> gate;
  std::string id;
  {
    const at_points hold{[shut = gate.get_future().share()](std::string_view point) {
      if (point == "store.decided") shut.wait();
      return false;
    }};
    const std::shared_ptr<void> opens{nullptr, [&](void*) { gate.set_value(); }};
    const auto accepted = here.upload(ann, document_of("a", 2));
    REQUIRE(accepted.status == 202);
    id = accepted.parsed().at("id").get<std::string>();
    here.await(ann, id, import_status::processing);
    const auto row = here.core->import_view().get(ann.id, {id});
    REQUIRE(row);
    http::stream_limits limits;
    limits.keep_alive = std::chrono::milliseconds{20};
    limits.idle = std::chrono::milliseconds{300};
    http::progress_streams streams{*here.core, limits};
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0);
    auto place = streams.reserve(ann.id);
    REQUIRE(place);
    streams.adopt(ends[0], *row, std::nullopt, {std::move(*place), nullptr});
    const auto told = all_from(ends[1]);
    ::close(ends[1]);
    CHECK(told.find("\nevent: progress\ndata: {\"status\":\"processing\"") != std::string::npos);
    CHECK(told.ends_with("\n\nevent: idle\ndata: {}\n\n"));
    CHECK(eventually([&] { return streams.open() == 0; }));
  }
  here.await(ann, id, import_status::completed);
}

TEST_CASE("given 300 streams and 50 slow uploads, when a short call comes, then it is answered") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.held_import(ann);
  std::vector<peer> streams;
  for (int i = 0; i < 300; ++i) streams.push_back(follow(here, ann, id));
  for (auto& one : streams) CHECK(next(one).data["status"] == "paused");
  const auto before = here.stored_files();
  const auto text = request_text("POST", "/api/v1/imports", {ann.authorization(), form_type},
                                 form_text(document_of("a", 9), {}));
  std::vector<peer> uploads;
  for (int i = 0; i < 50; ++i) {
    uploads.emplace_back(here.port());
    uploads.back().send(text.substr(0, 700));
  }
  CHECK(eventually([&] { return here.stored_files() == before + 50; }));
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) CHECK(here.get(ann, "/api/v1/imports").status == 200);
  CHECK(std::chrono::steady_clock::now() - begin < tests::patience_of(std::chrono::seconds{10}));
  CHECK(streams_open(here) == "300");
  CHECK(here.call(ann, "POST", "/api/v1/imports/" + id + "/cancel").status == 202);
  for (auto& one : streams) CHECK(next(one).event == "finished");
  for (auto& one : uploads) one.send(text.substr(700));
  for (auto& one : uploads) CHECK(one.receive().status == 202);
}
