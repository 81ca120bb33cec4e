#include "domains/leads/values/lead.hpp"

#include <algorithm>

#include "domains/leads/values/cell_text.hpp"
#include "domains/leads/values/person_name.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t told_characters = 200;

/// Reads one row, field by field. The country first: others depend on it.
class row_reader {
 public:
  row_reader(const lead_cells& cells, const lead_rules& rules, lead_reading& out)
      : cells_(cells), rules_(rules), options_(rules.options), out_(out) {}

  void read() {
    read_notes();  // to which others add
    read_country();
    read_external_id();
    read_name(lead_field::first_name);
    read_name(lead_field::last_name);
    for (const auto field : {lead_field::company, lead_field::job_title, lead_field::address,
                             lead_field::city, lead_field::source, lead_field::assigned_to})
      read_text(field);
    if (out_.value(lead_field::source).empty()) value(lead_field::source) = options_.default_source;
    read_email_cell();
    read_phone_cell();
    read_postal_code_cell();
    read_status();
    read_created();
    read_amount_cell();
    judge();
  }

 private:
  [[nodiscard]] auto cell(lead_field of) const -> std::string_view { return cells_[at(of)]; }
  auto value(lead_field of) -> std::string& { return out_.values[at(of)]; }

  void tell(lead_code code, lead_field field, std::string_view detail = {}) {
    auto& list = is_fault(code) ? out_.faults : out_.warnings;
    list.push_back({code, field, text::repaired_utf8(text::cut_to_characters(cell(field), told_characters)),
                    std::string(detail)});
  }

  /// The cell without blanks and what spreadsheets leave. Empty: there is nothing in it to be read.
  auto cleaned(lead_field field, line_breaks breaks = line_breaks::are_blanks) -> std::string_view {
    auto text = clean_text(cell(field), breaks, out_.scratch.text);
    if (text.empty()) return text;
    if (text[0] == '=' || (text[0] == '\'' && is_code(field))) text = without_text_marks(text);
    if (text.starts_with('#') && is_cell_error(text)) {
      tell(lead_code::cell_error, field);
      return {};
    }
    return takes_several(field) ? text : first_of(text, field);
  }
  /// Those that have rules of their own for a cell with several values; notes are a text.
  static auto takes_several(lead_field field) -> bool {
    return field == lead_field::email || field == lead_field::phone || field == lead_field::notes;
  }
  /// `Paris ::: Lyon`: the first value; the others go to the notes.
  auto first_of(std::string_view text, lead_field field) -> std::string_view {
    if (text.find(":::") == std::string_view::npos) return text;
    std::vector<std::string> others;
    const auto parts = parts_of_several(text);
    for (std::size_t i = 1; i < parts.size(); ++i)
      if (parts[i] != parts[0]) others.emplace_back(parts[i]);
    note_others(field, others);
    return parts.empty() ? std::string_view{} : parts[0];
  }
  /// Of these an apostrophe in front is the sign of a spreadsheet, not a part.
  static auto is_code(lead_field field) -> bool {
    return field != lead_field::first_name && field != lead_field::last_name &&
           field != lead_field::company && field != lead_field::job_title && field != lead_field::notes &&
           field != lead_field::city && field != lead_field::address && field != lead_field::email;
  }

  /// The same with full-width digits and signs as those of ASCII.
  auto cleaned_number(lead_field field) -> std::string_view {
    return narrowed(cleaned(field), out_.scratch.narrow);
  }

  auto is_too_long(std::string_view text, lead_field field) -> bool {
    const auto limit = length_limit(field);
    if (text.size() <= limit || count_characters(text) <= limit) return false;
    tell(lead_code::too_long, field, std::to_string(limit));
    return true;
  }

  void read_country() {
    const auto told = out_.warnings.size();
    const auto text = cleaned(lead_field::country);
    if (cell(lead_field::country).empty() || (text.empty() && out_.warnings.size() == told)) {
      country_ = country_of_code(options_.default_country);
    } else if (!text.empty() && !is_too_long(text, lead_field::country)) {
      country_ = text.size() == 2 ? country_of_code(text) : nullptr;
      if (country_ == nullptr) country_ = country_of(text);
      if (country_ == nullptr) tell(lead_code::country_unknown, lead_field::country);
      is_country_told_ = true;
    }
    if (country_ == nullptr) return;
    value(lead_field::country) = name_of(*country_, options_.in);
    out_.country_code = country_->code;
  }

