#include "console/gateway.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "actors/ask.hpp"
#include "actors/ending_actors.hpp"
#include "actors/journal.hpp"
#include "actors/operator_desk.hpp"
#include "console/codec.hpp"
#include "console/files.hpp"
#include "console/handshake.hpp"
#include "console/session.hpp"
#include "console/socket.hpp"

namespace waybill::console {
namespace {

using steady = std::chrono::steady_clock;

/// Who has not said yet who they are.
struct stranger {
  descriptor socket;
  server_handshake talk;
  deadline until;
};

/// A connection whose operator is known, and the thread that reads from it.
struct visit {
  std::thread thread;
  std::atomic<bool> over{false};
};

class the_gateway final : public gateway {
 public:
  the_gateway(engine& core, const settings& config, gateway_plan plan, bound_socket listening)
      : core_(core),
        directory_(config.data_directory),
        plan_(std::move(plan)),
        listening_(std::move(listening)),
        wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        secret_(fresh_chance()),
        around_{&core, plan_.version, directory_, steady::now()} {}
  ~the_gateway() override { stop(); }

  auto open() -> result<done> {
    if (!wake_.good()) return {errc::unavailable, "The console gets no descriptor."};
    const server_place where{listening_.at, protocol_version, static_cast<std::uint64_t>(::getpid())};
    if (auto written = write_files(directory_, where, secret_); !written) return written;
    front_ = std::thread([this] { watch(); });
    journal::info("console.listening",
                  {{"address", where.address.host + ":" + std::to_string(where.address.port)}});
    return done{};
  }

  [[nodiscard]] auto address() const -> endpoint override { return listening_.at; }
  [[nodiscard]] auto half_open() const -> std::size_t override { return half_open_; }
  [[nodiscard]] auto sessions() const -> std::size_t override { return sessions_; }
  [[nodiscard]] auto turned_away() const -> std::uint64_t override { return turned_away_; }

  void stop() override {
    const std::scoped_lock once{stopping_};
    if (!front_.joinable()) return;
    static_cast<void>(::eventfd_write(wake_.get(), 1));
    front_.join();
    for (const auto& one : visits_) one->thread.join();
    visits_.clear();
    remove_files(directory_);
  }

 private:
  // --- the front: one thread for all strangers ---

  void watch() {
    for (;;) {
      auto watched = all_watched();
      const int found = ::poll(watched.data(), watched.size(), wait_ms());
      if (found < 0 && errno != EINTR) return;
      if (watched[0].revents != 0) break;
      for (std::size_t i = strangers_.size(); i-- > 0;)
        if (watched[i + 2].revents != 0 && !listen_to(strangers_[i])) turn_away(i);
      turn_away_late();
      if (watched[1].revents != 0) let_in();
      reap();
    }
    strangers_.clear();
    half_open_ = 0;
  }

  [[nodiscard]] auto all_watched() const -> std::vector<pollfd> {
    std::vector<pollfd> all{{wake_.get(), POLLIN, 0}};
    // Without a descriptor for who knocks, the loop would turn at full speed.
    all.push_back({steady::now() < resting_until_ ? -1 : listening_.socket.get(), POLLIN, 0});
    for (const auto& one : strangers_) all.push_back({one.socket.get(), POLLIN, 0});
    return all;
  }

  [[nodiscard]] auto wait_ms() const -> int {
    auto next = steady::now() + look_again;
    for (const auto& one : strangers_) next = std::min(next, one.until);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - steady::now());
    return static_cast<int>(std::max<std::int64_t>(0, left.count()));
  }

  void let_in() {
    for (int most = 64; most > 0; --most) {
      auto socket = accept_one(listening_.socket);
      if (!socket.good()) {
        if (errno != EAGAIN && errno != ECONNABORTED) resting_until_ = steady::now() + short_rest;
        return;
      }
      stranger one{std::move(socket), {secret_, fresh_chance()}, steady::now() + plan_.half_open_time};
      if (strangers_.size() >= plan_.most_half_open || !say(one, one.talk.greeting())) {
        ++turned_away_;
        continue;
      }
      strangers_.push_back(std::move(one));
      half_open_ = strangers_.size();
    }
  }

  /// So few bytes that an empty socket takes them at once.
  static auto say(const stranger& to, std::string_view bytes) -> bool {
    return send_all(to.socket, bytes, steady::now());
  }

  /// False: it has to go.
  auto listen_to(stranger& one) -> bool {
    constexpr std::size_t at_once = 256;
    const auto came = receive_some(one.socket, at_once, steady::now() + short_rest);
    if (!came) return false;
    std::string send;
    const auto now = one.talk.take(*came, sessions_ < plan_.most_sessions, send);
    const bool said_it = say(one, send);
    if (now == progress::ended) {
      journal::warn("console.refused", {{"why", one.talk.why()}});
      return false;
    }
    if (!said_it) return false;
    if (now == progress::trusts) open_session(one);
    return true;
  }

