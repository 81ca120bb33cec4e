// Where a restored log is to end, as people write it.
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

#include "backup/restore.hpp"

namespace waybill::backup {
namespace {

auto number_in(std::string_view text) -> int {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// 0: a digit; all else is itself.
auto has_shape(std::string_view text, std::string_view shape) -> bool {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

/// `2026-01-31T12:00:00Z`, or with milliseconds: then up to the last microsecond that is written so.
auto time_in(std::string_view text) -> std::optional<instant> {
  using namespace std::chrono;
  const bool exact = has_shape(text, "0000-00-00T00:00:00.000Z");
  if (!exact && !has_shape(text, "0000-00-00T00:00:00Z")) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) { return number_in(text.substr(at, size)); };
  const year_month_day day{year{part(0, 4)}, month{static_cast<unsigned>(part(5, 2))},
                           std::chrono::day{static_cast<unsigned>(part(8, 2))}};
  const int h = part(11, 2), m = part(14, 2), s = part(17, 2);
  if (!day.ok() || h > 23 || m > 59 || s > 59) return std::nullopt;
  const auto whole = sys_days{day} + hours{h} + minutes{m} + seconds{s};
  const auto us = duration_cast<microseconds>(whole.time_since_epoch()).count();
  return instant{us + (exact ? part(20, 3) * 1'000 + 999 : 0)};
}

}  // namespace

auto parse_until(const std::string& text) -> result<restore_until> {
  position at = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), at);
  if (failed == std::errc{} && end == text.data() + text.size() && at > 0) return restore_until(at);
  if (const auto time = time_in(text)) return restore_until(*time);
  return {errc::bad_value,
          "'" + text + "' is no position of the log (812) and no time (2026-01-31T12:00:00Z)."};
}

}  // namespace waybill::backup
