// Dates that only some producers write, as those that everybody reads.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <span>

#include "formats/links/parts.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

constexpr std::int64_t us_per_second = 1'000'000;

/// Parts at blanks, commas, slashes and colons, as many as there is room for.
auto words_of(std::string_view text, std::span<std::string_view> into) -> std::size_t {
  std::size_t count = 0;
  while (count < into.size()) {
    text.remove_prefix(std::min(text.find_first_not_of(" ,/:"), text.size()));
    if (text.empty()) break;
    const auto end = std::min(text.find_first_of(" ,/:"), text.size());
    into[count++] = text.substr(0, end);
    text.remove_prefix(end);
  }
  return count;
}

auto number_of(std::string_view text, int& out) -> bool {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && text::is_digit(text.front());
}

auto month_of(std::string_view name) -> int {
  static constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                           "jul", "aug", "sep", "oct", "nov", "dec"};
  if (name.size() < 3) return 0;
  for (std::size_t i = 0; i < months.size(); ++i)
    if (text::starts_ignoring_case(name, months[i])) return static_cast<int>(i) + 1;
  return 0;
}

/// Of RFC 5322, 4.3; the letters of the military say nothing that can be trusted.
auto offset_of(std::string_view zone) -> std::string_view {
  struct named {
    std::string_view name, offset;
  };
  static constexpr std::array<named, 13> zones{{{"", "Z"},
                                                {"gmt", "Z"},
                                                {"ut", "Z"},
                                                {"utc", "Z"},
                                                {"z", "Z"},
                                                {"est", "-0500"},
                                                {"edt", "-0400"},
                                                {"cst", "-0600"},
                                                {"cdt", "-0500"},
                                                {"mst", "-0700"},
                                                {"mdt", "-0600"},
                                                {"pst", "-0800"},
                                                {"pdt", "-0700"}}};
  for (const auto& one : zones)
    if (text::equals_ignoring_case(zone, one.name)) return one.offset;
  return zone.starts_with('+') || zone.starts_with('-') ? zone : std::string_view{};
}

struct written_day {
  int year = 0, month = 0, day = 0;
};

/// "": there is no such day or time.
auto iso_of(const written_day& on, std::span<const std::string_view> clock, std::string_view offset)
    -> std::string {
  std::array<int, 3> at{};
  for (std::size_t i = 0; i < std::min(clock.size(), at.size()); ++i)
    if (!number_of(clock[i], at[i])) return {};
  const auto date = std::chrono::year{on.year} / on.month / on.day;
  const bool is_day = on.year >= 1 && on.year <= 9999 && on.month >= 1 && on.day >= 1 && date.ok();
  if (!is_day || at[0] > 23 || at[1] > 59 || at[2] > 60 || offset.empty()) return {};
  std::array<char, 48> out{};
  const int size = std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d", on.year, on.month,
                                 on.day, at[0], at[1], at[2]);
  return std::string(out.data(), static_cast<std::size_t>(size)).append(offset);
}

}  // namespace

auto date_of_us(std::string_view count, std::int64_t epoch_s) -> std::string {
  std::int64_t us = 0;
  const auto read = std::from_chars(count.data(), count.data() + count.size(), us);
  if (read.ec != std::errc{} || read.ptr != count.data() + count.size()) return std::string(count);
  if (us == 0) return {};
  auto seconds = us / us_per_second;
  auto rest = us % us_per_second;
  if (rest < 0) {
    rest += us_per_second;
    --seconds;
  }
  const std::chrono::sys_seconds at{std::chrono::seconds{seconds + epoch_s}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  // Beyond these no calendar of ours goes, and none of the library's either.
  constexpr std::int64_t last_day = 2'932'896;
  if (day.time_since_epoch().count() < -719'162 || day.time_since_epoch().count() > last_day)
    return std::string(count);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{at - day};
  std::array<char, 48> out{};
  const int size = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
                                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                 static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                                 static_cast<int>(clock.minutes().count()),
                                 static_cast<int>(clock.seconds().count()), static_cast<int>(rest));
  return {out.data(), static_cast<std::size_t>(size)};
}

auto date_of_mail(std::string_view text) -> std::string {
  std::array<std::string_view, 8> words;
  std::span<const std::string_view> all(words.data(), words_of(text, words));
  // The name of the day says nothing new.
  if (!all.empty() && !text::is_digit(all.front().front())) all = all.subspan(1);
  written_day on;
  if (all.size() < 5 || !number_of(all[0], on.day) || !number_of(all[2], on.year)) return std::string(text);
  on.month = month_of(all[1]);
  if (all[2].size() == 2) on.year += on.year < 50 ? 2000 : 1900;
  const bool has_seconds = all.size() > 5 && text::is_digit(all[5].front());
  const std::size_t behind = has_seconds ? 6 : 5;
  const auto zone = behind < all.size() ? all[behind] : std::string_view{};
  auto iso = iso_of(on, all.subspan(3, behind - 3), offset_of(zone));
  return iso.empty() ? std::string(text) : iso;
}

auto date_of_day_number(std::string_view text) -> std::string {
  constexpr std::int64_t day_of_1970 = 25'569;
  constexpr double seconds_per_day = 86'400;
  const bool is_number = text.size() > 4 && text.find_first_not_of("0123456789.") == std::string_view::npos;
  double days = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
  if (!is_number || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
  if (days < 20'000 || days >= 80'000) return {};
  // A second is 0.0000116 days: what spreadsheets write of it is rounded.
  const auto seconds = std::llround((days - day_of_1970) * seconds_per_day);
  return date_of_us(std::to_string(seconds * us_per_second), 0);
}

auto date_day_first(std::string_view text) -> std::string {
  std::array<std::string_view, 7> words;
  const std::span<const std::string_view> all(words.data(), words_of(text, words));
  written_day on;
  if (all.size() < 5 || all.size() > 6 || !number_of(all[0], on.day) || !number_of(all[1], on.month) ||
      !number_of(all[2], on.year))
    return std::string(text);
  auto iso = iso_of(on, all.subspan(3), "Z");
  return iso.empty() ? std::string(text) : iso;
}

}  // namespace waybill::formats::links
