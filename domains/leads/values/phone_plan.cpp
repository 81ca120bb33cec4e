#include "domains/leads/values/phone_plan.hpp"

#include <phonenumbers/phonemetadata.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <list>

#include "formats/text.hpp"

// The library's own data. It has no header for them among those it installs; that they still mean what is
// read here, tests hold against its answers.
namespace i18n::phonenumbers {
auto metadata_size() -> int;
auto metadata_get() -> const void*;
}  // namespace i18n::phonenumbers

namespace waybill::leads {
namespace {

namespace library = i18n::phonenumbers;

constexpr std::size_t country_codes = 1000;

auto lengths_of(const auto& list) -> lengths {
  lengths found = 0;
  for (const auto one : list)
    if (one >= 0 && one < 32) found |= lengths{1} << static_cast<unsigned>(one);
  return found;
}

auto are_digits(std::string_view text) -> bool {
  return std::all_of(text.begin(), text.end(), [](char c) { return text::is_digit(c); });
}

/// The first is of any number; the library calls a number valid when it is of one of the others, too.
auto descriptions_of(const library::PhoneMetadata& of) -> std::vector<const library::PhoneNumberDesc*> {
  return {&of.general_desc(), &of.fixed_line(),  &of.mobile(),          &of.toll_free(),
          &of.premium_rate(), &of.shared_cost(), &of.personal_number(), &of.voip(),
          &of.pager(),        &of.uan(),         &of.voicemail()};
}

auto plan_of(const library::PhoneMetadata& of) -> phone_plan {
  phone_plan made;
  made.region = of.id();
  made.country_code = of.country_code();
  made.code_digits = std::to_string(of.country_code());
  if (are_digits(of.international_prefix())) made.international_prefix = of.international_prefix();
  made.national_prefix = of.national_prefix_for_parsing();
  made.possible = lengths_of(of.general_desc().possible_length());
  made.local = lengths_of(of.general_desc().possible_length_local_only());
  made.has_leading_digits = of.has_leading_digits();
  std::vector<std::string_view> patterns;
  for (const auto* one : descriptions_of(of)) {
    patterns.emplace_back(one->national_number_pattern());
    made.kinds.push_back(lengths_of(one->possible_length()));
  }
  const std::string_view leading = of.leading_digits();
  const bool compiled = made.numbers.compile(patterns) && made.leading.compile({&leading, 1});
  made.is_plain = compiled && made.possible > 1 && are_digits(made.national_prefix) &&
                  !of.has_national_prefix_transform_rule();
  return made;
}

}  // namespace

auto judge_length(const phone_plan& plan, std::size_t digits) -> length_verdict {
  const auto bit = digits < 32 ? lengths{1} << digits : 0;
  if ((plan.local & bit) != 0) return length_verdict::local_only;
  if ((plan.possible & bit) != 0) return length_verdict::possible;
  if (bit != 0 && bit < (plan.possible & ~(plan.possible - 1))) return length_verdict::too_short;
  return bit == 0 || bit > plan.possible ? length_verdict::too_long : length_verdict::invalid;
}

auto matches_any(const phone_plan& plan, std::string_view national) -> bool {
  return (plan.numbers.matches(national) & 1U) != 0;
}

auto is_valid(const phone_plan& plan, std::string_view national) -> bool {
  const auto bit = national.size() < 32 ? lengths{1} << national.size() : 0;
  const auto has_length = [&](lengths of) { return of == 0 || (of & bit) != 0; };
  auto matched = plan.numbers.matches(national);
  if ((matched & 1U) == 0 || !has_length(plan.kinds[0])) return false;
  for (std::size_t i = 1; i < plan.kinds.size(); ++i)
    if ((matched >> i & 1U) != 0 && has_length(plan.kinds[i])) return true;
  return false;
}

auto begins_like(const phone_plan& plan, std::string_view national) -> bool {
  return plan.leading.matches_beginning(national) != 0;
}

auto read_phone_plans() -> phone_plan_list {
  phone_plan_list found;
  found.by_code.resize(country_codes);
  library::PhoneMetadataCollection all;
  // Then the library is asked for every number.
  if (!all.ParseFromArray(library::metadata_get(), library::metadata_size())) return found;
  std::unordered_map<int, std::size_t> without_region;
  for (const auto& one : all.metadata()) {
    auto plan = plan_of(one);
    if (plan.region == "001")
      without_region[plan.country_code] = found.plans.size();
    else
      found.by_region[plan.region] = found.plans.size();
    found.plans.push_back(std::move(plan));
  }
  const auto& util = *library::PhoneNumberUtil::GetInstance();
  for (std::size_t code = 1; code < country_codes; ++code) {
    std::list<std::string> regions;
    util.GetRegionCodesForCountryCallingCode(static_cast<int>(code), &regions);
    for (const auto& region : regions) {
      const auto at = found.by_region.find(region);
      if (at != found.by_region.end()) found.by_code[code].push_back(at->second);
    }
    if (const auto at = without_region.find(static_cast<int>(code));
        at != without_region.end() && regions.size() < 2)
      found.by_code[code].assign(1, at->second);
  }
  return found;
}

}  // namespace waybill::leads