  void read_external_id() {
    const auto text = cleaned(lead_field::external_id);
    if (text.empty() || is_too_long(text, lead_field::external_id)) return;
    if (is_damaged_number(text)) return tell(lead_code::number_damaged, lead_field::external_id);
    if (is_no_name(text)) return;
    value(lead_field::external_id) = text;
    out_.keys.external_id = text;
  }

  void read_name(lead_field field) {
    const auto text = cleaned(field);
    if (text.empty() || is_too_long(text, field) || is_no_name(text)) return;
    if (options_.name_case)
      title_case(text, value(field));
    else
      value(field) = text;
  }

  void read_text(lead_field field) {
    const auto text = cleaned(field);
    if (text.empty() || is_too_long(text, field) || !says_anything(text)) return;
    value(field) = text;
  }

  void read_notes() {
    const auto text = cleaned(lead_field::notes, line_breaks::are_kept);
    if (!text.empty() && !is_too_long(text, lead_field::notes)) value(lead_field::notes) = text;
  }

  /// Further values of a cell that takes one.
  void note_others(lead_field field, const std::vector<std::string>& others) {
    if (others.empty()) return;
    std::string all;
    for (const auto& one : others) all.append(all.empty() ? "" : ", ").append(one);
    tell(lead_code::several_values, field, all);
    auto& notes = value(lead_field::notes);
    if (!notes.empty()) notes.push_back('\n');
    const bool is_french = options_.in == language::french;
    if (field == lead_field::email || field == lead_field::phone) {
      notes.append(is_french ? "Autre " : "Other ");
      notes.append(field == lead_field::email ? "e-mail" : is_french ? "téléphone" : "telephone");
    } else {
      notes.append(label_of(field, options_.in)).append(is_french ? " (autre)" : " (other)");
    }
    notes.append(is_french ? " : " : ": ").append(all);
  }

  void read_email_cell() {
    const auto text = cleaned(lead_field::email);
    if (text.empty()) return;
    auto& found = out_.scratch.email;
    read_email(text, found);
    if (found.address.empty()) {
      if (!is_too_long(text, lead_field::email)) tell(lead_code::invalid_email, lead_field::email);
      return;
    }
    if (found.cleaned) tell(lead_code::value_cleaned, lead_field::email, found.address);
    note_others(lead_field::email, found.others);
    const auto domain = std::string_view(found.address).substr(found.address.rfind('@') + 1);
    if (const auto likely = likely_domain(domain); !likely.empty()) {
      const auto local = found.address.substr(0, found.address.size() - domain.size());
      tell(lead_code::email_typo, lead_field::email, local + std::string(likely));
    }
    value(lead_field::email) = found.address;
    out_.keys.email = found.key;
  }

  /// A national number that the lead's own country does not have: somebody should have a look.
  [[nodiscard]] auto is_of_project(const phone_reading& found, std::string_view own) const -> bool {
    if (own.empty() || own == options_.default_region || found.as_written.starts_with('+')) return false;
    return !rules_.plans->read(found.as_written, own) &&
           rules_.plans->read(found.as_written, options_.default_region) == found.number;
  }

  void read_phone_cell() {
    const auto text = cleaned(lead_field::phone, line_breaks::are_kept);
    if (text.empty()) return;
    if (is_damaged_number(text)) return tell(lead_code::number_damaged, lead_field::phone);
    auto& found = out_.scratch.phone;
    const auto own = is_country_told_ && country_ != nullptr ? country_->code : std::string_view{};
    read_phone(text, *rules_.plans, {own.empty() ? options_.default_region : own, options_.default_region},
               found);
    if (!found.number) {
      if (!is_too_long(text, lead_field::phone)) tell(lead_code::invalid_phone, lead_field::phone);
      return;
    }
    if (count_characters(found.as_written) > length_limit(lead_field::phone))
      found.as_written = found.number->e164;
    if (found.cleaned) tell(lead_code::value_cleaned, lead_field::phone, found.as_written);
    if (!found.cleaned && is_of_project(found, own))
      tell(lead_code::value_cleaned, lead_field::phone, found.number->e164);
    note_others(lead_field::phone, found.others);
    value(lead_field::phone) = found.as_written;
    out_.keys.phone = found.number->e164;
    out_.phone_extension = found.number->extension;
  }

