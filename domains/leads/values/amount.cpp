#include "domains/leads/values/amount.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "domains/leads/values/cell_text.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t most_whole_digits = 15;
constexpr std::size_t most_decimals = 9;

/// The number without what stands around it.
struct bare_amount {
  std::string_view digits;  ///< digits and the signs between them
  std::string_view behind;  ///< words behind it
  bool is_negative = false;
  bool has_words = false;
};

auto is_money(std::string_view text) -> bool {
  constexpr std::array<std::string_view, 76> words{
      "\u20AC", "$",      "\u00A3", "\u00A5", "eur",    "euro", "euros",   "usd",  "us$",     "gbp",    "chf",
      "fr",     "fr.",    "frs",    "sfr.",   "cad",    "c$",   "ca$",     "can$", "mad",     "dh",     "dhs",
      "dzd",    "tnd",    "xof",    "xaf",    "fcfa",   "cfa",  "f",       "ca",   "r$",      "brl",    "a$",
      "au$",    "aud",    "nz$",    "nzd",    "hk$",    "hkd",  "s$",      "sgd",  "mx$",     "mxn",    "jpy",
      "cny",    "rmb",    "\u20B9", "rs",     "rs.",    "inr",  "z\u0142", "pln",  "k\u010D", "czk",    "kr",
      "kr.",    "sek",    "nok",    "dkk",    "huf",    "ft",   "ron",     "lei",  "bgn",     "\u20BA", "tl",
      "try",    "\u20AA", "ils",    "zar",    "\u20BD", "rub",  "\u20B4",  "uah",  "ars",     "clp"};
  if (text.ends_with('.') && text.size() > 4) text.remove_suffix(1);
  return std::any_of(words.begin(), words.end(),
                     [&](auto one) { return text::equals_ignoring_case(text, one); });
}
/// Words that say how a sum is meant, and change nothing.
auto is_remark(std::string_view text) -> bool {
  constexpr std::array<std::string_view, 10> words{"ht",  "ttc",        "net",  "brut",    "h.t.",
                                                   "h.t", "hors taxes", "env.", "environ", "tvac"};
  return std::any_of(words.begin(), words.end(),
                     [&](auto one) { return text::equals_ignoring_case(text, one); });
}

auto first_digit(std::string_view text) -> std::size_t {
  const auto* found = std::find_if(text.begin(), text.end(), text::is_digit);
  return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

auto is_sign_between(std::string_view text) -> std::size_t {
  if (text.starts_with('.') || text.starts_with(',') || text.starts_with(' ') || text.starts_with('\''))
    return 1;
  if (text.starts_with("\u00A0")) return 2;
  return text.starts_with("\u2019") || text.starts_with("\u202F") || text.starts_with("\u2009") ? 3 : 0;
}

/// From the first digit to the last that belongs to it.
auto number_in(std::string_view text) -> std::string_view {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text::is_digit(text[at])) {
      end = ++at;
      continue;
    }
    const auto size = is_sign_between(text.substr(at));
    if (size == 0) break;
    at += size;
  }
  return text.substr(0, end);
}

/// False: something stands around it that is no money.
auto are_words_known(std::string_view text, bare_amount& out) -> bool {
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    if (is_remark(word))
      out.has_words = true;
    else if (!word.empty() && !is_money(word))
      return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

auto take_minus(std::string_view& text) -> bool {
  for (const std::string_view minus : {"-", "\u2212", "\u2013"}) {
    if (!text.starts_with(minus)) continue;
    text = text::trimmed(text.substr(minus.size()));
    return true;
  }
  return false;
}

auto bare(std::string_view text) -> std::optional<bare_amount> {
  bare_amount found;
  if (text.starts_with('(') && text.ends_with(')')) {
    text = text::trimmed(text.substr(1, text.size() - 2));
    found.is_negative = true;
  }
  found.is_negative = take_minus(text) || found.is_negative;
  if (text.starts_with('+')) text = text::trimmed(text.substr(1));
  auto first = first_digit(text);
  if (first == std::string_view::npos) return std::nullopt;
  if (first > 0 && (text[first - 1] == '.' || text[first - 1] == ',')) --first;
  auto before = text::trimmed(text.substr(0, first));
  if (before.ends_with('-')) {
    found.is_negative = true;
    before = text::trimmed(before.substr(0, before.size() - 1));
  }
  text.remove_prefix(first);
  found.digits = number_in(text);
  found.behind = text::trimmed(text.substr(found.digits.size()));
  if (found.behind.starts_with('-')) {
    // "12-" is owed, "12,-" is what the Swiss write for no cents.
    found.is_negative = found.is_negative || !found.digits.empty();
    found.behind = text::trimmed(found.behind.substr(1));
  }
  if (found.behind.starts_with(",-") || found.behind.starts_with(".-"))
    found.behind = text::trimmed(found.behind.substr(2));
  if (!are_words_known(before, found)) return std::nullopt;
  return found;
}

/// How a number uses its signs.
struct sign_use {
  std::size_t commas = 0;
  std::size_t points = 0;
  std::size_t last_comma = 0;  ///< where
  std::size_t last_point = 0;
  std::size_t first_digits = 0;   ///< before the first of them
  std::size_t digits_behind = 0;  ///< the last of them
};

auto use_of_signs(std::string_view digits) -> sign_use {
  sign_use found;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[i];
    if (c == ',') ++found.commas, found.last_comma = i;
    if (c == '.') ++found.points, found.last_point = i;
    if (c == ',' || c == '.') found.digits_behind = 0;
    if (text::is_digit(c)) {
      ++found.digits_behind;
      if (found.commas + found.points == 0) ++found.first_digits;
    }
  }
  return found;
}

