// Imports and calls while 500 peers besiege the console's door: silent ones, half handshakes, wrong secrets,
// garbage, headers that announce gigabytes. The peers have what the cores leave over, as other machines would
// have their own.
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <thread>

#include "console/files.hpp"
#include "console/handshake.hpp"
#include "console/socket.hpp"
#include "tests/bench/groups.hpp"
#include "tests/bench/house.hpp"

namespace waybill::bench {
namespace {

using system_test::person;
using steady = std::chrono::steady_clock;
constexpr std::size_t peers = 500;

/// A connection, and what it says first.
struct peer {
  descriptor socket{-1};
  steady::time_point since{};
};

class siege {
 public:
  explicit siege(endpoint where) : where_(std::move(where)) {
    constexpr std::size_t threads = 4;
    for (std::size_t i = 0; i < threads; ++i)
      threads_.emplace_back([this, i] { besiege(peers / threads, i); });
  }
  ~siege() {
    over_ = true;
    for (auto& one : threads_) one.join();
  }
  siege(const siege&) = delete;
  auto operator=(const siege&) -> siege& = delete;
  [[nodiscard]] auto connections() const -> std::uint64_t { return made_; }

 private:
  void besiege(std::size_t count, std::size_t number) {
    const sched_param none{};
    ::pthread_setschedparam(::pthread_self(), SCHED_IDLE, &none);
    std::vector<peer> mine(count);
    for (auto turn = number; !over_; ++turn) {
      auto& one = mine[turn % count];
      if (!one.socket.good() || is_over(one)) knock(one, turn);
    }
  }

  /// It was cut off, or has said nothing for long enough.
  static auto is_over(peer& one) -> bool {
    constexpr std::chrono::seconds patience{6};
    char byte = 0;
    const auto came = ::recv(one.socket.get(), &byte, 1, MSG_DONTWAIT);
    return came == 0 || (came < 0 && errno != EAGAIN) || steady::now() - one.since > patience;
  }

  void knock(peer& one, std::uint64_t turn) {
    one = peer{};
    auto socket = console::connect_to(where_, steady::now() + std::chrono::seconds{1});
    if (!socket) return;
    one = peer{std::move(*socket), steady::now()};
    ++made_;
    const auto greeting = console::client_handshake{{}, {}, "mallory"}.greeting();
    const std::string kinds[] = {"",
                                 greeting.substr(0, 9),
                                 greeting + std::string(128, 'x'),
                                 "GET / HTTP/1.1\r\n\r\n",
                                 std::string(64, '\xff'),
                                 greeting};
    static_cast<void>(console::send_all(one.socket, kinds[turn % std::size(kinds)], steady::now()));
  }

  endpoint where_;
  std::atomic<bool> over_{false};
  std::atomic<std::uint64_t> made_{0};
  std::vector<std::thread> threads_;
};

struct figures {
  std::vector<double> rates, waits_ms;
  std::uint64_t peak_bytes = 0;
};

/// One import of a new owner, and calls meanwhile.
void measure_once(house& at, std::size_t n, const input_file& file, figures& into) {
  std::atomic<bool> over{false};
  std::thread reader([&] {
    const person who(at.port(), at.who(n));
    while (!over) {
      const stopwatch call;
      static_cast<void>(who.get("/api/v1/imports?limit=10"));
      into.waits_ms.push_back(call.seconds() * 1e3);
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
  });
  const auto run = run_import(at, n, file, "skip", "");
  over = true;
  reader.join();
  into.rates.push_back(run.rate());
  into.peak_bytes = std::max(into.peak_bytes, run.peak_bytes);
}

}  // namespace

void measure_hostile(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto file = generate(scratch / "new.json", wanted.records, 1);
  const auto rounds = static_cast<std::size_t>(wanted.rounds);
  house at(scratch / "data", 2 * rounds);
  const auto door = console::read_place(at.data().string());
  if (!door) throw std::runtime_error(door.why().message);
  figures alone, besieged;
  std::uint64_t connections = 0;
  double seconds = 0;
  for (std::size_t i = 0; i < rounds; ++i) {
    measure_once(at, 2 * i, file, alone);
    const siege around(door->address);
    const stopwatch time;
    measure_once(at, 2 * i + 1, file, besieged);
    connections += around.connections();
    seconds += time.seconds();
  }
  at.stop();
  table made{"Hostile peers at the console's door", {"", "alone", "with 500 hostile peers"}, {}};
  made.rows = {{"import, records/s", grouped(median(alone.rates)), grouped(median(besieged.rates))},
               {"calls meanwhile, p50 ms", fixed(percentile(alone.waits_ms, 0.5), 2),
                fixed(percentile(besieged.waits_ms, 0.5), 2)},
               {"calls meanwhile, p99 ms", fixed(percentile(alone.waits_ms, 0.99), 2),
                fixed(percentile(besieged.waits_ms, 0.99), 2)},
               {"server's peak memory", megabytes(alone.peak_bytes), megabytes(besieged.peak_bytes)},
               {"connections of theirs a second", "-", grouped(static_cast<double>(connections) / seconds)}};
  take(std::move(made));
}

}  // namespace waybill::bench
