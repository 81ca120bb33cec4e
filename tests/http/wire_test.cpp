// What a worker has to send, and peers that take it slowly or not at all.
#include "http/wire.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/sanitizer.hpp"

using namespace waybill;
using namespace std::chrono_literals;

namespace {

const auto patience = tests::patience_of(std::chrono::milliseconds{400});

/// Two ends of a connection that holds little on its way.
struct little_pipe {
  int ours = -1;
  int theirs = -1;
  little_pipe() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    ours = ends[0];
    theirs = ends[1];
    const int bytes = 16 << 10;
    ::setsockopt(ours, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    ::fcntl(ours, F_SETFL, O_NONBLOCK);
  }
  ~little_pipe() {
    ::close(ours);
    ::close(theirs);
  }
  little_pipe(const little_pipe&) = delete;
  auto operator=(const little_pipe&) -> little_pipe& = delete;
};

auto large_page() -> std::string {
  std::string page;
  while (page.size() < (1 << 20)) page += std::to_string(page.size()) + "\n";
  return page;
}

}  // namespace

TEST_CASE("given users who take all that they get, when another comes, then there is something for them") {
  http::waiting_seats seats{60};
  const auto most = [&](const std::string& user) {
    int taken = 0;
    while (seats.take(user)) ++taken;
    return taken;
  };
  CHECK(most("usr_1") == 30);
  CHECK(most("usr_2") == 15);
  CHECK(most("usr_3") == 8);
  CHECK(most("usr_1") == 0);
  CHECK(most("") == 0);
  // What is given back is there for whoever has less than their share.
  for (int i = 0; i < 30; ++i) seats.give_back("usr_1");
  CHECK(seats.taken() == 23);
  CHECK(most("usr_3") == 15);
  CHECK(seats.take("usr_4"));
  http::waiting_seats single{1};
  CHECK(single.take("usr_1"));
  CHECK_FALSE(single.take("usr_2"));
}

TEST_CASE(
    "given a body that comes slowly, when it brings 500 bytes a second, then it is waited for, else not") {
  const auto begin = http::body_pace::clock::time_point{} + 1h;
  http::body_pace pace{30s};
  pace.came(1'000'000);
  CHECK(pace.wait_until(begin) == begin + 30s);
  pace.came(14'999);
  CHECK(pace.wait_until(begin + 20s) == begin + 30s);
  pace.came(1);
  CHECK(pace.wait_until(begin + 29s) == begin + 59s);
  CHECK(pace.wait_until(begin + 59s) == begin + 59s);
}

TEST_CASE(
    "given a peer who is waited for, when the line is cut, then reading ends, and what is told still is") {
  little_pipe pipe;
  std::string in;
  http::waiting_seats seats{2};
  http::wire out{pipe.ours, in, seats, 1h};
  out.speak_for("usr_1");
  REQUIRE(out.hold_seat());
  const auto line = std::make_shared<http::lifeline>();
  out.live_by(line);
  char byte = 0;
  std::thread ends{[&] { line->cut(); }};
  const auto got = out.read(&byte, 1);
  ends.join();
  REQUIRE_FALSE(got.ok());
  CHECK(got.why().code == errc::unauthorized);
  CHECK(out.write("why"));
  CHECK(out.flush());
  CHECK_FALSE(out.cut_off());
  out.write_by_line();
  CHECK(out.cut_off());
  CHECK_FALSE(out.write(std::string(40'000, 'x')));
}

TEST_CASE("given a reader who takes nothing, when the line is cut, then nobody waits for them") {
  little_pipe pipe;
  std::string in;
  http::waiting_seats seats{2};
  http::wire out{pipe.ours, in, seats, 1h};
  out.speak_for("usr_1");
  REQUIRE(out.hold_seat());
  const auto line = std::make_shared<http::lifeline>();
  out.live_by(line);
  out.write_by_line();
  std::thread ends{[&] { line->cut(); }};
  CHECK_FALSE(out.write(large_page()));
  ends.join();
}

TEST_CASE(
    "given a large page and a reader who takes it for longer than anybody's patience, when the reader goes "
    "on, then "
    "the page arrives whole") {
  little_pipe pipe;
  std::string in;
  http::waiting_seats seats{2};
  // The clock of the kernel measures patience, so this reader is slow by that clock. A pause of his could be
  // twenty-five times as long before it decided anything.
  const auto long_patience = tests::patience_of(std::chrono::milliseconds{2'000});
  const auto pause = long_patience / 25;
  const auto page = large_page();
  std::string came;
  std::thread reader([&] {
    // Slow, but never silent for long: in the end much longer than one patience.
    constexpr std::size_t piece = 32 << 10;
    std::string some(piece, '\0');
    for (ssize_t n = 1; n > 0 && came.size() < page.size();) {
      n = ::read(pipe.theirs, some.data(), some.size());
      if (n > 0) came.append(some.data(), static_cast<std::size_t>(n));
      std::this_thread::sleep_for(pause);
    }
  });
  const auto began = std::chrono::steady_clock::now();
  {
    http::wire out{pipe.ours, in, seats, long_patience};
    out.speak_for("usr_1");
    CHECK(out.hold_seat());
    CHECK(out.write(page));
    CHECK(out.flush());
    CHECK(seats.taken() == 1);
  }
  CHECK(std::chrono::steady_clock::now() - began > long_patience);
  CHECK(seats.taken() == 0);
  reader.join();
  CHECK((came == page));
}

TEST_CASE("given a large page, when its reader stops in the middle, then it is given up in the end") {
  little_pipe pipe;
  std::string in;
  http::waiting_seats seats{2};
  http::wire out{pipe.ours, in, seats, patience};
  out.speak_for("usr_1");
  CHECK_FALSE(out.write(large_page()));
  CHECK_FALSE(out.flush());
}

TEST_CASE(
    "given a large page for somebody who has no seat to wait, when it is not taken, then nobody waits") {
  little_pipe pipe;
  std::string in;
  http::waiting_seats seats{2};
  http::wire out{pipe.ours, in, seats, 1h};
  CHECK_FALSE(out.write(large_page()));
}

TEST_CASE(
    "given a short answer that is not taken, when it was written, then the rest of it is left for the "
    "front") {
  little_pipe pipe;
  std::string in;
  http::waiting_seats seats{2};
  http::wire out{pipe.ours, in, seats, 1h};
  const std::string answer(100'000, 'a');
  CHECK(out.write(answer));
  CHECK(out.flush());
  const auto rest = out.take_rest();
  CHECK_FALSE(rest.empty());
  CHECK(rest.size() < answer.size());
}
