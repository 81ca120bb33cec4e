#include "domains/leads/edit.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>

#include "domains/leads/mapping.hpp"
#include "domains/leads/values/lead.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::array key_order{key_email, key_phone, key_external_id};
/// `candidate_record::flags` beside `lead_key`: the keys that are new, so many bits higher.
constexpr unsigned new_key_shift = 8;

struct wished_field {
  lead_field field = lead_field::email;
  std::string text;
};

auto read_wish(std::string_view wish) -> result<std::vector<wished_field>> {
  const auto said = nlohmann::json::parse(wish, nullptr, false);
  if (!said.is_object()) return {errc::bad_value, "A change of a lead is a JSON object."};
  std::vector<wished_field> fields;
  for (const auto& [name, value] : said.items()) {
    const auto field = lead_field_of(name);
    if (!field)
      return {errc::unknown_field,
              "There is no field '" + std::string(text::cut_to_bytes(name, 64)) + "' of a lead."};
    if (!value.is_string() && !value.is_null())
      return {errc::bad_value, "'" + name + "' must be text or null."};
    fields.push_back({*field, value.is_null() ? std::string() : value.get<std::string>()});
  }
  return fields;
}

auto key_value(const row_view& row, lead_key which) -> std::string_view {
  return which == key_email   ? row.email_key
         : which == key_phone ? row.phone_e164
                              : row.value(lead_field::external_id);
}

/// The lead with what was read of the fields that are wished; the rest stays as it stands.
class merger {
 public:
  merger(const row_view& present, const std::vector<wished_field>& wish) : row_(present), wish_(wish) {}

  [[nodiscard]] auto is_wished(lead_field field) const -> bool {
    return std::ranges::any_of(wish_, [&](const auto& one) { return one.field == field; });
  }

  auto cells(lead_cells& out) const {
    for (const auto field : lead_fields()) out[at(field)] = row_.value(field);
    for (const auto& one : wish_) out[at(one.field)] = one.text;
    out[at(lead_field::assigned_to)] = {};
  }

  /// Views point into `read`.
  auto merged(const lead_reading& read) const -> row_view {
    auto row = row_;
    for (const auto field : lead_fields())
      if (is_wished(field)) row.values[at(field)] = read.value(field);
    row.values[at(lead_field::assigned_to)] = {};
    if (is_wished(lead_field::email)) row.email_key = read.keys.email;
    if (is_wished(lead_field::phone)) {
      row.phone_e164 = read.keys.phone;
      row.phone_extension = read.phone_extension;
    }
    if (is_wished(lead_field::country)) row.country_code = read.country_code;
    // What a cell holds beside its first value goes there.
    if (is_wished(lead_field::email) || is_wished(lead_field::phone))
      row.values[at(lead_field::notes)] = read.value(lead_field::notes);
    return row;
  }

 private:
  const row_view& row_;
  const std::vector<wished_field>& wish_;
};

/// Faults of what is wished; of the rest nobody asked.
auto faults_of(const lead_reading& read, const merger& of) -> std::vector<lead_fault> {
  std::vector<lead_fault> found;
  for (const auto& fault : read.faults)
    if (fault.field && of.is_wished(*fault.field)) found.push_back(fault);
  for (const auto& warning : read.warnings)
    if (warning.code == lead_code::status_unknown && of.is_wished(lead_field::status))
      found.push_back(warning);
  return found;
}

auto rules_of(const project_settings& project, const status_list& statuses) -> lead_rules {
  lead_rules rules;
  rules.plans = &known_plans();
  rules.statuses = &statuses;
  rules.options.default_region = project.default_country;
  rules.options.default_country.clear();
  rules.options.default_status = project.default_status;
  rules.options.in = project.in;
  rules.options.name_case = false;
  return rules;
}

auto made_edit(const row_view& present, row_view row) -> lead_edit {
  lead_edit made;
  auto& record = made.what.records.emplace_back();
  made.what.add_key(row.id);
  std::uint32_t flags = 0;
  for (const auto which : key_order) {
    const auto value = key_value(row, which);
    if (value.empty()) continue;
    const auto key = key_of(which, value);
    made.what.add_key(key);
    flags |= which;
    if (value == key_value(present, which)) continue;
    flags |= static_cast<std::uint32_t>(which) << new_key_shift;
    made.new_keys.push_back(key);
  }
  record.flags = flags;
  row.holds = 0;
  std::string bytes;
  encode_row(row, bytes);
  record.row = made.what.keep(bytes);
  return made;
}

