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

TEST_CASE(
    "given a large page and a reader who takes it for longer than anybody's patience, when the reader goes "
    "on, then "
    "the page arrives whole") {
  little_pipe pipe;
  std::string in;
  http::waiting_places places{2};
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
    http::wire out{pipe.ours, in, places, long_patience};
    out.speak_for("usr_1");
    CHECK(out.hold_place());
    CHECK(out.write(page));
    CHECK(out.flush());
    CHECK(places.taken() == 1);
  }
  CHECK(std::chrono::steady_clock::now() - began > long_patience);
  CHECK(places.taken() == 0);
  reader.join();
  CHECK((came == page));
}

TEST_CASE("given a large page, when its reader stops in the middle, then it is given up in the end") {
  little_pipe pipe;
  std::string in;
  http::waiting_places places{2};
  http::wire out{pipe.ours, in, places, patience};
  out.speak_for("usr_1");
  CHECK_FALSE(out.write(large_page()));
  CHECK_FALSE(out.flush());
}

TEST_CASE(
    "given a large page for somebody who has no place to wait, when it is not taken, then nobody waits") {
  little_pipe pipe;
  std::string in;
  http::waiting_places places{2};
  http::wire out{pipe.ours, in, places, 1h};
  CHECK_FALSE(out.write(large_page()));
}

TEST_CASE(
    "given a short answer that is not taken, when it was written, then the rest of it is left for the "
    "front") {
  little_pipe pipe;
  std::string in;
  http::waiting_places places{2};
  http::wire out{pipe.ours, in, places, 1h};
  const std::string answer(100'000, 'a');
  CHECK(out.write(answer));
  CHECK(out.flush());
  const auto rest = out.take_rest();
  CHECK_FALSE(rest.empty());
  CHECK(rest.size() < answer.size());
}
