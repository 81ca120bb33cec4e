#include "domains/leads/columns/sample_shape.hpp"

#include <algorithm>
#include <array>

#include "domains/leads/columns/header_words.hpp"
#include "domains/leads/values/country.hpp"
#include "domains/leads/values/day.hpp"
#include "domains/leads/values/person_name.hpp"
#include "formats/table.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t longest_looked_at = 200;

auto is_letter(char c) -> bool {
  return (text::lower(c) >= 'a' && text::lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

auto digits_in(std::string_view cell) -> std::size_t {
  return static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), text::is_digit));
}

/// One @ with something before it, and a dot behind it: also in `Ada <ada@example.org>`.
auto is_email(std::string_view cell) -> bool {
  const auto at = cell.find('@');
  if (at == std::string_view::npos || at == 0 || cell.find('@', at + 1) != std::string_view::npos)
    return false;
  const auto dot = cell.find('.', at + 2);
  return dot != std::string_view::npos && dot + 2 <= cell.size() - 1;
}

auto is_url(std::string_view cell) -> bool {
  return text::starts_ignoring_case(cell, "http://") || text::starts_ignoring_case(cell, "https://") ||
         text::starts_ignoring_case(cell, "www.");
}

/// `2024-02-31`, `31/02/2024 10:15`, `6.3.24`: two or three numbers with the same sign between.
auto is_date_of_numbers(std::string_view cell) -> bool {
  std::array<std::size_t, 3> lengths{};
  std::size_t part = 0;
  char sign = 0;
  std::size_t at = 0;
  for (; at < cell.size() && part < 3; ++at) {
    const auto c = cell[at];
    if (text::is_digit(c)) {
      ++lengths[part];
      continue;
    }
    if (part == 2 || lengths[part] == 0) break;
    if ((c != '/' && c != '-' && c != '.') || (sign != 0 && c != sign)) return false;
    sign = c;
    ++part;
  }
  if (part != 2 || sign == 0) return false;
  const auto is_day = [](std::size_t n) { return n == 1 || n == 2; };
  const bool year_first = lengths[0] == 4 && is_day(lengths[1]) && is_day(lengths[2]);
  const bool year_last = is_day(lengths[0]) && is_day(lengths[1]) && (lengths[2] == 4 || lengths[2] == 2);
  const auto rest = cell.substr(at);
  return (year_first || year_last) && (rest.empty() || rest[0] == ' ' || rest[0] == 'T' || rest[0] == ',');
}

/// `19 mars 2024`, `Mar 19, 2024 at 10:15` too: what the values are read as. Digits and signs alone may be
/// anything.
auto is_date(std::string_view cell) -> bool {
  if (is_date_of_numbers(cell)) return true;
  return std::any_of(cell.begin(), cell.end(), is_letter) && digits_in(cell) > 0 &&
         !read_day(cell, {}, day_order::day_first).value.empty();
}

auto without_phone_prefix(std::string_view cell) -> std::string_view {
  for (const std::string_view prefix : {"p:", "t:", "tel:", "'"})
    if (text::starts_ignoring_case(cell, prefix)) return text::trimmed(cell.substr(prefix.size()));
  return cell;
}

/// Digits and the signs of telephone numbers.
auto phone_shape(std::string_view cell) -> std::uint32_t {
  const auto number = without_phone_prefix(cell);
  constexpr std::string_view signs = "+()-./ \xC2\xA0";
  const auto is_part = [&](char c) { return text::is_digit(c) || signs.find(c) != std::string_view::npos; };
  const auto digits = digits_in(number);
  if (digits < 8 || digits > 15 || !std::all_of(number.begin(), number.end(), is_part) || is_date(cell))
    return 0;
  if (!text::is_digit(number[0]) && number[0] != '+' && number[0] != '(') return 0;
  const bool plain = digits == number.size();
  const bool begins =
      number[0] == '+' || number[0] == '0' || number[0] == '(' || number.size() != cell.size();
  return like_phone | (begins || !plain ? static_cast<std::uint32_t>(like_written_phone) : 0U);
}

/// As a spreadsheet spoils them: 3,36E+10
auto is_damaged_number(std::string_view cell) -> bool {
  const auto e = cell.find_first_of("eE");
  return e != std::string_view::npos && e > 0 && cell.find('+', e) == e + 1 && text::is_digit(cell[0]) &&
         digits_in(cell) + 3 >= cell.size();
}

auto is_number(std::string_view cell) -> bool {
  constexpr std::string_view signs = " .,'-+%$\xC2\xA0\xE2\x80\xAF\x82\xAC\xC2\xA3k";
  auto number = cell;
  for (const std::string_view unit : {"EUR", "USD", "GBP", "CHF", "euros", "HT", "TTC"})
    if (number.ends_with(unit)) number = text::trimmed(number.substr(0, number.size() - unit.size()));
  return digits_in(number) > 0 && std::all_of(number.begin(), number.end(), [&](char c) {
           return text::is_digit(c) || signs.find(c) != std::string_view::npos;
         });
}

