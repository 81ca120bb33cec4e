#include "domains/leads/values/day.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "domains/leads/values/cell_text.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

struct civil_day {
  int year = 0;
  int month = 0;
  int day = 0;
};

constexpr int first_year = 1900;
constexpr int last_year = 2199;
constexpr int first_of_last_century = 69;  // POSIX: %y
constexpr int months_of_a_year = 12;

auto is_day(const civil_day& of) -> bool {
  using namespace std::chrono;
  return of.year >= first_year && of.year <= last_year && of.month >= 1 && of.day >= 1 &&
         year_month_day{year{of.year}, month{static_cast<unsigned>(of.month)},
                        day{static_cast<unsigned>(of.day)}}
             .ok();
}

auto text_of(const civil_day& of) -> std::string {
  if (!is_day(of)) return {};
  std::string made = "0000-00-00";
  const auto put = [&](std::size_t at, int value) {
    for (; value > 0; value /= 10) made[at--] = static_cast<char>('0' + value % 10);
  };
  put(3, of.year);
  put(6, of.month);
  put(9, of.day);
  return made;
}

auto civil_of(std::chrono::sys_days day) -> civil_day {
  const std::chrono::year_month_day date{day};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

struct cursor {
  std::string_view left;

  auto take(char c) -> bool {
    if (left.empty() || left[0] != c) return false;
    left.remove_prefix(1);
    return true;
  }
  /// Digits of a number; 0: none, or more than nine.
  auto number(int& out) -> std::size_t {
    constexpr std::size_t most = 9;
    std::size_t size = 0;
    out = 0;
    while (size < left.size() && size <= most && text::is_digit(left[size])) {
      if (size < most) out = out * 10 + (left[size] - '0');
      ++size;
    }
    if (size > most) return 0;
    left.remove_prefix(size);
    return size;
  }
  /// Letters of any script up to what is none.
  auto word() -> std::string_view {
    const auto end = std::min(left.find_first_of(" .,/-0123456789"), left.size());
    const auto found = left.substr(0, end);
    left.remove_prefix(end);
    return found;
  }
  void skip(std::string_view signs) {
    while (!left.empty() && signs.find(left[0]) != std::string_view::npos) left.remove_prefix(1);
  }
};

/// Nothing, or a time of day with whatever zone.
auto is_time_or_nothing(std::string_view text) -> bool {
  if (text.empty()) return true;
  if (text[0] != 'T' && text[0] != 't' && text[0] != ' ' && text[0] != ',') return false;
  text = text::trimmed(text.substr(1));
  if (text::starts_ignoring_case(text, "at ") || text.starts_with("- ")) text = text::trimmed(text.substr(2));
  if (text.starts_with("\u00E0 ")) text = text::trimmed(text.substr(2));
  cursor from{text};
  int hour = 0;
  int minute = 0;
  if (from.number(hour) == 0 || hour > 24) return false;
  const bool has_hour_sign = from.take(':') || from.take('h') || from.take('H');
  const bool has_minute = from.number(minute) == 2;
  if ((has_hour_sign && has_minute && minute > 59) || (!has_hour_sign && has_minute)) return false;
  // Seconds, half of the day, zone.
  constexpr std::string_view rest = "0123456789:.,+- TZtzAPMapmUGCugc";
  return from.left.find_first_not_of(rest) == std::string_view::npos;
}

auto full_year(int year, std::size_t digits, int latest) -> int {
  if (digits != 2) return year;
  if (latest == 0) return year + (year >= first_of_last_century ? 1900 : 2000);
  const auto full = latest / 100 * 100 + year;
  return full > latest ? full - 100 : full;
}

/// Three numbers with one sign between them, a time behind.
struct three_numbers {
  std::array<int, 3> value{};
  std::array<std::size_t, 3> digits{};
  char sign = 0;
};
auto three_in(std::string_view text) -> std::optional<three_numbers> {
  three_numbers found;
  cursor from{text};
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0) from.skip(" ");
    if (i > 0 && (from.left.empty() || (found.sign != 0 && from.left[0] != found.sign))) return std::nullopt;
    if (i > 0) {
      found.sign = from.left[0];
      if (std::string_view("/-.").find(found.sign) == std::string_view::npos) return std::nullopt;
      from.left.remove_prefix(1);
      from.skip(" ");
    }
    found.digits[i] = from.number(found.value[i]);
    if (found.digits[i] == 0 || found.digits[i] > 4 || found.digits[i] == 3) return std::nullopt;
  }
  if (!is_time_or_nothing(from.left)) return std::nullopt;
  return found;
}

