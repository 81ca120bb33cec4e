#include "actors/journal.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>

#include "events/clock.hpp"

namespace waybill::journal {
namespace {

std::atomic<bool> as_json{false};

auto logger() -> spdlog::logger& {
  static const auto the_logger = [] {
    auto made = spdlog::stderr_logger_mt("waybill");
    made->set_pattern("%v");
    made->flush_on(spdlog::level::info);
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

auto now_text() -> std::string { return to_rfc3339_ms(system_clock_source()->now()); }

/// Values with spaces, quotes or control characters stand in quotes, as JSON writes them: one line stays one
/// line.
auto plain_value(const std::string& value) -> std::string {
  const bool bare =
      !value.empty() && value.find_first_of(" \"=\\") == std::string::npos &&
      std::all_of(value.begin(), value.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
  return bare ? value : nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void open(std::string_view least, bool json) {
  as_json = json;
  logger().set_level(spdlog::level::from_str(std::string(least)));
  if (least != "off" && logger().level() == spdlog::level::off) logger().set_level(spdlog::level::info);
}

void write(level how, std::string_view event, std::initializer_list<field> fields) {
  const auto at = to_spdlog(how);
  if (!logger().should_log(at)) return;
  const auto name = spdlog::level::to_string_view(at);
  if (as_json) {
    nlohmann::ordered_json line{
        {"time", now_text()}, {"level", std::string(name.data(), name.size())}, {"event", event}};
    for (const auto& [key, value] : fields) line[std::string(key)] = value;
    logger().log(at, line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return;
  }
  auto line = now_text() + " " + std::string(name.data(), name.size()) + " " + std::string(event);
  for (const auto& [key, value] : fields) line += " " + std::string(key) + "=" + plain_value(value);
  logger().log(at, line);
}

}  // namespace waybill::journal
