// `waybill console top`: the server as it is now, drawn anew each second.

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "cli/live/actor_lines.hpp"
#include "cli/live/picture.hpp"
#include "cli/live/screen.hpp"
#include "cli/live/terminal.hpp"
#include "cli/live/verbs.hpp"
#include "cli/text.hpp"
#include "events/log/descriptor.hpp"

namespace waybill::cli::live {
namespace {

using steady = std::chrono::steady_clock;
constexpr std::chrono::seconds between_pictures{1};

/// Asks the server on a thread of its own: keys are obeyed also while it does not answer.
class observer {
 public:
  explicit observer(console::client& server)
      : server_(server), news_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), thread_([this] { look(); }) {}
  ~observer() {
    {
      std::unique_lock lock{mutex_};
      over_ = true;
      changed_.notify_all();
      // An answer on its way leaves the connection good for others; one that never comes is not waited for.
      constexpr std::chrono::milliseconds short_wait{500};
      if (!changed_.wait_for(lock, short_wait, [this] { return !asking_; })) server_.hang_up();
    }
    thread_.join();
  }
  observer(const observer&) = delete;
  auto operator=(const observer&) -> observer& = delete;

  [[nodiscard]] auto news() const -> int { return news_.get(); }
  /// What came since it was asked last; nothing: nothing did.
  auto take() -> std::optional<result<picture>> {
    eventfd_t count = 0;
    static_cast<void>(::eventfd_read(news_.get(), &count));
    const std::scoped_lock lock{mutex_};
    return std::exchange(seen_, std::nullopt);
  }

 private:
  void look() {
    for (std::unique_lock lock{mutex_}; !over_;) {
      asking_ = true;
      lock.unlock();
      auto seen = take_picture(server_);
      lock.lock();
      asking_ = false;
      changed_.notify_all();
      const bool good = static_cast<bool>(seen);
      seen_.emplace(std::move(seen));
      static_cast<void>(::eventfd_write(news_.get(), 1));
      if (!good) return;
      changed_.wait_for(lock, between_pictures, [this] { return over_; });
    }
  }

  console::client& server_;
  descriptor news_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<result<picture>> seen_;
  bool over_ = false;
  bool asking_ = false;
  std::thread thread_;
};

class live_view {
 public:
  explicit live_view(console::client& server) : eye_(server) {}

  /// Errors: the server's, or the terminal's.
  auto run() -> result<done> {
    while (!left_) {
      std::array<pollfd, 3> all{
          {{STDIN_FILENO, POLLIN, 0}, {eye_.news(), POLLIN, 0}, {screen_.changes(), POLLIN, 0}}};
      constexpr int tick_ms = 1'000;
      if (::poll(all.data(), all.size(), tick_ms) < 0 && errno != EINTR) break;
      if (all[2].revents != 0) screen_.take_changes();
      if (all[0].revents != 0 && !take_keys()) return {errc::unavailable, "The terminal is gone."};
      if (all[1].revents != 0)
        if (auto fine = take_news(); !fine) return fine;
      if (!left_ && !draw_now()) return {errc::unavailable, "The terminal is gone."};
    }
    return done{};
  }

 private:
  auto take_keys() -> bool {
    std::array<char, 64> keys{};
    const auto came = ::read(STDIN_FILENO, keys.data(), keys.size());
    if (came < 0) return errno == EINTR || errno == EAGAIN;
    constexpr char ctrl_c = 3, ctrl_z = 26;
    for (const char key : std::string_view{keys.data(), static_cast<std::size_t>(came)}) {
      if (key == 'q' || key == 'Q' || key == ctrl_c) left_ = true;
      if (key == ctrl_z) screen_.suspend();
    }
    return came > 0;
  }

  auto take_news() -> result<done> {
    auto seen = eye_.take();
    if (!seen) return done{};
    if (!*seen) return std::move(*seen).why();
    before_ = std::exchange(now_, std::move(**seen));
    return done{};
  }

  auto draw_now() -> bool {
    if (!now_) return screen_.show({"Asking the server ..."});
    // A picture a second; a little more is no silence yet.
    constexpr std::uint64_t usual = 2;
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(steady::now() - now_->at).count();
    const auto silent = static_cast<std::uint64_t>(age) > usual ? static_cast<std::uint64_t>(age) : 0;
    return screen_.show(draw(before_ ? &*before_ : nullptr, *now_, screen_.size(), silent));
  }

  observer eye_;
  full_screen screen_;
  std::optional<picture> before_, now_;
  bool left_ = false;
};

auto document_of(const picture& before, const picture& now) -> json {
  constexpr double thousand = 1'000;
  auto imports = json::array();
  for (const auto& one : now.imports) {
    json item{{"id", one.id},         {"owner", one.owner},         {"kind", one.kind},
              {"status", one.status}, {"processed", one.processed}, {"total", nullptr},
              {"per_second", nullptr}};
    if (one.total_known) item["total"] = one.total;
    if (const auto rate = records_per_second(before, now, one)) item["per_second"] = *rate;
    imports.push_back(std::move(item));
  }
  json document{
      {"version", now.status.version},
      {"pid", now.status.pid},
      {"uptime_s", now.status.uptime_s},
      {"draining", now.status.draining},
      {"records_per_second", nullptr},
      {"seats",
       {{"count", now.status.seats}, {"taken", now.status.running}, {"waiting", now.status.waiting}}},
      {"log",
       {{"tail", now.status.log_tail},
        {"size_bytes", now.status.log_bytes},
        {"commits", now.commits.commits},
        {"commits_per_second", static_cast<double>(now.commits.per_1000_s) / thousand},
        {"commit_p50_ms", static_cast<double>(now.commits.p50_us) / thousand},
        {"commit_p99_ms", static_cast<double>(now.commits.p99_us) / thousand},
        {"commit_most_ms", static_cast<double>(now.commits.most_us) / thousand}}},
      {"read_models",
       {{"imports_at", now.status.imports_at},
        {"collections_at", now.status.collections_at},
        {"size_bytes", now.status.projection_bytes}}},
      {"imports", {{"items", std::move(imports)}}},
      {"actors", live::document_of(console::actors_told{now.actors, now.actors_total})}};
  if (const auto rate = records_per_second(before, now)) document["records_per_second"] = *rate;
  return document;
}

auto show_once(console::client& server) -> result<int> {
  const auto before = take_picture(server);
  if (!before) return before.why();
  std::this_thread::sleep_for(between_pictures);
  const auto now = take_picture(server);
  if (!now) return now.why();
  std::cout << json_line(document_of(*before, *now)) << "\n";
  return exit_good;
}

}  // namespace
}  // namespace waybill::cli::live

namespace waybill::cli {

auto console_top(console::client& server, const console_options& options) -> result<int> {
  if (options.json) return live::show_once(server);
  if (!live::on_terminal())
    return {errc::bad_value,
            "'top' draws on a terminal, and there is none. With --json it prints one document."};
  const auto ended = live::live_view{server}.run();
  if (!ended) return ended.why();
  return exit_good;
}

}  // namespace waybill::cli