auto is_year_first(const three_numbers& of) -> bool { return of.digits[0] == 4; }
auto is_year_last(const three_numbers& of) -> bool {
  return of.digits[0] <= 2 && of.digits[1] <= 2 && (of.digits[2] == 4 || of.digits[2] == 2);
}

constexpr std::array<std::array<std::string_view, 4>, 12> months{{{"janvier", "january", "janv", "jan"},
                                                                  {"fevrier", "february", "fevr", "feb"},
                                                                  {"mars", "march", "mar", "mrz"},
                                                                  {"avril", "april", "avr", "apr"},
                                                                  {"mai", "may", "mai", "may"},
                                                                  {"juin", "june", "juin", "jun"},
                                                                  {"juillet", "july", "juil", "jul"},
                                                                  {"aout", "august", "aout", "aug"},
                                                                  {"septembre", "september", "sept", "sep"},
                                                                  {"octobre", "october", "octo", "oct"},
                                                                  {"novembre", "november", "novem", "nov"},
                                                                  {"decembre", "december", "decem", "dec"}}};
constexpr std::array<std::string_view, 28> weekdays{
    "lundi",  "mardi",   "mercredi",  "jeudi",    "vendredi", "samedi",   "dimanche",
    "lun",    "mar",     "mer",       "jeu",      "ven",      "sam",      "dim",
    "monday", "tuesday", "wednesday", "thursday", "friday",   "saturday", "sunday",
    "mon",    "tue",     "wed",       "thu",      "fri",      "sat",      "sun"};

auto month_of(std::string_view word) -> int {
  std::string key;
  fold(word, key);
  if (key == "fev") return 2;
  if (key == "juill") return 7;
  for (std::size_t i = 0; i < months.size(); ++i)
    if (std::find(months[i].begin(), months[i].end(), key) != months[i].end()) return static_cast<int>(i + 1);
  return 0;
}

void skip_weekday(cursor& from) {
  auto behind = from;
  std::string key;
  fold(behind.word(), key);
  if (std::find(weekdays.begin(), weekdays.end(), key) == weekdays.end()) return;
  behind.skip(" .,");
  // "mar" is Tuesday and March: a day stands behind the first, or in front of the second.
  if (!behind.left.empty() && (key != "mar" || text::is_digit(behind.left[0]))) {
    auto day = behind;
    int number = 0;
    const auto digits = day.number(number);
    day.skip(" .,-");
    if (key != "mar" || (digits > 0 && digits <= 2 && !day.left.empty() && !text::is_digit(day.left[0])))
      from = behind;
  }
}

auto take_day_number(cursor& from, int& day) -> bool {
  const auto digits = from.number(day);
  if (digits == 0 || digits > 2) return false;
  for (const std::string_view ending : {"er", "st", "nd", "rd", "th"})
    if (text::starts_ignoring_case(from.left, ending)) {
      from.left.remove_prefix(2);
      break;
    }
  return true;
}

/// `19 mars 2024`, `March 19, 2024`, `19-Mar-24`
auto read_named(std::string_view text, int latest_year) -> civil_day {
  cursor from{text};
  skip_weekday(from);
  constexpr std::string_view between = " .,-/";
  civil_day found;
  const bool day_stands_first = !from.left.empty() && text::is_digit(from.left[0]);
  if (day_stands_first && !take_day_number(from, found.day)) return {};
  from.skip(between);
  if (from.left.starts_with("de ") || from.left.starts_with("of ")) from.left.remove_prefix(3);
  found.month = month_of(from.word());
  from.skip(between);
  if (!day_stands_first && !take_day_number(from, found.day)) return {};
  from.skip(between);
  const auto digits = from.number(found.year);
  if (found.month == 0 || (digits != 2 && digits != 4) || !is_time_or_nothing(from.left)) return {};
  found.year = full_year(found.year, digits, latest_year);
  return found;
}

