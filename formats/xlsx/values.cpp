#include "formats/xlsx/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "formats/text.hpp"

namespace waybill::formats::xlsx {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t last_day = 2'958'465;  ///< 9999-12-31, in the system of 1900
constexpr std::int64_t days_1904 = 1'462;     ///< that the system of 1904 begins later
constexpr std::int64_t false_day = 60;        ///< 1900-02-29, which Lotus 1-2-3 believed in

void append_padded(std::int64_t number, std::size_t digits, std::string& out) {
  std::array<char, 20> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  const auto size = static_cast<std::size_t>(end - text.data());
  if (size < digits) out.append(digits - size, '0');
  out.append(text.data(), size);
}

void append_time(std::int64_t ms, std::string& out) {
  append_padded(ms / 3'600'000, 2, out);
  out += ':';
  append_padded(ms / 60'000 % 60, 2, out);
  out += ':';
  append_padded(ms / 1'000 % 60, 2, out);
  if (ms % 1'000 == 0) return;
  out += '.';
  append_padded(ms % 1'000, 3, out);
}

/// `day` counts from 1970-01-01.
void append_day(std::int64_t day, std::string& out) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  append_padded(static_cast<int>(date.year()), 4, out);
  out += '-';
  append_padded(static_cast<unsigned>(date.month()), 2, out);
  out += '-';
  append_padded(static_cast<unsigned>(date.day()), 2, out);
}

/// Whether it is written as JavaScript would print it: up to 15 digits are their own shortest form.
auto is_plain(std::string_view text) -> bool {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.size() > 16) return false;
  if (text[0] == '0' && text.size() > 1) return false;  // 0.5 and 007 take the long way
  std::size_t points = 0;
  for (const char c : text) {
    if (c == '.')
      ++points;
    else if (!text::is_digit(c))
      return false;
  }
  if (points == 0) return text.size() <= 15 && text != "0";
  return points == 1 && text.front() != '.' && text.back() != '0' && text.back() != '.';
}

/// `digits` without a point, which belongs behind the first `point` of them.
void append_plain(std::string_view digits, int point, std::string& out) {
  const auto count = static_cast<int>(digits.size());
  if (point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out += digits;
  } else if (point >= count) {
    out += digits;
    out.append(static_cast<std::size_t>(point - count), '0');
  } else {
    out += digits.substr(0, static_cast<std::size_t>(point));
    out += '.';
    out += digits.substr(static_cast<std::size_t>(point));
  }
}

void append_exponent(std::string_view digits, int exponent, std::string& out) {
  out += digits[0];
  if (digits.size() > 1) {
    out += '.';
    out += digits.substr(1);
  }
  out += exponent < 0 ? "e-" : "e+";
  append_padded(std::abs(exponent), 1, out);
}

void append_double(double number, std::string& out) {
  if (number == 0) {
    out += '0';
    return;
  }
  std::array<char, 40> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), std::abs(number), std::chars_format::scientific)
          .ptr;
  const std::string_view written(text.data(), static_cast<std::size_t>(end - text.data()));
  const auto e = written.find('e');
  std::string digits(written.substr(0, 1));
  if (e > 2) digits += written.substr(2, e - 2);
  auto power = written.substr(e + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  int exponent = 0;
  std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (number < 0) out += '-';
  if (exponent < 21 && exponent >= -6)
    append_plain(digits, exponent + 1, out);
  else
    append_exponent(digits, exponent, out);
}

/// What one section of a format asks for; nothing when it has literals only.
class section {
 public:
  /// Reads up to the end of the section, and answers where the next one begins.
  auto read(std::string_view code, std::size_t at) -> std::size_t {
    while (at < code.size() && code[at] != ';') at = step(code, at);
    return std::min(code.size(), at + 1);
  }
  [[nodiscard]] auto kind() const -> std::optional<number_kind> {
    if (is_elapsed_) return number_kind::elapsed;
    if (has_day_) return number_kind::date;
    if (has_time_) return number_kind::time;
    // Months and minutes have the same letter.
    if (has_m_) return number_kind::date;
    return has_digits_ ? std::optional(number_kind::number) : std::nullopt;
  }

 private:
  auto step(std::string_view code, std::size_t at) -> std::size_t {
    const char c = text::lower(code[at]);
    if (c == '"') return behind(code, at, '"');
    if (c == '[') {
      const auto end = behind(code, at, ']');
      note_brackets(code.substr(at + 1, end - at - 2 < code.size() ? end - at - 2 : 0));
      return end;
    }
    if (c == '\\' || c == '_' || c == '*') return at + 2;
    if (text::starts_ignoring_case(code.substr(at), "general")) {
      has_digits_ = true;
      return at + 7;
    }
    if (c == 'e' && at + 1 < code.size() && (code[at + 1] == '+' || code[at + 1] == '-')) return at + 2;
    note(c);
    return at + 1;
  }
  static auto behind(std::string_view code, std::size_t at, char closing) -> std::size_t {
    const auto end = code.find(closing, at + 1);
    return end == std::string_view::npos ? code.size() : end + 1;
  }
  void note(char c) {
    has_day_ = has_day_ || c == 'd' || c == 'y' || c == 'e';
    has_time_ = has_time_ || c == 'h' || c == 's';
    has_m_ = has_m_ || c == 'm';
    has_digits_ = has_digits_ || c == '0' || c == '#' || c == '?' || c == '@';
  }
  /// [h], [mm], [ss]: time that is not cut at a day. Others are colours, conditions, places.
  void note_brackets(std::string_view inside) {
    if (inside.empty()) return;
    const char first = text::lower(inside[0]);
    if (first != 'h' && first != 'm' && first != 's') return;
    is_elapsed_ = is_elapsed_ ||
                  std::all_of(inside.begin(), inside.end(), [&](char c) { return text::lower(c) == first; });
  }

  bool is_elapsed_ = false, has_day_ = false, has_time_ = false, has_m_ = false, has_digits_ = false;
};

auto is_finite_number(std::string_view text) -> bool {
  return !text.empty() && (text::is_digit(text[0]) || text[0] == '-' || text[0] == '.');
}

/// Whether `text` begins as `shape` says, where 0 is any digit.
auto fits(std::string_view text, std::string_view shape) -> bool {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '0' ? !text::is_digit(text[i]) : text[i] != shape[i]) return false;
  return true;
}

/// The character that seven bytes `_xHHHH_` stand for; negative: they stand for themselves.
auto escaped_unit(std::string_view text) -> std::int32_t {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return -1;
  std::int32_t unit = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    const int digit = text::hex_value(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

}  // namespace

auto kind_of_format(std::string_view code) -> number_kind {
  // The first section is that of positive numbers, unless it only hides them behind a literal.
  for (std::size_t at = 0; at < code.size();) {
    section one;
    at = one.read(code, at);
    if (const auto kind = one.kind()) return *kind;
  }
  return number_kind::number;
}

auto kind_of_builtin(std::uint32_t id) -> number_kind {
  if ((id >= 14 && id <= 17) || id == 22) return number_kind::date;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47) return number_kind::time;
  if (id == 46) return number_kind::elapsed;
  // Dates and times of China, Japan, Korea and Taiwan.
  if ((id >= 32 && id <= 35) || id == 55 || id == 56) return number_kind::time;
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return number_kind::date;
  return number_kind::number;
}

auto number_of(std::string_view text) -> std::optional<double> {
  text = text::trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  if (!is_finite_number(text)) return std::nullopt;
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

void append_number(std::string_view written, std::string& out) {
  if (is_plain(written)) {
    out += written;
    return;
  }
  if (const auto number = number_of(written))
    append_double(*number, out);
  else
    out += written;
}

auto append_date(std::string_view written, number_kind kind, bool is_1904, std::string& out) -> bool {
  const auto number = number_of(written);
  if (!number) {
    out += written;
    return true;
  }
  if (kind == number_kind::elapsed && std::abs(*number) < 1e9) {
    const auto ms = std::llround(*number * static_cast<double>(day_ms));
    if (ms < 0) out += '-';
    append_time(std::abs(ms), out);
    return true;
  }
  if (*number < 0 || *number > static_cast<double>(last_day + 1)) {
    append_number(written, out);
    return false;
  }
  const auto ms = std::llround(*number * static_cast<double>(day_ms));
  auto day = ms / day_ms;
  if (day == 0 && (!is_1904 || kind == number_kind::time)) {
    append_time(ms, out);
    return true;
  }
  if (is_1904) day += days_1904;
  if (day > last_day) {
    append_number(written, out);
    return false;
  }
  const bool is_false = day == false_day && !is_1904;
  // Until the day that does not exist one less: 25,569 is 1970-01-01.
  if (is_false)
    out += "1900-02-29";
  else
    append_day(day - 25'569 + (day < false_day ? 1 : 0), out);
  if (ms % day_ms == 0) return !is_false;
  out += 'T';
  append_time(ms % day_ms, out);
  return !is_false;
}

void append_iso(std::string_view written, std::string& out) {
  const auto day = fits(written, "0000-00-00") ? written.substr(0, 10) : std::string_view{};
  auto rest = written.substr(day.size());
  if (!day.empty() && rest.starts_with('T')) rest.remove_prefix(1);
  if (!fits(rest, "00:00")) {
    out += written;
    return;
  }
  std::string time(rest.substr(0, 5));
  rest.remove_prefix(5);
  const bool has_seconds = fits(rest, ":00");
  time += has_seconds ? rest.substr(0, 3) : ":00";
  if (has_seconds) rest.remove_prefix(3);
  if (rest.starts_with('.')) {
    const auto zone = rest.substr(std::min(rest.size(), rest.find_first_not_of("0123456789", 1)));
    const auto fraction = rest.substr(0, rest.size() - zone.size());
    if (fraction.find_first_not_of(".0") != std::string_view::npos) time += fraction;
    rest = zone;
  }
  out += day;
  if (!day.empty() && time == "00:00:00" && rest.empty()) return;
  if (!day.empty()) out += 'T';
  out += time;
  out += rest;
}

void append_unescaped(std::string_view text, std::string& out) {
  for (;;) {
    const auto at = text.find("_x");
    out += text.substr(0, at);
    if (at == std::string_view::npos) return;
    text.remove_prefix(at);
    const auto unit = escaped_unit(text);
    if (unit < 0) {
      out += "_x";
      text.remove_prefix(2);
      continue;
    }
    text.remove_prefix(7);
    auto character = static_cast<char32_t>(unit);
    const auto low = (unit & 0xFC00) == 0xD800 ? escaped_unit(text) : -1;
    if (low >= 0 && (low & 0xFC00) == 0xDC00) {
      text.remove_prefix(7);
      character = static_cast<char32_t>(0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF));
    } else if (unit >= 0xD800 && unit < 0xE000) {
      character = 0xFFFD;  // half a pair
    }
    text::append_utf8(character, out);
  }
}

}  // namespace waybill::formats::xlsx