/// `75001`, `1000`, `F-75001`, `12345-6789`, `SW1A 1AA`, `K1A 0B1`, `1012 AB`: A letter, 9 a digit.
auto is_postal_code(std::string_view cell) -> bool {
  std::string shape;
  for (const char c : cell) {
    if (text::is_digit(c))
      shape += '9';
    else if (is_letter(c))
      shape += 'A';
    else
      shape += c;
  }
  for (const std::string_view known : {"9999", "99999", "A-99999", "A-9999", "99999-9999", "99 999", "999 99",
                                       "A9A 9A9", "A9A9A9", "AA9 9AA", "AA99 9AA", "A9 9AA", "A99 9AA",
                                       "AA9A 9AA", "A9A 9AA", "9999 AA", "9999AA", "99-999", "9999-999"})
    if (shape == known) return true;
  return false;
}

auto is_yes_or_no(const std::string& normalized) -> bool {
  constexpr std::array<std::string_view, 10> words{"oui",   "non",  "yes",  "no", "true",
                                                   "false", "vrai", "faux", "o",  "n"};
  return std::find(words.begin(), words.end(), normalized) != words.end();
}

auto is_several_words(std::string_view cell) -> bool {
  if (!std::all_of(cell.begin(), cell.end(),
                   [](char c) { return is_letter(c) || c == ' ' || c == '-' || c == '\'' || c == '.'; }))
    return false;
  const auto spaces = std::count(cell.begin(), cell.end(), ' ');
  return spaces >= 1 && spaces <= 3;
}

/// What only these fields hold.
struct typical {
  lead_field field;
  std::uint32_t shape;
};
constexpr std::array typicals{typical{lead_field::email, like_email},
                              typical{lead_field::phone, like_phone | like_written_phone},
                              typical{lead_field::postal_code, like_postal_code},
                              typical{lead_field::country, like_country},
                              typical{lead_field::created, like_date | like_bare_day},
                              typical{lead_field::amount, like_number}};

/// What a field that has no values of its own never holds.
auto never_in(lead_field field) -> std::uint32_t {
  constexpr std::uint32_t never = like_yes_or_no | like_salutation;
  switch (field) {
    case lead_field::external_id:
      return like_yes_or_no | like_date | like_salutation;
    case lead_field::notes:
      return like_salutation;
    case lead_field::assigned_to:
      return never | like_url | like_date | like_written_phone;
    case lead_field::source:
      return never | like_email | like_date | like_written_phone;
    case lead_field::status:
      return never | like_email | like_url | like_date | like_written_phone;
    case lead_field::address:
      return never | like_email | like_url | like_date | like_written_phone | like_number;
    default:
      return never | like_email | like_url | like_date | like_written_phone | like_number;
  }
}

}  // namespace

auto shape_of(std::string_view cell, const column_dictionary& dictionary) -> std::uint32_t {
  if (cell.size() > longest_looked_at) return 0;
  std::uint32_t shape = phone_shape(cell);
  const auto normalized = normalized_header(cell);
  if (is_email(cell)) shape |= like_email;
  if (is_url(cell)) shape |= like_url;
  if (is_date(cell)) shape |= like_date;
  if (is_bare_day(cell)) shape |= like_bare_day;
  if (is_damaged_number(cell)) shape |= like_phone | like_number;
  if (is_number(cell) && (shape & (like_date | like_written_phone)) == 0) shape |= like_number;
  if (is_postal_code(cell)) shape |= like_postal_code;
  if (is_yes_or_no(normalized)) shape |= like_yes_or_no;
  if (dictionary.is_salutation(normalized)) shape |= like_salutation;
  if (country_of(cell) != nullptr) shape |= like_country;
  if (is_several_words(cell)) shape |= like_several_words;
  return shape;
}

column_samples::column_samples(std::span<const std::string> samples, const column_dictionary& dictionary)
    : given_(samples.size()) {
  for (const auto& sample : samples) {
    const auto cell = formats::trimmed_cell(sample);
    if (!is_no_name(cell)) shapes_.push_back(shape_of(cell, dictionary));
  }
}

auto column_samples::percent(std::uint32_t shape) const -> int {
  if (shapes_.empty()) return 0;
  const auto like =
      std::count_if(shapes_.begin(), shapes_.end(), [&](auto one) { return (one & shape) != 0; });
  return static_cast<int>(100 * like / static_cast<std::ptrdiff_t>(shapes_.size()));
}

auto column_samples::confirms(lead_field field) const -> int {
  if (shapes_.empty()) return -1;
  const auto* const at =
      std::find_if(typicals.begin(), typicals.end(), [&](const typical& one) { return one.field == field; });
  return at == typicals.end() ? -1 : percent(at->shape);
}

auto column_samples::contradicts(lead_field field) const -> int {
  if (shapes_.empty()) return 0;
  const auto* const at =
      std::find_if(typicals.begin(), typicals.end(), [&](const typical& one) { return one.field == field; });
  if (at == typicals.end()) return percent(never_in(field));
  // What is plainly something else, and not this too.
  constexpr std::uint32_t plain =
      like_email | like_url | like_date | like_yes_or_no | like_salutation | like_written_phone;
  const auto other = std::count_if(shapes_.begin(), shapes_.end(),
                                   [&](auto one) { return (one & at->shape) == 0 && (one & plain) != 0; });
  return static_cast<int>(100 * other / static_cast<std::ptrdiff_t>(shapes_.size()));
}

}  // namespace waybill::leads
