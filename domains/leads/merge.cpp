#include "domains/leads/merge.hpp"

#include <algorithm>

#include "domains/leads/record.hpp"

namespace waybill::leads {
namespace {

constexpr auto at(lead_field field) -> std::size_t { return static_cast<std::size_t>(field); }

auto key_text(lead_key key, const row_view& of) -> std::string_view {
  if (key == key_email) return of.email_key;
  return key == key_phone ? of.phone_e164 : of.value(lead_field::external_id);
}

/// Fields whose value is their text alone.
constexpr auto is_plain(lead_field field) -> bool {
  return field != lead_field::email && field != lead_field::phone && field != lead_field::country &&
         field != lead_field::source && field != lead_field::status && field != lead_field::assigned_to;
}

class merging {
 public:
  merging(const row_view& record, std::uint32_t flags, row_view& lead)
      : record_(record), flags_(flags), lead_(lead) {}

  auto merge(const merge_rules& rules) -> bool {
    for (const auto field : lead_fields())
      if (is_plain(field)) take(field);
    if ((flags_ & record_tells_source) != 0) take(lead_field::source);
    if (rules.status && (flags_ & record_tells_status) != 0) take(lead_field::status);
    if ((flags_ & record_tells_country) != 0 && lead_.country_code != record_.country_code) {
      lead_.country_code = record_.country_code;
      take(lead_field::country);
    }
    take_email();
    take_phone();
    if (rules.assigned_to && !record_.assigned_to.empty() && record_.assigned_to != lead_.assigned_to) {
      lead_.assigned_to = record_.assigned_to;
      is_new_ = true;
    }
    take_extra();
    return is_new_;
  }

 private:
  void take(lead_field field) {
    const auto text = record_.value(field);
    auto& there = lead_.values[at(field)];
    if (text.empty() || text == there) return;
    there = text;
    is_new_ = true;
  }

  /// The same address in another spelling says nothing new.
  void take_email() {
    if (record_.email_key.empty() || record_.email_key == lead_.email_key) return;
    lead_.email_key = record_.email_key;
    take(lead_field::email);
    is_new_ = true;
  }

  /// Nor does the same number.
  void take_phone() {
    if (record_.phone_e164.empty()) return;
    const bool is_same =
        record_.phone_e164 == lead_.phone_e164 &&
        (record_.phone_extension.empty() || record_.phone_extension == lead_.phone_extension);
    if (is_same) return;
    lead_.phone_e164 = record_.phone_e164;
    lead_.phone_extension = record_.phone_extension;
    take(lead_field::phone);
    is_new_ = true;
  }

  void take_extra() {
    for (const auto& [name, value] : record_.extra) {
      const auto there = std::find_if(lead_.extra.begin(), lead_.extra.end(),
                                      [&](const auto& one) { return one.first == name; });
      if (there != lead_.extra.end() && there->second == value) continue;
      if (there == lead_.extra.end())
        lead_.extra.emplace_back(name, value);
      else
        there->second = value;
      is_new_ = true;
    }
  }

  const row_view& record_;
  std::uint32_t flags_;
  row_view& lead_;
  bool is_new_ = false;
};

/// Keys go with their values; one that another lead holds stays with that.
void move_keys(const row_view& record, const row_view& before, const key_holders& holders, row_view& lead,
               std::vector<identity>& released) {
  for (const auto key : {key_email, key_phone, key_external_id}) {
    const auto now = key_text(key, lead);
    const bool held = (before.holds & key) != 0;
    const bool is_same = now == key_text(key, before);
    if (held && !is_same) released.push_back(key_of(key, key_text(key, before)));
    const bool is_asked = now == key_text(key, record);
    const bool may_hold = is_asked && ((holders.nobody | holders.this_lead) & key) != 0;
    const bool holds = !now.empty() && ((held && is_same) || may_hold);
    lead.holds = static_cast<std::uint8_t>(holds ? lead.holds | key : lead.holds & ~key);
  }
}

}  // namespace

auto merge_lead(const row_view& record, std::uint32_t flags, const merge_rules& rules,
                const key_holders& holders, row_view& lead, std::vector<identity>& released) -> bool {
  const auto before = lead;
  if (!merging(record, flags, lead).merge(rules)) return false;
  move_keys(record, before, holders, lead, released);
  return true;
}

auto common_key(std::span<const lead_key> keys, const row_view& record, const row_view& lead)
    -> std::optional<lead_key> {
  for (const auto key : keys) {
    const auto text = key_text(key, record);
    if (!text.empty() && text == key_text(key, lead)) return key;
  }
  return std::nullopt;
}

}  // namespace waybill::leads
