#include "domains/nodes/sitemap_values.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

constexpr std::array<std::string_view, 7> frequencies{"always",  "hourly", "daily", "weekly",
                                                      "monthly", "yearly", "never"};

auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

/// Takes so many digits, and then `behind` unless that is 0; below 0: they are not there.
auto taken(std::string_view& from, std::size_t digits, char behind = 0) -> int {
  const auto size = digits + (behind == 0 ? 0 : 1);
  if (from.size() < size || !std::ranges::all_of(from.substr(0, digits), is_digit)) return -1;
  if (behind != 0 && from[digits] != behind) return -1;
  int number = 0;
  for (const char c : from.substr(0, digits)) number = number * 10 + (c - '0');
  from.remove_prefix(size);
  return number;
}

auto is_within(int number, int most) -> bool { return number >= 0 && number <= most; }

/// `Z`, `+09:00`.
auto is_zone(std::string_view text) -> bool {
  if (text == "Z") return true;
  if (!text.starts_with('+') && !text.starts_with('-')) return false;
  text.remove_prefix(1);
  constexpr int farthest_hours = 14;
  return is_within(taken(text, 2, ':'), farthest_hours) && is_within(taken(text, 2), 59) && text.empty();
}

/// `03:04Z`, `03:04:05.678+09:00`.
auto is_time(std::string_view text) -> bool {
  if (!is_within(taken(text, 2, ':'), 23) || !is_within(taken(text, 2), 59)) return false;
  if (!text.starts_with(':')) return is_zone(text);
  text.remove_prefix(1);
  if (!is_within(taken(text, 2), 59)) return false;
  if (!text.starts_with('.')) return is_zone(text);
  text.remove_prefix(1);
  const auto fraction = std::min(text.find_first_not_of("0123456789"), text.size());
  return fraction > 0 && is_zone(text.substr(fraction));
}

/// A year, a month, a day, or a moment of it.
auto is_date(std::string_view text) -> bool {
  namespace chrono = std::chrono;
  const int year = taken(text, 4);
  if (year < 1 || text.empty()) return year >= 1;
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  const int month = taken(text, 2);
  if (month < 1 || month > 12 || text.empty()) return is_within(month - 1, 11) && text.empty();
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  const int day = taken(text, 2);
  const chrono::year_month_day whole{chrono::year{year}, chrono::month{static_cast<unsigned>(month)},
                                     chrono::day{static_cast<unsigned>(std::max(day, 0))}};
  if (!whole.ok()) return false;
  return text.empty() || (text.starts_with('T') && is_time(text.substr(1)));
}

/// 0.0 to 1.0, as digits.
auto is_priority(std::string_view text) -> bool {
  const auto point = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, point);
  const auto rest = text.substr(std::min(point + 1, text.size()));
  if ((whole != "0" && whole != "1") || !std::ranges::all_of(rest, is_digit)) return false;
  if (point < text.size() && rest.empty()) return false;
  return whole == "0" || rest.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

auto sitemap_value(std::string_view name, std::string_view value) -> std::string {
  const std::string text{text::trimmed(value)};
  if (name == "lastmod") return is_date(text) ? text : "";
  if (name == "priority") return is_priority(text) ? text : "";
  const auto found = std::ranges::find_if(
      frequencies, [&](const auto& one) { return text::equals_ignoring_case(text, one); });
  return found != frequencies.end() ? std::string(*found) : "";
}

}  // namespace waybill::nodes
