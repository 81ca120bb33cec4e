#include "formats/links/netscape_dates.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>

#include "formats/links/parts.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

/// Microseconds since 1601, as Chromium counts, are known by their size: as microseconds since 1970 these
/// would be the years 2339 to 2569.
constexpr std::uint64_t us_from_1601_to_1970 = 11'644'473'600'000'000;
constexpr std::uint64_t us_since_1601_limit = 18'900'000'000'000'000;

/// Digits, and perhaps a fraction: more than nothing.
auto is_moment(std::string_view text) -> bool {
  const auto whole = text.substr(0, text.find('.'));
  const auto fraction = text.substr(whole.size());
  return !whole.empty() && std::ranges::all_of(whole, text::is_digit) && fraction != "." &&
         std::ranges::all_of(fraction.substr(fraction.empty() ? 0 : 1), text::is_digit) &&
         whole.find_first_not_of('0') != std::string_view::npos;
}

/// Of few digits a date like 20240115 would be made, or nothing: as ISO 8601 there is no doubt.
auto few_seconds(std::string_view digits) -> std::string {
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  const std::chrono::sys_seconds at{std::chrono::seconds{value}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()},
                unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return text.data();
}

/// A count since 1601 as one since 1970.
auto since_1970(std::string_view digits) -> std::string {
  constexpr std::size_t few = 8;
  if (digits.size() <= few && digits.find('.') == std::string_view::npos) return few_seconds(digits);
  std::uint64_t value = 0;
  constexpr std::size_t digits_of_now = 17;
  if (digits.size() != digits_of_now || digits.find('.') != std::string_view::npos)
    return std::string(digits);
  for (const char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  if (value < us_from_1601_to_1970 || value >= us_since_1601_limit) return std::string(digits);
  return std::to_string(value - us_from_1601_to_1970);
}

/// `10/Oct/2000:13:55:36 +0300`, as logs of web servers spell it, as ISO 8601 does; "": it is no such date.
auto from_log(std::string_view text) -> std::string {
  constexpr auto shape = "00/Aaa/0000:00:00:00 +0000"sv;
  constexpr auto months = "janfebmaraprmayjunjulaugsepoctnovdec"sv;
  if (text.size() != shape.size()) return {};
  std::string small(text);
  std::ranges::transform(small, small.begin(), text::lower);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool is_sign = shape[i] == '+' && text[i] == '-';
    const bool fits =
        shape[i] == '0' ? text::is_digit(text[i]) : text::lower(shape[i]) == 'a' || text[i] == shape[i];
    if (!fits && !is_sign) return {};
  }
  const auto month = months.find(small.substr(3, 3));
  if (month == std::string_view::npos || month % 3 != 0) return {};
  const auto number = std::to_string(101 + month / 3).substr(1);
  return small.substr(7, 4) + "-" + number + "-" + small.substr(0, 2) + "T" + small.substr(12, 8) +
         small.substr(21, 3) + ":" + small.substr(24, 2);
}

/// `20240115103000` as ISO 8601; "": it is no such date. As milliseconds it would be beyond the year 2286.
auto from_compact(std::string_view text) -> std::string {
  if (text.size() != 14 || !std::ranges::all_of(text, text::is_digit)) return {};
  const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
  const bool is_date = (number(0) == 19 || number(0) == 20) && number(4) >= 1 && number(4) <= 12 &&
                       number(6) >= 1 && number(6) <= 31 && number(8) <= 23 && number(10) <= 59 &&
                       number(12) <= 59;
  if (!is_date) return {};
  const auto part = [&](std::size_t at, std::size_t size) { return std::string(text.substr(at, size)); };
  return part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(8, 2) + ":" + part(10, 2) + ":" +
         part(12, 2) + "Z";
}

/// `2024-01-15...`, as ISO 8601 begins, or what mails write; "": neither.
auto from_text(std::string_view text) -> std::string {
  constexpr auto shape = "0000-00-00"sv;
  const bool is_iso = text.size() >= shape.size() &&
                      std::ranges::equal(text.substr(0, shape.size()), shape, [](char c, char like) {
                        return like == '0' ? text::is_digit(c) : c == like;
                      });
  if (is_iso) return std::string(text);
  auto made = date_of_mail(text);
  return made == text ? std::string() : made;
}

}  // namespace

auto is_zero_date(std::string_view text) -> bool {
  return text.find_first_not_of('0') == std::string_view::npos;
}

auto netscape_date(std::string_view text) -> std::string {
  if (auto made = from_compact(text); !made.empty()) return made;
  if (is_moment(text)) return since_1970(text);
  auto made = from_log(text);
  return made.empty() ? from_text(text) : made;
}

}  // namespace waybill::formats::links
