#include "domains/rows/schema/numbers.hpp"

#include <algorithm>
#include <limits>

#include "formats/text.hpp"

namespace waybill::rows {
namespace {

constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t most_exponent = 1'000'000'000'000'000;

auto skip_sign(std::string_view text) -> std::size_t {
  return !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
}

auto count_digits(std::string_view text, std::size_t at) -> std::size_t {
  auto end = at;
  while (end < text.size() && text::is_digit(text[end])) ++end;
  return end - at;
}

auto is_integer(std::string_view text) -> bool {
  const auto at = skip_sign(text);
  return at < text.size() && count_digits(text, at) == text.size() - at;
}

auto is_nan_word(std::string_view text) -> bool { return text::equals_ignoring_case(text, "nan"); }
auto is_endless_word(std::string_view text) -> bool { return text::equals_ignoring_case(text, "inf"); }
/// NaN, INF and -INF in any letter case (Table Schema, number).
auto is_word(std::string_view text) -> bool {
  return is_nan_word(text) || is_endless_word(text.substr(skip_sign(text)));
}

auto is_number(std::string_view text) -> bool {
  auto at = skip_sign(text);
  const auto whole = count_digits(text, at);
  at += whole;
  std::size_t part = 0;
  if (at < text.size() && text[at] == '.') {
    part = count_digits(text, ++at);
    at += part;
  }
  if (whole + part == 0) return is_word(text);
  if (at == text.size()) return true;
  return text::lower(text[at]) == 'e' && is_integer(text.substr(at + 1));
}

/// What stands around a number and is none of it.
auto bared(std::string_view text, const number_style& style) -> std::string_view {
  if (is_word(text)) return text;
  const auto begins = [&](std::string_view rest) {
    return text::is_digit(rest[0]) || rest[0] == '-' || rest[0] == '+' ||
           rest.starts_with(style.decimal_char);
  };
  while (!text.empty() && !begins(text)) text.remove_prefix(1);
  while (!text.empty() && !text::is_digit(text.back())) text.remove_suffix(1);
  return text;
}

/// How long the sign is that groups digits here; 0: there is none. For a blank, spreadsheets of France and
/// others write one that does not break a line.
auto group_length(std::string_view text, std::string_view group_char) -> std::size_t {
  if (group_char.empty()) return 0;
  if (text.starts_with(group_char)) return group_char.size();
  if (group_char != " ") return 0;
  for (const std::string_view blank : {"\u00A0", "\u202F", "\u2009"})
    if (text.starts_with(blank)) return blank.size();
  return 0;
}

/// With a point, and without the signs that group digits. False: such a sign stands where it groups none.
auto spell_plain(std::string_view text, const number_style& style, std::string& out) -> bool {
  out.clear();
  bool is_whole = true;
  while (!text.empty()) {
    if (text.starts_with(style.decimal_char)) {
      out.push_back('.');
      text.remove_prefix(style.decimal_char.size());
      is_whole = false;
    } else if (const auto group = is_whole ? group_length(text, style.group_char) : 0; group > 0) {
      text.remove_prefix(group);
      if (out.empty() || !text::is_digit(out.back()) || text.empty() || !text::is_digit(text[0]))
        return false;
    } else if (text[0] == '.') {
      return false;
    } else {
      out.push_back(text[0]);
      text.remove_prefix(1);
    }
  }
  return true;
}

auto plain(std::string_view text, const number_style& style, std::string& scratch)
    -> std::optional<std::string_view> {
  if (!style.bare) text = bared(text, style);
  if (style.group_char.empty() && style.decimal_char == ".") return text;
  if (!spell_plain(text, style, scratch)) return std::nullopt;
  return scratch;
}

}  // namespace

auto plain_integer(std::string_view text, const number_style& style, std::string& scratch)
    -> std::optional<std::string_view> {
  const auto found = plain(text, style, scratch);
  return found && is_integer(*found) ? found : std::nullopt;
}

auto plain_number(std::string_view text, const number_style& style, std::string& scratch)
    -> std::optional<std::string_view> {
  const auto found = plain(text, style, scratch);
  return found && is_number(*found) ? found : std::nullopt;
}

void decimal::assign(std::string_view plain) {
  digits_.clear();
  point_ = 0;
  is_negative_ = plain.starts_with('-');
  is_nan_ = is_nan_word(plain);
  plain.remove_prefix(skip_sign(plain));
  if (is_nan_ || is_endless_word(plain)) {
    digits_.push_back('I');
    point_ = endless;
    return;
  }
  bool is_whole = true;
  std::size_t at = 0;
  for (; at < plain.size() && text::lower(plain[at]) != 'e'; ++at) {
    if (plain[at] == '.') {
      is_whole = false;
      continue;
    }
    const bool leads = digits_.empty() && plain[at] == '0';
    if (!leads) digits_.push_back(plain[at]);
    if (is_whole && !leads) ++point_;
    if (!is_whole && leads) --point_;
  }
  while (!digits_.empty() && digits_.back() == '0') digits_.pop_back();
  if (at == plain.size()) return;
  const auto exponent = plain.substr(at + 1);
  std::int64_t by = 0;
  for (const char c : exponent.substr(skip_sign(exponent))) by = std::min(most_exponent, by * 10 + (c - '0'));
  point_ += exponent.starts_with('-') ? -by : by;
}

auto operator<=>(const decimal& a, const decimal& b) -> std::strong_ordering {
  if (a.sign() != b.sign() || a.sign() == 0) return a.sign() <=> b.sign();
  const auto size = a.point_ != b.point_ ? a.point_ <=> b.point_ : a.digits_.compare(b.digits_) <=> 0;
  return a.sign() > 0 ? size : 0 <=> size;
}

void decimal::append_text(std::string& out) const {
  if (is_nan_) return void(out.append("NaN"));
  if (is_negative_ && !digits_.empty()) out.push_back('-');
  out.append(digits_);
  if (!digits_.empty()) out.append("e").append(std::to_string(point_));
}

}  // namespace waybill::rows
