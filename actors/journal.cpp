#include "actors/journal.hpp"

#include <poll.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "actors/recent_troubles.hpp"
#include "events/clock.hpp"
#include "events/visible.hpp"

namespace waybill::journal {
namespace {

std::atomic<bool> as_json{false};

auto now_text() -> std::string { return to_rfc3339_ms(system_clock_source()->now()); }

/// Writes lines to standard error. A journal that nobody takes must not hold up those who write it: once a
/// line waited too long, lines are dropped until there is room again, and then that is said.
class patient_sink final : public spdlog::sinks::base_sink<std::mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (dropped_ > 0 && room(0)) {
      const auto said = lines_lost(std::to_string(dropped_));
      dropped_ = 0;
      put(said);
    }
    put({line.data(), line.size()});
  }
  void flush_() override {}

 private:
  static auto lines_lost(const std::string& count) -> std::string {
    if (as_json)
      return R"({"time":")" + now_text() + R"(","level":"warning","event":"journal.lines_lost","lines":")" +
             count + "\"}\n";
    return now_text() + " warning journal.lines_lost lines=" + count + "\n";
  }
  static auto room(int wait_ms) -> bool {
    pollfd one{STDERR_FILENO, POLLOUT, 0};
    return ::poll(&one, 1, wait_ms) > 0;
  }
  /// In pieces that a pipe with room takes whole (PIPE_BUF).
  void put(std::string_view line) {
    constexpr int patience_ms = 1'000;
    while (!line.empty()) {
      if (!room(dropped_ > 0 ? 0 : patience_ms)) {
        ++dropped_;
        return;
      }
      const auto written = ::write(STDERR_FILENO, line.data(), std::min<std::size_t>(line.size(), PIPE_BUF));
      if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      // The channel is gone, or its disk is full: there is nobody to tell.
      if (written <= 0) return;
      line.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  std::uint64_t dropped_ = 0;
};

auto logger() -> spdlog::logger& {
  static const auto the_logger = [] {
    auto made = std::make_shared<spdlog::logger>("waybill", std::make_shared<patient_sink>());
    made->set_pattern("%v");
    return made;
  }();
  return *the_logger;
}

auto to_spdlog(level how) -> spdlog::level::level_enum {
  switch (how) {
    case level::debug:
      return spdlog::level::debug;
    case level::info:
      return spdlog::level::info;
    case level::warn:
      return spdlog::level::warn;
    case level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

/// Values with spaces, quotes or control characters stand in quotes, as JSON writes them: one line stays one
/// line.
auto plain_value(const std::string& value) -> std::string {
  const bool bare =
      !value.empty() && value.find_first_of(" \"=\\") == std::string::npos &&
      std::all_of(value.begin(), value.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
  // What a terminal would obey or not show is written as \\u202e.
  const bool as_ascii = visible(value) != value;
  if (bare && !as_ascii) return value;
  return nlohmann::json(value).dump(-1, ' ', as_ascii, nlohmann::json::error_handler_t::replace);
}

auto plain_fields(std::initializer_list<field> fields) -> std::string {
  std::string line;
  for (const auto& [key, value] : fields) line += " " + std::string(key) + "=" + plain_value(value);
  return line;
}

/// What was said last of troubles. Locked by nobody who waits.
class trouble_memory {
 public:
  void keep(trouble what) {
    const std::scoped_lock lock{mutex_};
    kept_.push_front(std::move(what));
    if (kept_.size() > most) kept_.pop_back();
  }
  [[nodiscard]] auto all() -> std::vector<trouble> {
    const std::scoped_lock lock{mutex_};
    return {kept_.begin(), kept_.end()};
  }

 private:
  static constexpr std::size_t most = 10;
  std::mutex mutex_;
  std::deque<trouble> kept_;
};

auto troubles() -> trouble_memory& {
  static trouble_memory memory;
  return memory;
}

/// Whole characters of UTF-8.
auto shortened(std::string text) -> std::string {
  constexpr std::size_t longest = 1'000;
  constexpr unsigned follows = 0x80, of = 0xC0;
  if (text.size() <= longest) return text;
  auto end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & of) == follows) --end;
  return text.substr(0, end) + " ...";
}

/// The level, and when another comes back.
class levels {
 public:
  using clock = std::chrono::steady_clock;

  void set(std::string_view name) {
    const std::scoped_lock lock{mutex_};
    ends_ = never;
    put(name);
  }
  void set_for(std::string_view name, clock::duration time) {
    const std::scoped_lock lock{mutex_};
    // Of two the first says what comes back.
    if (ends_.load() == never) after_ = logger().level();
    put(name);
    ends_ = (clock::now() + time).time_since_epoch().count();
  }
  /// Costs a look at a number, as long as no end is set.
  void look() {
    const auto ends = ends_.load(std::memory_order_relaxed);
    if (ends == never || clock::now().time_since_epoch().count() < ends) return;
    const std::scoped_lock lock{mutex_};
    if (ends_.load() != ends) return;
    ends_ = never;
    logger().set_level(after_);
  }

 private:
  static constexpr clock::rep never = 0;
  static void put(std::string_view name) {
    logger().set_level(spdlog::level::from_str(std::string(name)));
    if (name != "off" && logger().level() == spdlog::level::off) logger().set_level(spdlog::level::info);
  }

  std::mutex mutex_;
  std::atomic<clock::rep> ends_{never};
  spdlog::level::level_enum after_ = spdlog::level::info;
};

auto the_levels() -> levels& {
  static levels kept;
  return kept;
}

}  // namespace

auto recent_troubles() -> std::vector<trouble> { return troubles().all(); }

void open(std::string_view least, bool json) {
  as_json = json;
  set_level(least);
}

void set_level(std::string_view least) { the_levels().set(least); }

void set_level_for(std::string_view least, std::chrono::seconds time) { the_levels().set_for(least, time); }

auto says(level how) -> bool {
  the_levels().look();
  return logger().should_log(to_spdlog(how));
}

void write(level how, std::string_view event, std::initializer_list<field> fields) {
  const auto at = to_spdlog(how);
  const auto name = spdlog::level::to_string_view(at);
  if (how == level::warn || how == level::error) {
    const auto text = plain_fields(fields);
    troubles().keep({now_text(), std::string(name.data(), name.size()), std::string(event),
                     shortened(text.empty() ? text : text.substr(1))});
  }
  if (!says(how)) return;
  if (as_json) {
    nlohmann::ordered_json line{
        {"time", now_text()}, {"level", std::string(name.data(), name.size())}, {"event", event}};
    for (const auto& [key, value] : fields) line[std::string(key)] = value;
    logger().log(at, line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return;
  }
  logger().log(at, now_text() + " " + std::string(name.data(), name.size()) + " " + std::string(event) +
                       plain_fields(fields));
}

}  // namespace waybill::journal
