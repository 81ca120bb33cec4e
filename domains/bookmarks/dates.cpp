// Dates as other people's files spell them: RFC 3339 and RFC 9557, of ISO 8601 what is found in the wild (a
// space for the T, no seconds, a date alone, the basic form, 24:00, a comma before the fraction), and counts
// since 1970.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "domains/bookmarks/bookmark.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

using text::is_digit;

constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

constexpr auto days_of(std::chrono::year_month_day date) -> std::int64_t {
  return std::chrono::sys_days{date}.time_since_epoch().count();
}
constexpr auto date_of(int year, int month, int day) -> std::chrono::year_month_day {
  return std::chrono::year{year} / month / day;
}

/// The years that RFC 3339 can spell: nothing outside can be exported and read again.
constexpr std::int64_t first_us = days_of(date_of(1, 1, 1)) * seconds_per_day * us_per_second;
constexpr std::int64_t last_us = days_of(date_of(10'000, 1, 1)) * seconds_per_day * us_per_second - 1;

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
  /// In any letter case.
  auto eat_word(std::string_view lowered) -> bool {
    if (!text::starts_ignoring_case(rest_, lowered)) return false;
    rest_.remove_prefix(lowered.size());
    return true;
  }
  /// All before it; no blanks.
  auto eat_until(char end) -> std::string_view {
    std::size_t size = 0;
    while (size < rest_.size() && rest_[size] > ' ' && rest_[size] != end && rest_[size] != '[') ++size;
    const auto eaten = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return eaten;
  }
  auto eat_before_digit(char c) -> bool { return rest_.size() > 1 && is_digit(rest_[1]) && eat(c); }
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

constexpr auto is_letter(char c) -> bool { return text::lower(c) >= 'a' && text::lower(c) <= 'z'; }

constexpr auto within(int value, int low, int high) -> bool { return value >= low && value <= high; }

/// `2024-01-15` or `20240115`, as days since 1970.
auto eat_date(eater& from, std::int64_t& days) -> bool {
  const int year = from.number(4);
  const bool dashed = from.eat('-');
  const int month = from.number(2);
  if (dashed && !from.eat('-')) return false;
  const int day = from.number(2);
  if (year < 1 || month < 1 || day < 1 || !date_of(year, month, day).ok()) return false;
  days = days_of(date_of(year, month, day));
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

/// `CET` behind an offset says nothing new.
void eat_abbreviation(eater& from) {
  from.eat(' ');
  for (int letters = 0; letters < 5 && is_letter(from.peek()); ++letters) from.eat(from.peek());
}

/// `Z`, `UTC`, `GMT`, `+02:00`, `+0200`, `+02`, or nothing: UTC.
auto eat_offset(eater& from, std::int64_t& us) -> bool {
  if (from.done() || from.peek() == '[' || from.eat('Z') || from.eat('z')) return true;
  if (from.eat_word("utc") || from.eat_word("gmt")) return true;
  const bool west = from.eat('-');
  if (!west && !from.eat('+')) return false;
  const int hours = from.number(2);
  const bool colon = from.eat(':');
  const int minutes = colon || is_digit(from.peek()) ? from.number(2) : 0;
  if (!within(hours, 0, 23) || !within(minutes, 0, 59)) return false;
  us = (std::int64_t{hours} * 60 + minutes) * 60 * us_per_second * (west ? -1 : 1);
  eat_abbreviation(from);
  return true;
}

/// A zone's name that says what its offset is.
auto is_utc(std::string_view zone) -> bool {
  return std::ranges::any_of(std::array{"utc", "etc/utc", "gmt", "etc/gmt", "z"},
                             [&](const char* one) { return text::equals_ignoring_case(zone, one); });
}

/// `[Europe/Berlin]`, `[!Europe/Berlin]`, `[u-ca=gregory]` (RFC 9557): an offset before it counts, and the
/// calendar is ours. Which offset a place had, only tables of zones know: without one before it, it may be
/// UTC alone.
auto eat_suffix(eater& from, bool has_offset) -> bool {
  if (!from.eat('[')) return false;
  from.eat('!');
  const auto inside = from.eat_until(']');
  const bool is_zone = inside.find('=') == std::string_view::npos;
  return from.eat(']') && (has_offset || !is_zone || is_utc(inside));
}

/// What may stand behind the time: an offset, taken off, suffixes, and no more.
auto eat_end(eater& from, std::int64_t& us) -> bool {
  std::int64_t offset_us = 0;
  from.eat(' ');
  const bool has_offset = !from.done() && from.peek() != '[';
  if (!eat_offset(from, offset_us)) return false;
  us -= offset_us;
  while (from.peek() == '[')
    if (!eat_suffix(from, has_offset)) return false;
  return from.done();
}

/// Every other spelling, whole.
auto eat_unusual(std::string_view text, std::int64_t& us) -> bool {
  eater from(text);
  std::int64_t days = 0;
  std::int64_t time_us = 0;
  if (!eat_date(from, days)) return false;
  us = days * seconds_per_day * us_per_second;
  if (from.eat('T') || from.eat('t') || from.eat_before_digit(' ')) {
    if (!eat_time(from, time_us)) return false;
    us += time_us;
  }
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
  if (!digits || year == 0 || !date_of(year, month, day).ok() || hour > 23 || minute > 59 || second > 59)
    return false;
  const std::int64_t minutes = (days_of(date_of(year, month, day)) * 24 + hour) * 60 + minute;
  us = (minutes * 60 + second) * us_per_second;
  text.remove_prefix(size);
  return true;
}

/// Seconds, milliseconds or microseconds since 1970, told apart by their size: as seconds the first limit is
/// in the year 5138, and as anything finer all before 1973 is out of reach.
constexpr std::int64_t first_ms = 100'000'000'000;
constexpr std::int64_t first_count_us = 1'000 * first_ms;
constexpr std::int64_t count_limit = 1'000 * first_count_us;

auto count_since_1970(std::int64_t whole, std::int64_t millionths) -> std::optional<instant> {
  const auto size = whole < 0 ? -whole : whole;
  if (whole < 0) millionths = -millionths;
  if (size < first_ms) return instant{whole * us_per_second + millionths};
  if (size < first_count_us) return instant{whole * 1'000 + millionths / 1'000};
  if (size < count_limit) return instant{whole};
  return std::nullopt;
}

/// Digits, with a sign and a fraction or without; nothing when there is more.
auto read_count(std::string_view text) -> std::optional<instant> {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t whole = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, whole);
  if (read.ec != std::errc{} || !is_digit(text.front())) return std::nullopt;
  eater rest({read.ptr, static_cast<std::size_t>(end - read.ptr)});
  std::int64_t millionths = 0;
  if (rest.peek() == ',' || !eat_fraction(rest, millionths) || !rest.done()) return std::nullopt;
  const auto at = count_since_1970(negative ? -whole : whole, millionths);
  if (!at || !negative || whole != 0) return at;
  return instant{-millionths};
}

auto in_range(std::optional<instant> at) -> std::optional<instant> {
  return at && at->us >= first_us && at->us <= last_us ? at : std::nullopt;
}

/// How many digits `text` begins with, behind a sign.
auto leading_digits(std::string_view text) -> std::size_t {
  if (text.starts_with('-')) text.remove_prefix(1);
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

/// As many digits as `20240115` has.
constexpr std::size_t basic_date_digits = 8;
/// A text of fewer digits is a year or a day of something, and no count.
constexpr std::size_t least_count_digits = 5;

void append_number(std::int64_t value, std::size_t digits, std::string& out) {
  const auto start = out.size();
  out.append(digits, '0');
  for (auto at = start + digits; at > start; value /= 10) out[--at] = static_cast<char>('0' + value % 10);
}

}  // namespace

auto parse_date(std::string_view text) -> std::optional<instant> {
  text = text::trimmed(text);
  std::int64_t us = 0;
  if (eat_usual(text, us)) {
    eater from(text);
    return eat_fraction(from, us) && eat_end(from, us) ? in_range(instant{us}) : std::nullopt;
  }
  if (eat_unusual(text, us)) return in_range(instant{us});
  const auto digits = leading_digits(text);
  if (digits < least_count_digits || digits == basic_date_digits) return std::nullopt;
  return in_range(read_count(text));
}

auto parse_date_number(std::string_view number) -> std::optional<instant> {
  std::int64_t us = 0;
  if (number.size() == basic_date_digits && eat_unusual(number, us)) return in_range(instant{us});
  if (const auto at = read_count(number)) return in_range(at);
  double count = 0;
  const auto* const end = number.data() + number.size();
  const auto read = std::from_chars(number.data(), end, count);
  if (read.ec != std::errc{} || read.ptr != end || std::abs(count) >= static_cast<double>(count_limit))
    return std::nullopt;
  const auto whole = std::trunc(count);
  const auto millionths = std::llround(std::abs(count - whole) * us_per_second);
  return in_range(count_since_1970(static_cast<std::int64_t>(whole), millionths));
}

void append_date(instant at, std::string& out) {
  // What no file can spell is written as the nearest moment that it can.
  const auto us = std::min(std::max(at.us, first_us), last_us);
  constexpr auto us_per_day = seconds_per_day * us_per_second;
  const auto days = us >= 0 ? us / us_per_day : -((us_per_day - 1 - us) / us_per_day);
  const auto in_day = us - days * us_per_day;
  const auto second = in_day / us_per_second;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  append_number(int{date.year()}, 4, out);
  out.push_back('-');
  append_number(unsigned{date.month()}, 2, out);
  out.push_back('-');
  append_number(unsigned{date.day()}, 2, out);
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