class hand_decider final : public record_decider {
 public:
  explicit hand_decider(instant now) : now_(now) {}
  [[nodiscard]] auto needs_rows() const -> bool override { return true; }

  void decide(const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const override {
    row_view before;
    row_view after;
    if (!known.front() || !view_row(known.front().row, before) || !view_row(chunk.view(record.row), after))
      return refuse(out, "not_found");
    after.created_at = before.created_at;
    after.updated_at = before.updated_at;
    std::size_t next = 1;
    for (const auto which : key_order) {
      if ((record.flags & which) == 0) continue;
      const auto& holder = known[next++];
      const bool is_own = holder && holder.at == known.front().at;
      if (!holder || is_own)
        after.holds |= which;
      else if ((record.flags >> new_key_shift & which) != 0)
        return refuse(out, "key_taken");
    }
    tell(before, known.front(), after, scratch, out);
  }

 private:
  static void refuse(decided_record& out, std::string_view code) {
    out.what = outcome::failed;
    out.code = code;
  }

  /// Row and keys stand in `scratch`.
  void tell(const row_view& before, const known_record& lead, row_view& after, std::string& scratch,
            decided_record& out) const {
    out.before_at = lead.at.at;
    out.before_index = lead.at.index;
    encode_row(after, scratch);
    if (scratch == lead.row) {
      out.what = outcome::skipped;
      out.code = "unchanged";
      return;
    }
    scratch.clear();
    after.updated_at = std::max(now_, before.updated_at);
    encode_row(after, scratch);
    std::vector<identity> keys{after.id};
    held_keys(after, keys);
    std::vector<identity> released;
    held_keys(before, released);
    std::erase_if(released,
                  [&](const auto& key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); });
    const auto row_bytes = scratch.size();
    for (const auto& key : keys) append(key, scratch);
    for (const auto& key : released) append(key, scratch);
    const auto* const first = reinterpret_cast<const identity*>(scratch.data() + row_bytes);
    out.what = outcome::updated;
    out.before = lead.row;
    out.after = std::string_view(scratch).substr(0, row_bytes);
    out.keys = {first, keys.size()};
    out.released = {first + keys.size(), released.size()};
  }

  static void append(const identity& key, std::string& to) {
    to.append(reinterpret_cast<const char*>(key.data()), key.size());
  }

  instant now_;
};

}  // namespace

auto edit_of(const row_view& present, std::string_view wish, const project_settings& project,
             const member_finder& members) -> result<edit_reading> {
  const auto fields = read_wish(wish);
  if (!fields) return fields.why();
  const merger merging{present, *fields};
  lead_cells cells;
  merging.cells(cells);
  const auto statuses = statuses_of(project);
  lead_reading read;
  read_lead(cells, rules_of(project, statuses), read);
  edit_reading made;
  made.faults = faults_of(read, merging);
  auto row = merging.merged(read);
  std::string person;
  for (const auto& one : *fields) {
    if (one.field != lead_field::assigned_to) continue;
    const auto found = one.text.empty() ? std::optional(std::string()) : members(one.text);
    if (!found) return {errc::bad_value, "'assigned_to' must be the user name of a member, or null."};
    person = *found;
    row.assigned_to = person;
  }
  if (made.faults.empty() && possible_keys(row) == 0)
    made.faults.push_back({lead_code::contact_missing, std::nullopt, {}, {}});
  if (made.faults.empty()) made.edit = made_edit(present, row);
  return made;
}

auto options_of_edits() -> std::string { return R"({"by_hand":true})"; }
auto is_of_edits(std::string_view options) -> bool { return options == options_of_edits(); }
auto edit_decider(instant now) -> std::unique_ptr<record_decider> {
  return std::make_unique<hand_decider>(now);
}

}  // namespace waybill::leads
