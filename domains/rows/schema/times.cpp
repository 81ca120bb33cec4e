#include "domains/rows/schema/times.hpp"

#include <array>

#include "formats/text.hpp"

namespace waybill::rows {
namespace {

/// Takes a text apart from its front.
struct cursor {
  std::string_view left;

  auto take(char c) -> bool {
    if (left.empty() || left[0] != c) return false;
    left.remove_prefix(1);
    return true;
  }
  auto take_one_of(std::string_view all) -> bool {
    if (left.empty() || all.find(left[0]) == std::string_view::npos) return false;
    left.remove_prefix(1);
    return true;
  }
  /// A number of `least` to `most` digits.
  auto number(std::size_t least, std::size_t most, std::int64_t& out) -> bool {
    std::size_t digits = 0;
    out = 0;
    while (digits < most && digits < left.size() && text::is_digit(left[digits]))
      out = out * 10 + (left[digits++] - '0');
    left.remove_prefix(digits);
    return digits >= least;
  }
};

struct parts {
  std::int64_t year = 1970, month = 1, day = 1;
  std::int64_t hour = 0, minute = 0, second = 0, nanoseconds = 0;
  std::int64_t zone_minutes = 0;
  std::int64_t day_of_year = 0;  ///< 0: not said
  int half_of_day = 0;           ///< 0: not said; 1: before noon; 2: after
};

auto is_leap(std::int64_t year) -> bool { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

auto days_in(std::int64_t year, std::int64_t month) -> std::int64_t {
  constexpr std::array<std::int64_t, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

/// Since 1970. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
auto days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) -> std::int64_t {
  year -= month <= 2 ? 1 : 0;
  const auto era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = year - era * 400;
  const auto day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

auto is_day(const parts& of) -> bool {
  return of.month >= 1 && of.month <= 12 && of.day >= 1 && of.day <= days_in(of.year, of.month);
}

auto is_time_of_day(const parts& of) -> bool {
  const bool is_end = of.hour == 24 && of.minute == 0 && of.second == 0 && of.nanoseconds == 0;
  return is_end || (of.hour <= 23 && of.minute <= 59 && of.second <= 59);
}

auto moment_of(const parts& of) -> std::optional<moment> {
  if (!is_day(of) || !is_time_of_day(of)) return std::nullopt;
  const auto days =
      days_from_civil(of.year, of.month, of.day) + (of.day_of_year > 0 ? of.day_of_year - 1 : 0);
  return moment{((days * 24 + of.hour) * 60 + of.minute - of.zone_minutes) * 60 + of.second, of.nanoseconds};
}

auto take_date(cursor& from, parts& out) -> bool {
  return from.number(4, 4, out.year) && from.take('-') && from.number(2, 2, out.month) && from.take('-') &&
         from.number(2, 2, out.day);
}

/// Behind its point; what is finer than nanoseconds is dropped.
auto take_fraction(cursor& from, parts& out) -> bool {
  constexpr std::size_t digits_told = 9;
  std::size_t digits = 0;
  out.nanoseconds = 0;
  for (; !from.left.empty() && text::is_digit(from.left[0]); ++digits, from.left.remove_prefix(1))
    if (digits < digits_told) out.nanoseconds = out.nanoseconds * 10 + (from.left[0] - '0');
  for (auto d = digits; d < digits_told; ++d) out.nanoseconds *= 10;
  return digits > 0;
}

/// `Z`, `+01:00`, `+0100`.
auto take_zone(cursor& from, parts& out) -> bool {
  if (from.take_one_of("Zz")) return true;
  const bool west = !from.left.empty() && from.left[0] == '-';
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  if (!from.take_one_of("+-") || !from.number(2, 2, hours)) return false;
  static_cast<void>(from.take(':'));
  if (!from.number(2, 2, minutes) || hours > 14 || minutes > 59) return false;
  out.zone_minutes = (hours * 60 + minutes) * (west ? -1 : 1);
  return true;
}

auto take_time(cursor& from, parts& out) -> bool {
  const bool whole = from.number(2, 2, out.hour) && from.take(':') && from.number(2, 2, out.minute) &&
                     from.take(':') && from.number(2, 2, out.second);
  if (!whole || (from.take('.') && !take_fraction(from, out))) return false;
  return from.left.empty() || take_zone(from, out);
}

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
constexpr std::size_t short_letters = 3;

/// Whole or short; the number of the name, from 1; 0: none of them.
template <std::size_t N>
auto take_name(cursor& from, const std::array<std::string_view, N>& names) -> std::int64_t {
  for (std::size_t i = 0; i < N; ++i) {
    const auto size = text::starts_ignoring_case(from.left, names[i]) ? names[i].size()
                      : text::starts_ignoring_case(from.left, names[i].substr(0, short_letters))
                          ? short_letters
                          : 0;
    if (size == 0) continue;
    from.left.remove_prefix(size);
    return static_cast<std::int64_t>(i + 1);
  }
  return 0;
}

auto take_half(cursor& from, parts& out) -> bool {
  const bool before = text::starts_ignoring_case(from.left, "am");
  if (!before && !text::starts_ignoring_case(from.left, "pm")) return false;
  out.half_of_day = before ? 1 : 2;
  from.left.remove_prefix(2);
  return true;
}

auto take_short_year(cursor& from, parts& out) -> bool {
  constexpr std::int64_t first_of_last_century = 69;
  if (!from.number(2, 2, out.year)) return false;
  out.year += out.year >= first_of_last_century ? 1900 : 2000;
  return true;
}

auto take_directive(char what, cursor& from, parts& out) -> bool {
  switch (what) {
    case 'Y':
      return from.number(4, 4, out.year);
    case 'y':
      return take_short_year(from, out);
    case 'm':
      return from.number(1, 2, out.month);
    case 'd':
    case 'e':
      return from.number(1, 2, out.day);
    case 'H':
      return from.number(1, 2, out.hour);
    case 'I':
      return from.number(1, 2, out.hour) && out.hour >= 1 && out.hour <= 12;
    case 'M':
      return from.number(1, 2, out.minute);
    case 'S':
      return from.number(1, 2, out.second);
    case 'f':
      return take_fraction(from, out);
    case 'j':
      return from.number(1, 3, out.day_of_year) && out.day_of_year >= 1;
    case 'p':
      return take_half(from, out);
    case 'z':
      return take_zone(from, out);
    case 'a':
    case 'A':
      return take_name(from, weekdays) != 0;
    case 'b':
    case 'B':
      return (out.month = take_name(from, months)) != 0;
    default:
      return false;
  }
}

/// What stands for several directives.
auto spelled_out(char what) -> std::string_view {
  switch (what) {
    case 'F':
      return "%Y-%m-%d";
    case 'T':
      return "%H:%M:%S";
    case 'R':
      return "%H:%M";
    case 'D':
      return "%m/%d/%y";
    default:
      return {};
  }
}

auto only_when_all(const cursor& from, bool taken, const parts& out) -> std::optional<moment> {
  return taken && from.left.empty() ? moment_of(out) : std::nullopt;
}

}  // namespace

auto read_date(std::string_view text) -> std::optional<moment> {
  cursor from{text};
  parts out;
  const bool taken = take_date(from, out);
  return only_when_all(from, taken, out);
}

auto read_time(std::string_view text) -> std::optional<moment> {
  cursor from{text};
  parts out;
  const bool taken = take_time(from, out);
  return only_when_all(from, taken, out);
}

auto read_datetime(std::string_view text) -> std::optional<moment> {
  cursor from{text};
  parts out;
  const bool taken = take_date(from, out) && from.take_one_of("Tt ") && take_time(from, out);
  return only_when_all(from, taken, out);
}

auto read_year(std::string_view text) -> std::optional<moment> {
  constexpr std::size_t most_digits = 12;
  cursor from{text};
  const bool before = from.take('-');
  std::int64_t year = 0;
  if (!from.number(4, most_digits, year) || !from.left.empty()) return std::nullopt;
  return moment{before ? -year : year, 0};
}

auto read_yearmonth(std::string_view text) -> std::optional<moment> {
  cursor from{text};
  std::int64_t year = 0;
  std::int64_t month = 0;
  if (!from.number(4, 4, year) || !from.take('-') || !from.number(2, 2, month) || !from.left.empty() ||
      month < 1 || month > 12)
    return std::nullopt;
  return moment{year * 12 + month, 0};
}

auto is_duration(std::string_view text) -> bool {
  cursor from{text};
  static_cast<void>(from.take('-'));
  if (!from.take('P') || from.left.empty()) return false;
  std::string_view units = "YMWD";
  bool is_time = false;
  bool says_anything = false;
  while (!from.left.empty()) {
    if (!is_time && from.take('T')) {
      is_time = true;
      says_anything = false;
      units = "HMS";
      continue;
    }
    std::int64_t ignored = 0;
    if (!from.number(1, 18, ignored)) return false;
    parts fraction;
    const bool has_fraction = from.take_one_of(".,");
    if (has_fraction && !take_fraction(from, fraction)) return false;
    const auto unit = from.left.empty() ? std::string_view::npos : units.find(from.left[0]);
    if (unit == std::string_view::npos || (has_fraction && units[unit] != 'S')) return false;
    units.remove_prefix(unit + 1);
    from.left.remove_prefix(1);
    says_anything = true;
  }
  return says_anything;
}

auto time_pattern::read(std::string_view format) -> result<time_pattern> {
  constexpr std::string_view known = "YymdeHIMSfjpzaAbB";
  time_pattern made;
  while (!format.empty()) {
    const char first = format[0];
    const char second = format.size() > 1 ? format[1] : '\0';
    if (first != '%' || second == '%') {
      made.steps_.push_back({0, std::string(1, first)});
      format.remove_prefix(first == '%' ? 2 : 1);
      continue;
    }
    format.remove_prefix(second == '\0' ? 1 : 2);
    if (const auto whole = spelled_out(second); !whole.empty()) {
      auto inner = read(whole);
      if (!inner) return inner;
      for (auto& each : inner->steps_) made.steps_.push_back(std::move(each));
    } else if (second != '\0' && known.find(second) != std::string_view::npos) {
      made.steps_.push_back({second, {}});
    } else {
      return {errc::bad_value, "has the directive %" + std::string(1, second == '\0' ? ' ' : second) +
                                   ", which is not known here"};
    }
  }
  return made;
}

auto time_pattern::match(std::string_view text) const -> std::optional<moment> {
  cursor from{text};
  parts out;
  for (const auto& each : steps_) {
    const bool taken =
        each.directive == 0 ? from.take(each.literal[0]) : take_directive(each.directive, from, out);
    if (!taken) return std::nullopt;
  }
  if (!from.left.empty() || (out.day_of_year == 366 && !is_leap(out.year)) || out.day_of_year > 366)
    return std::nullopt;
  if (out.half_of_day != 0) out.hour = out.hour % 12 + (out.half_of_day == 2 ? 12 : 0);
  return moment_of(out);
}

}  // namespace waybill::rows