  void read_postal_code_cell() {
    const auto text = cleaned_number(lead_field::postal_code);
    if (text.empty() || is_too_long(text, lead_field::postal_code)) return;
    auto found = read_postal_code(text, country_);
    if (found.value.empty()) return tell(lead_code::invalid_postal_code, lead_field::postal_code);
    if (found.completed) tell(lead_code::postal_code_completed, lead_field::postal_code, found.value);
    if (found.cleaned) tell(lead_code::value_cleaned, lead_field::postal_code, found.value);
    value(lead_field::postal_code) = std::move(found.value);
  }

  void read_status() {
    const auto text = cleaned(lead_field::status);
    const auto* status = text.empty() ? nullptr : rules_.statuses->find(text);
    if (!text.empty() && status == nullptr)
      tell(lead_code::status_unknown, lead_field::status, options_.default_status);
    value(lead_field::status) = status == nullptr ? options_.default_status : status->code;
  }

  void read_created() {
    const auto text = cleaned_number(lead_field::created);
    if (text.empty()) return;
    const bool month_first = options_.default_region == "US" || options_.default_region == "PH";
    auto found = read_day(text, rules_.columns.created,
                          month_first ? day_order::month_first : day_order::day_first, options_.latest_year);
    if (found.value.empty()) return tell(lead_code::invalid_date, lead_field::created);
    if (found.unsure) tell(lead_code::date_order_unsure, lead_field::created, found.value);
    value(lead_field::created) = std::move(found.value);
  }

  void read_amount_cell() {
    const auto text = cleaned_number(lead_field::amount);
    if (text.empty()) return;
    const bool comma = !writes_points(options_.default_region);
    auto found = read_amount(text, rules_.columns.amount, comma);
    if (found.value.empty()) return tell(lead_code::invalid_amount, lead_field::amount);
    if (found.unsure || found.cleaned) tell(lead_code::value_cleaned, lead_field::amount, found.value);
    value(lead_field::amount) = std::move(found.value);
  }

  /// Where a point stands before decimals.
  static auto writes_points(std::string_view region) -> bool {
    for (const std::string_view one :
         {"US", "GB", "IE", "CA", "AU", "NZ", "IN", "CH", "LI", "MX", "JP", "CN", "SG"})
      if (region == one) return true;
    return false;
  }

  void judge() {
    const bool identified = out_.has_key();
    if (!identified) out_.faults.push_back({lead_code::contact_missing, std::nullopt, {}, {}});
    out_.valid = identified && (!options_.strict || out_.faults.empty());
  }

  const lead_cells& cells_;
  const lead_rules& rules_;
  const lead_options& options_;
  lead_reading& out_;
  const country* country_ = nullptr;
  bool is_country_told_ = false;
};

}  // namespace

void lead_columns::look_at(const lead_cells& cells) {
  created.look_at(cells[at(lead_field::created)]);
  amount.look_at(cells[at(lead_field::amount)]);
}

void read_lead(const lead_cells& cells, const lead_rules& rules, lead_reading& out) {
  for (auto& one : out.values) one.clear();
  out.phone_extension.clear();
  out.country_code.clear();
  out.keys.email.clear();
  out.keys.phone.clear();
  out.keys.external_id.clear();
  out.faults.clear();
  out.warnings.clear();
  row_reader(cells, rules, out).read();
}

auto read_lead(const lead_cells& cells, const lead_rules& rules) -> lead_reading {
  lead_reading found;
  read_lead(cells, rules, found);
  return found;
}

}  // namespace waybill::leads