  void turn_away(std::size_t place) {
    // Its socket is closed last: who sees that sees the figures, too.
    const auto gone = std::move(strangers_[place]);
    strangers_.erase(strangers_.begin() + static_cast<std::ptrdiff_t>(place));
    half_open_ = strangers_.size();
    if (gone.socket.good()) ++turned_away_;
  }

  void turn_away_late() {
    for (std::size_t i = strangers_.size(); i-- > 0;)
      if (!strangers_[i].socket.good() || strangers_[i].until <= steady::now()) turn_away(i);
  }

  // --- sessions: a thread and an actor each ---

  void open_session(stranger& one) {
    auto mine = std::make_unique<visit>();
    ++sessions_;
    try {
      mine->thread =
          std::thread([this, it = mine.get(), socket = std::move(one.socket), name = one.talk.name()] {
            serve(socket, name);
            --sessions_;
            it->over = true;
          });
      visits_.push_back(std::move(mine));
    } catch (const std::system_error& none) {
      --sessions_;
      journal::warn("console.no_thread", {{"why", none.what()}});
    }
  }

  void reap() {
    std::erase_if(visits_, [](const auto& one) {
      if (!one->over) return false;
      one->thread.join();
      return true;
    });
  }

  void serve(const descriptor& socket, const std::string& name) {
    auto& system = core_.operators().actors();
    session_actor session;
    try {
      session = spawn_session(around_, name);
    } catch (const std::system_error& none) {
      journal::warn("console.no_thread", {{"why", none.what()}});
      tell(socket,
           refused{std::string(name_of(errc::unavailable)), "The server has no thread for a session."});
      return;
    }
    journal::info("console.session", {{"operator", name}});
    while (answer_one(system, session, socket)) continue;
    end_actor(system, session, "a session of the console", steady::now() + std::chrono::seconds{30});
  }

  auto answer_one(caf::actor_system& system, const session_actor& session, const descriptor& socket) -> bool {
    const auto frame = receive_frame(socket, longest_request, steady::now() + plan_.silent_time, wake_.get());
    if (!frame) return false;
    const auto asked = decode_request(*frame);
    if (!asked) {
      tell(socket, refused{std::string(name_of(errc::bad_request)), "This is no message of the console's."});
      return false;
    }
    constexpr std::chrono::hours longest{1};
    const auto heard = ask<said>(system, session, call{std::make_shared<const request>(*asked)}, longest);
    if (!heard) {
      tell(socket, refused{std::string(name_of(heard.why().code)), "The session of the console has ended."});
      return false;
    }
    const bool gone = tell(socket, *heard->what);
    if (std::holds_alternative<order_stop>(*asked) && plan_.stop) plan_.stop();
    return gone;
  }

  /// Also while the gateway stops: who asked for the end is to hear of it.
  auto tell(const descriptor& socket, const answer& what) -> bool {
    auto bytes = encode(what);
    if (bytes.size() > longest_answer_frame)
      bytes = encode(answer{refused{std::string(name_of(errc::too_large)), "The answer is too long."}});
    return send_frame(socket, bytes, steady::now() + plan_.unread_time);
  }

  static constexpr std::chrono::milliseconds look_again{1'000};
  static constexpr std::chrono::milliseconds short_rest{100};

  engine& core_;
  std::string directory_;
  gateway_plan plan_;
  bound_socket listening_;
  descriptor wake_;
  digest secret_;
  session_surroundings around_;
  std::thread front_;
  std::vector<stranger> strangers_;             ///< the front's
  std::vector<std::unique_ptr<visit>> visits_;  ///< the front's, until it has ended
  deadline resting_until_{};
  std::atomic<std::size_t> half_open_{0}, sessions_{0};
  std::atomic<std::uint64_t> turned_away_{0};
  std::mutex stopping_;
};

}  // namespace

auto gateway::start(engine& core, const settings& config, gateway_plan plan)
    -> result<std::unique_ptr<gateway>> {
  // What a process that was killed left there.
  remove_files(config.data_directory);
  if (config.console_listen.empty()) return std::unique_ptr<gateway>{};
  const auto where = parse_endpoint(config.console_listen);
  if (!where) return where.why();
  auto listening = listen_on(*where, config.console_allow_remote);
  if (!listening) return listening.why();
  auto made = std::make_unique<the_gateway>(core, config, std::move(plan), std::move(*listening));
  if (auto opened = made->open(); !opened) return std::move(opened).why();
  return std::unique_ptr<gateway>{std::move(made)};
}

}  // namespace waybill::console