/// The decimal sign that a number itself tells; nothing: it has none, or may group thousands by it.
struct told_sign {
  char decimal = 0;   ///< 0: none
  bool open = false;  ///< a single sign with three digits behind it
};
auto sign_told_by(std::string_view digits) -> told_sign {
  const auto use = use_of_signs(digits);
  if (use.commas > 0 && use.points > 0) return {use.last_comma > use.last_point ? ',' : '.', false};
  if (use.commas + use.points != 1) return {};
  const char sign = use.commas == 1 ? ',' : '.';
  const bool has_groups = std::any_of(digits.begin(), digits.end(),
                                      [](char c) { return !text::is_digit(c) && c != '.' && c != ','; });
  const bool may_group =
      use.digits_behind == 3 && use.first_digits > 0 && use.first_digits <= 3 && digits[0] != '0';
  return may_group && !has_groups ? told_sign{sign, true} : told_sign{sign, false};
}

/// Groups behind the first have three digits, whatever parts them.
auto is_grouped_well(std::string_view digits, std::size_t end) -> bool {
  std::size_t run = 0;
  bool is_first = true;
  for (std::size_t i = 0; i < end; ++i) {
    if (text::is_digit(digits[i])) {
      ++run;
      continue;
    }
    if (text::is_continuation(digits[i])) continue;
    if ((is_first && (run == 0 || run > 3)) || (!is_first && run != 3)) return false;
    is_first = false;
    run = 0;
  }
  return is_first || run == 3;
}

auto plain(std::string_view digits, std::size_t point, std::size_t shift) -> std::string {
  std::string whole;
  std::string part;
  for (std::size_t i = 0; i < digits.size(); ++i)
    if (text::is_digit(digits[i])) (i < point ? whole : part).push_back(digits[i]);
  while (shift > 0) {
    whole.push_back(part.empty() ? '0' : part[0]);
    if (!part.empty()) part.erase(0, 1);
    --shift;
  }
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  part.erase(part.find_last_not_of('0') + 1);
  if (whole.size() > most_whole_digits || part.size() > most_decimals) return {};
  if (whole.empty()) whole.push_back('0');
  return part.empty() ? whole : whole + "." + part;
}

/// Words behind a number. False: one is not known. `shift`: of `k`, the power of ten.
auto take_behind(bare_amount& of, std::size_t& shift) -> bool {
  for (const std::string_view thousand : {"k\u20AC", "k$", "keur", "k"}) {
    if (!text::starts_ignoring_case(of.behind, thousand)) continue;
    const auto rest = of.behind.substr(thousand.size());
    if (!rest.empty() && rest[0] != ' ') continue;
    of.behind = text::trimmed(rest);
    of.has_words = true;
    shift = 3;
    break;
  }
  return are_words_known(of.behind, of);
}

/// `1.5E3`, as programs print numbers.
auto read_exponent(std::string_view clean) -> std::string {
  const auto at = clean.find_first_of("eE");
  if (at == std::string_view::npos || at == 0 || at + 1 == clean.size()) return {};
  auto exponent = clean.substr(at + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  if (exponent.empty() || exponent.size() > 2 ||
      exponent.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  const bool is_negative = clean.starts_with('-');
  auto digits = clean.substr(is_negative ? 1 : 0, at - (is_negative ? 1 : 0));
  if (digits.find_first_not_of("0123456789.,") != std::string_view::npos) return {};
  const auto use = use_of_signs(digits);
  if (use.commas + use.points > 1) return {};
  std::size_t shift = 0;
  for (const char c : exponent) shift = shift * 10 + static_cast<std::size_t>(c - '0');
  auto value = plain(digits, std::min(digits.find_first_of(".,"), digits.size()), shift);
  if (is_negative && !value.empty() && value != "0") value.insert(0, 1, '-');
  return value;
}

}  // namespace

void amount_signs::look_at(std::string_view cell) {
  const auto found = bare(text::trimmed(cell));
  if (!found) return;
  const auto told = sign_told_by(found->digits);
  if (told.open) return;
  commas += told.decimal == ',' ? 1 : 0;
  points += told.decimal == '.' ? 1 : 0;
}

auto read_amount(std::string_view clean, const amount_signs& column, bool comma_by_default)
    -> amount_reading {
  amount_reading found;
  auto number = bare(clean);
  std::size_t shift = 0;
  if (!number || number->digits.empty() || !take_behind(*number, shift)) {
    found.value = read_exponent(clean);
    return found;
  }
  const auto digits = number->digits;
  auto told = sign_told_by(digits);
  if (told.open) {
    found.unsure = column.commas == column.points;
    const bool comma = found.unsure ? comma_by_default : column.commas > column.points;
    if ((told.decimal == ',') != comma) told.decimal = 0;
  }
  const auto point = told.decimal == 0 ? digits.size() : std::min(digits.rfind(told.decimal), digits.size());
  if (!is_grouped_well(digits, point)) return found;
  if (told.decimal != 0 && digits.find(told.decimal) != point) return found;
  found.value = plain(digits, point, shift);
  if (number->is_negative && !found.value.empty() && found.value != "0") found.value.insert(0, 1, '-');
  found.cleaned = number->has_words;
  return found;
}

}  // namespace waybill::leads
