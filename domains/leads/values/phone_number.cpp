#include "domains/leads/values/phone_number.hpp"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>

#include "domains/leads/values/phone_plan.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

namespace library = i18n::phonenumbers;

// The names and steps of this file are those of the library's PhoneNumberUtil::ParseHelper and what it calls
// (phonenumberutil.cc, 8.12.57). A path that leads to a fault there, is seldom gone, or needs a rule that is
// no plain digits, ends here with "ask the library".

constexpr std::size_t least_digits = 7;
constexpr std::size_t most_digits = 20;
constexpr std::size_t longest_national = 17;
constexpr std::size_t longest_code = 3;
/// As in the library's other languages; in this one it looks through whatever it gets, for seconds.
constexpr std::size_t longest_text = 250;

struct written_number {
  std::array<char, most_digits> digits{};
  std::size_t size = 0;
  bool has_plus = false;

  [[nodiscard]] auto text() const -> std::string_view { return {digits.data(), size}; }
};

/// Signs that the library takes between digits, and that mean nothing to it.
auto sign_size(std::string_view text) -> std::size_t {
  constexpr std::string_view signs = " .-()/";
  if (signs.find(text[0]) != std::string_view::npos) return 1;
  return text.starts_with("\u00A0") ? 2 : 0;
}

/// False: there is something else than digits and usual signs, or too little or too much of them.
auto read_digits(std::string_view text, written_number& out) -> bool {
  while (!text.empty()) {
    if (text::is_digit(text[0])) {
      if (out.size == most_digits) return false;
      out.digits[out.size++] = text[0];
      text.remove_prefix(1);
    } else if (text[0] == '+' && out.size == 0 && !out.has_plus) {
      out.has_plus = true;
      text.remove_prefix(1);
    } else if (const auto size = sign_size(text); size > 0) {
      text.remove_prefix(size);
    } else {
      return false;
    }
  }
  return out.size >= least_digits;
}

struct national_number {
  std::size_t code = 0;  ///< of the country
  std::string_view digits;
};

}  // namespace

struct phone_plans::tables : phone_plan_list {
  /// Nothing: the library has to be asked.
  [[nodiscard]] auto parse(const written_number& from, const phone_plan* home) const
      -> std::optional<national_number>;
  [[nodiscard]] auto plan_of(std::string_view region) const -> const phone_plan* {
    const auto at = by_region.find(std::string(region));
    return at == by_region.end() ? nullptr : &plans[at->second];
  }
  [[nodiscard]] auto is_valid_number(const national_number& number) const -> std::optional<bool>;

 private:
  [[nodiscard]] auto with_code(std::string_view digits) const -> std::optional<national_number>;
  [[nodiscard]] auto at_home(std::string_view digits, const phone_plan& home) const
      -> std::optional<national_number>;
  [[nodiscard]] auto main_plan(std::size_t code) const -> const phone_plan* {
    return by_code[code].empty() ? nullptr : &plans[by_code[code][0]];
  }
};

namespace {

/// MaybeStripNationalPrefixAndCarrierCode
auto without_prefix(std::string_view digits, const phone_plan& plan) -> std::string_view {
  if (plan.national_prefix.empty() || !digits.starts_with(plan.national_prefix)) return digits;
  const auto rest = digits.substr(plan.national_prefix.size());
  return matches_any(plan, digits) && !matches_any(plan, rest) ? digits : rest;
}

/// The end of ParseHelper.
auto national_of(std::string_view digits, const phone_plan& plan) -> std::string_view {
  const auto rest = without_prefix(digits, plan);
  const auto verdict = judge_length(plan, rest.size());
  return verdict == length_verdict::possible || verdict == length_verdict::too_long ? rest : digits;
}

auto in_bounds(std::string_view digits) -> bool {
  return digits.size() >= 2 && digits.size() <= longest_national;
}

}  // namespace

/// ExtractCountryCode, and what follows it.
auto phone_plans::tables::with_code(std::string_view digits) const -> std::optional<national_number> {
  if (digits.size() < least_digits || digits[0] == '0') return std::nullopt;
  std::size_t code = 0;
  for (std::size_t size = 1; size <= longest_code; ++size) {
    code = code * 10 + static_cast<std::size_t>(digits[size - 1] - '0');
    const auto* plan = main_plan(code);
    if (plan == nullptr) continue;
    const auto rest = digits.substr(size);
    if (!plan->is_plain || !in_bounds(rest)) return std::nullopt;
    return national_number{code, national_of(rest, *plan)};
  }
  return std::nullopt;
}