/// `45370.5`: the number of a day and its time.
auto without_fraction(std::string_view text) -> std::string_view {
  constexpr std::size_t serial = 5;
  const bool has_fraction = text.size() > serial + 1 && (text[serial] == '.' || text[serial] == ',') &&
                            std::all_of(text.begin() + serial + 1, text.end(), text::is_digit);
  return has_fraction ? text.substr(0, serial) : text;
}

/// Digits alone.
auto read_bare_number(std::string_view digits) -> civil_day {
  constexpr std::size_t compact = 8;
  constexpr std::size_t serial = 5;
  constexpr std::size_t unix_seconds = 10;
  constexpr std::size_t unix_milliseconds = 13;
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  const auto as_int = [](std::int64_t of) { return static_cast<int>(of); };
  if (digits.size() == compact)
    return {as_int(value / 10'000), as_int(value / 100 % 100), as_int(value % 100)};
  // Excel's day 25569 is 1970-01-01. From 1954 to 2064: what has five digits and is none of those is no day.
  if (digits.size() == serial && value >= 20'000 && value <= 60'000)
    return civil_of(std::chrono::sys_days{std::chrono::days{value - 25'569}});
  if (digits.size() == unix_milliseconds) value /= 1000;
  if (digits.size() == unix_seconds || digits.size() == unix_milliseconds)
    return civil_of(std::chrono::sys_days{std::chrono::days{value / 86'400}});
  return {};
}

auto in_order(const three_numbers& of, day_order order, int latest_year) -> civil_day {
  const auto year = full_year(of.value[2], of.digits[2], latest_year);
  return order == day_order::day_first ? civil_day{year, of.value[1], of.value[0]}
                                       : civil_day{year, of.value[0], of.value[1]};
}

/// Where only Germans and their neighbours write points, days come first.
auto order_told_by(const three_numbers& of) -> std::optional<day_order> {
  if (of.value[0] > months_of_a_year && of.value[1] <= months_of_a_year) return day_order::day_first;
  if (of.value[1] > months_of_a_year && of.value[0] <= months_of_a_year) return day_order::month_first;
  if (of.sign == '.') return day_order::day_first;
  return std::nullopt;
}

}  // namespace

void day_signs::look_at(std::string_view cell) {
  const auto numbers = three_in(text::trimmed(cell));
  if (!numbers || is_year_first(*numbers) || !is_year_last(*numbers)) return;
  const auto told = order_told_by(*numbers);
  if (!told) {
    open += numbers->value[0] != numbers->value[1] ? 1 : 0;
  } else if (is_day(in_order(*numbers, *told, 0))) {
    ++(*told == day_order::day_first ? day_first : month_first);
  }
}

auto is_bare_day(std::string_view clean) -> bool {
  const auto number = without_fraction(clean);
  return !number.empty() && std::all_of(number.begin(), number.end(), text::is_digit) &&
         !text_of(read_bare_number(number)).empty();
}

auto read_day(std::string_view clean, const day_signs& column, day_order by_default, int latest_year)
    -> day_reading {
  constexpr std::size_t longest = 60;
  if (clean.empty() || clean.size() > longest) return {};
  const auto number = without_fraction(clean);
  if (std::all_of(number.begin(), number.end(), text::is_digit)) return {text_of(read_bare_number(number))};
  const auto numbers = three_in(clean);
  if (!numbers) return {text_of(read_named(clean, latest_year))};
  if (is_year_first(*numbers)) return {text_of({numbers->value[0], numbers->value[1], numbers->value[2]})};
  if (!is_year_last(*numbers)) return {};
  const auto of_column = column.is_unsure()                      ? by_default
                         : column.day_first > column.month_first ? day_order::day_first
                                                                 : day_order::month_first;
  const auto told = order_told_by(*numbers);
  day_reading found{text_of(in_order(*numbers, told.value_or(of_column), latest_year))};
  const bool both_are_one_day = numbers->value[0] == numbers->value[1];
  found.unsure = told ? !column.is_unsure() && *told != of_column : column.is_unsure() && !both_are_one_day;
  found.unsure = found.unsure && !found.value.empty();
  return found;
}

}  // namespace waybill::leads
