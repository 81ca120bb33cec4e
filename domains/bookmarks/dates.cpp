// Dates as other people's files spell them: RFC 3339, and of ISO 8601 what is found in the wild (a space for
// the T, no seconds, a date alone, the basic form, 24:00, a comma before the fraction).
#include <algorithm>

#include "domains/bookmarks/bookmark.hpp"

namespace waybill::bookmarks {
namespace {

constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
constexpr auto days_from_civil(std::int64_t year, int month, int day) -> std::int64_t {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

/// The years that RFC 3339 can spell: nothing outside can be exported and read again.
constexpr std::int64_t first_us = days_from_civil(1, 1, 1) * seconds_per_day * us_per_second;
constexpr std::int64_t last_us = days_from_civil(10'000, 1, 1) * seconds_per_day * us_per_second - 1;

constexpr auto days_in_month(int year, int month) -> int {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

constexpr auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

/// Eats a text from its front.
class eater {
 public:
  explicit eater(std::string_view text) : rest_(text) {}
  [[nodiscard]] auto done() const -> bool { return rest_.empty(); }
  [[nodiscard]] auto peek() const -> char { return rest_.empty() ? '\0' : rest_.front(); }
  auto eat(char c) -> bool {
    if (peek() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Exactly `digits` digits; -1 and nothing eaten when there are fewer.
  auto number(std::size_t digits) -> int {
    if (rest_.size() < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(rest_[i])) return -1;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

 private:
  std::string_view rest_;
};

constexpr auto within(int value, int low, int high) -> bool { return value >= low && value <= high; }

/// `2024-01-15` or `20240115`, as days since 1970.
auto eat_date(eater& from, std::int64_t& days) -> bool {
  const int year = from.number(4);
  const bool dashed = from.eat('-');
  const int month = from.number(2);
  if (dashed && !from.eat('-')) return false;
  const int day = from.number(2);
  if (!within(year, 1, 9999) || !within(month, 1, 12) || !within(day, 1, days_in_month(year, month)))
    return false;
  days = days_from_civil(year, month, day);
  return true;
}

/// The digits behind a point or comma, as microseconds; what is finer is cut.
auto eat_fraction(eater& from, std::int64_t& us) -> bool {
  if (!from.eat('.') && !from.eat(',')) return true;
  if (!is_digit(from.peek())) return false;
  std::int64_t unit = us_per_second / 10;
  for (; is_digit(from.peek()); unit /= 10) us += unit * from.number(1);
  return true;
}

/// `10:30`, `10:30:00`, `10:30:00.25` or without colons. A leap second is the second after it.
auto eat_time(eater& from, std::int64_t& us) -> bool {
  const int hour = from.number(2);
  const bool colons = from.eat(':');
  const int minute = from.number(2);
  int second = 0;
  std::int64_t fraction_us = 0;
  if (colons ? from.eat(':') : is_digit(from.peek())) {
    second = from.number(2);
    if (!eat_fraction(from, fraction_us)) return false;
  }
  if (!within(hour, 0, 24) || !within(minute, 0, 59) || !within(second, 0, 60)) return false;
  if (hour == 24 && (minute != 0 || second != 0 || fraction_us != 0)) return false;
  us = (std::int64_t{hour} * 3600 + std::int64_t{minute} * 60 + second) * us_per_second + fraction_us;
  return true;
}

/// `Z`, `+02:00`, `+0200`, `+02`, or nothing: UTC.
auto eat_offset(eater& from, std::int64_t& us) -> bool {
  if (from.done() || from.eat('Z') || from.eat('z')) return true;
  const bool west = from.eat('-');
  if (!west && !from.eat('+')) return false;
  const int hours = from.number(2);
  const bool colon = from.eat(':');
  const int minutes = colon || is_digit(from.peek()) ? from.number(2) : 0;
  if (!within(hours, 0, 23) || !within(minutes, 0, 59)) return false;
  us = (std::int64_t{hours} * 60 + minutes) * 60 * us_per_second * (west ? -1 : 1);
  return true;
}

/// What may stand behind the time: an offset, taken off, and no more.
auto eat_end(eater& from, std::int64_t& us) -> bool {
  std::int64_t offset_us = 0;
  from.eat(' ');
  if (!eat_offset(from, offset_us) || !from.done()) return false;
  us -= offset_us;
  return true;
}

/// Every other spelling, whole.
auto eat_unusual(std::string_view text, std::int64_t& us) -> bool {
  eater from(text);
  std::int64_t days = 0;
  std::int64_t time_us = 0;
  if (!eat_date(from, days)) return false;
  us = days * seconds_per_day * us_per_second;
  if (from.done()) return true;
  if (!from.eat('T') && !from.eat('t') && !from.eat(' ')) return false;
  if (!eat_time(from, time_us)) return false;
  us += time_us;
  return eat_end(from, us);
}

/// `2024-01-15T10:30:00`, as nearly everybody spells it, in one go. Nothing is eaten when it is spelled (or
/// means) something else: the long way finds out what.
auto eat_usual(std::string_view& text, std::int64_t& us) -> bool {
  constexpr std::size_t size = 19;
  if (text.size() < size || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':')
    return false;
  bool digits = true;
  const auto two = [&](std::size_t at) {
    digits = digits && is_digit(text[at]) && is_digit(text[at + 1]);
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
  };
  const int year = two(0) * 100 + two(2);
  const int month = two(5);
  const int day = two(8);
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  if (!digits || year == 0 || !within(month, 1, 12) || !within(day, 1, days_in_month(year, month)) ||
      hour > 23 || minute > 59 || second > 59)
    return false;
  const std::int64_t minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute;
  us = (minutes * 60 + second) * us_per_second;
  text.remove_prefix(size);
  return true;
}

auto without_blanks(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Days since 1970 as year, month, day (Hinnant's civil_from_days).
struct civil {
  std::int64_t year;
  unsigned month, day;
};
constexpr auto civil_from_days(std::int64_t days) -> civil {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted + 2) / 5 + 1};
}

void append_number(std::int64_t value, std::size_t digits, std::string& out) {
  const auto start = out.size();
  out.append(digits, '0');
  for (auto at = start + digits; at > start; value /= 10) out[--at] = static_cast<char>('0' + value % 10);
}

}  // namespace

auto parse_date(std::string_view text) -> std::optional<instant> {
  text = without_blanks(text);
  std::int64_t us = 0;
  if (eat_usual(text, us)) {
    eater from(text);
    if (!eat_fraction(from, us) || !eat_end(from, us)) return std::nullopt;
  } else if (!eat_unusual(text, us)) {
    return std::nullopt;
  }
  const instant at{us};
  if (at.us < first_us || at.us > last_us) return std::nullopt;
  return at;
}

void append_date(instant at, std::string& out) {
  // What no file can spell is written as the nearest moment that it can.
  const auto us = std::min(std::max(at.us, first_us), last_us);
  constexpr auto us_per_day = seconds_per_day * us_per_second;
  const auto days = us >= 0 ? us / us_per_day : -((us_per_day - 1 - us) / us_per_day);
  const auto in_day = us - days * us_per_day;
  const auto second = in_day / us_per_second;
  const auto [year, month, day] = civil_from_days(days);
  append_number(year, 4, out);
  out.push_back('-');
  append_number(month, 2, out);
  out.push_back('-');
  append_number(day, 2, out);
  out.push_back('T');
  append_number(second / 3600, 2, out);
  out.push_back(':');
  append_number(second / 60 % 60, 2, out);
  out.push_back(':');
  append_number(second % 60, 2, out);
  if (const auto fraction = in_day % us_per_second; fraction != 0) {
    out.push_back('.');
    append_number(fraction, 6, out);
  }
  out.append("+00:00");
}

}  // namespace waybill::bookmarks