/// A number without a country, or with that of its home in front.
auto phone_plans::tables::at_home(std::string_view digits, const phone_plan& home) const
    -> std::optional<national_number> {
  const auto* plan = &home;
  if (digits.starts_with(home.code_digits)) {
    const auto rest = without_prefix(digits.substr(home.code_digits.size()), home);
    if ((!matches_any(home, digits) && matches_any(home, rest)) ||
        judge_length(home, digits.size()) == length_verdict::too_long) {
      digits = rest;
      plan = main_plan(static_cast<std::size_t>(home.country_code));
      if (plan == nullptr || !plan->is_plain) return std::nullopt;
    }
  }
  if (!in_bounds(digits)) return std::nullopt;
  return national_number{static_cast<std::size_t>(home.country_code), national_of(digits, *plan)};
}

auto phone_plans::tables::parse(const written_number& from, const phone_plan* home) const
    -> std::optional<national_number> {
  const auto digits = from.text();
  if (from.has_plus) return with_code(digits);
  if (home == nullptr || !home->is_plain || home->international_prefix.empty()) return std::nullopt;
  const auto prefix = home->international_prefix.size();
  const bool is_abroad = digits.starts_with(home->international_prefix) && digits.size() > prefix;
  if (is_abroad && digits[prefix] != '0') return with_code(digits.substr(prefix));
  return at_home(digits, *home);
}

/// IsValidNumber
auto phone_plans::tables::is_valid_number(const national_number& number) const -> std::optional<bool> {
  const auto& regions = by_code[number.code];
  for (const auto at : regions) {
    const auto& plan = plans[at];
    if (plan.numbers.is_empty()) return std::nullopt;
    if (regions.size() > 1 && plan.has_leading_digits) {
      if (begins_like(plan, number.digits)) return is_valid(plan, number.digits);
    } else if (is_valid(plan, number.digits)) {
      return true;
    }
  }
  return false;
}

phone_plans::phone_plans() : tables_(std::make_unique<const tables>(tables{read_phone_plans()})) {}
phone_plans::~phone_plans() = default;

auto phone_plans::knows(std::string_view region) const -> bool {
  return tables_->by_region.contains(std::string(region));
}

auto phone_plans::fast_plans() const -> std::size_t {
  return static_cast<std::size_t>(std::count_if(tables_->plans.begin(), tables_->plans.end(),
                                                [](const auto& one) { return one.is_plain; }));
}

auto phone_plans::read(std::string_view text, std::string_view region) const -> std::optional<phone_number> {
  written_number written;
  if (!read_digits(text, written)) {
    // Without a digit of ASCII, in ASCII alone, there is no number.
    const bool may_be = std::any_of(text.begin(), text.end(), [](char c) {
      return text::is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    });
    return may_be ? read_by_library(text, region) : std::nullopt;
  }
  const auto number = tables_->parse(written, tables_->plan_of(region));
  const auto is_one = number ? tables_->is_valid_number(*number) : std::nullopt;
  if (!is_one) return read_by_library(text, region);
  if (!*is_one) return std::nullopt;
  phone_number found;
  found.e164.append(1, '+').append(tables_->plans[tables_->by_code[number->code][0]].code_digits);
  found.e164.append(number->digits);
  return found;
}

auto phone_plans::read_by_library(std::string_view text, std::string_view region) const
    -> std::optional<phone_number> {
  if (text.size() > longest_text) return std::nullopt;
  const auto& util = *library::PhoneNumberUtil::GetInstance();
  library::PhoneNumber parsed;
  if (util.Parse(std::string(text), std::string(region), &parsed) !=
          library::PhoneNumberUtil::NO_PARSING_ERROR ||
      !util.IsValidNumber(parsed))
    return std::nullopt;
  phone_number found;
  util.Format(parsed, library::PhoneNumberUtil::E164, &found.e164);
  found.extension = parsed.extension();
  return found;
}

}  // namespace waybill::leads
