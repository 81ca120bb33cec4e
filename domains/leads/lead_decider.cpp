#include "domains/leads/lead_decider.hpp"

#include <algorithm>

#include "domains/leads/assignment.hpp"
#include "domains/leads/kind.hpp"
#include "domains/leads/mapping.hpp"
#include "domains/leads/merge.hpp"
#include "domains/leads/record.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t no_key = ~std::size_t{0};

/// Where a record's key stands among its keys: behind its identity, in the order of the bits.
auto place_of(lead_key key, std::uint32_t flags) -> std::size_t {
  if ((flags & key) == 0) return no_key;
  std::size_t place = 1;
  for (const auto before : {key_email, key_phone, key_external_id}) {
    if (before == key) break;
    if ((flags & before) != 0) ++place;
  }
  return place;
}

/// What the keys of a record meet.
struct meeting {
  const known_record* lead = nullptr;  ///< null: nothing
  lead_key by = key_email;
  const known_record* other = nullptr;  ///< another lead; null: there is no other
  lead_key other_by = key_email;
  bool made_here = false;  ///< an earlier record of the import made the first
};

auto words_of(lead_key key) -> std::string_view {
  return key == key_email ? "e-mail address" : key == key_phone ? "telephone number" : "external id";
}

class decider final : public record_decider {
 public:
  decider(const reading_order& order, const import_options& options)
      : duplicates_(options.duplicates),
        keys_(order.findings.empty() ? options.keys : keys_in(options, order.findings)),
        check_file_(options.check_file),
        check_project_(options.check_project),
        turns_(options.assignment.mode == assignment_mode::round_robin ? read_agreed(order.agreed)
                                                                       : agreed_members{}),
        time_(order.import_time) {
    const auto names = [&](lead_field field) {
      return std::find(options.update_fields.begin(), options.update_fields.end(), field) !=
             options.update_fields.end();
    };
    rules_ = {names(lead_field::status), names(lead_field::assigned_to)};
  }

  [[nodiscard]] auto needs_rows() const -> bool override { return duplicates_ == on_duplicate::update; }

  /// Two leads are told by their names.
  [[nodiscard]] auto needs_rows_for(const candidate_chunk& /*chunk*/, const candidate_record& record,
                                    std::span<const known_record> known) const -> bool override {
    return duplicates_ != on_duplicate::create && can_meet(record) && meet(record, known).other != nullptr;
  }

  void decide(const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const override {
    decide_after(0, chunk, record, known, scratch, out);
  }

  void decide_after(std::uint64_t created, const candidate_chunk& chunk, const candidate_record& record,
                    std::span<const known_record> known, std::string& scratch,
                    decided_record& out) const override {
    out.warnings = record.warnings;
    const auto row = chunk.view(record.row);
    if ((record.flags & record_excluded) != 0) return turn_away(outcome::skipped, "excluded", row, out);
    if (!record.fault.empty()) return fail(kind(), chunk, record, out);
    const auto met = duplicates_ == on_duplicate::create ? meeting{} : meet(record, known);
    if (met.lead == nullptr) return create(created, chunk, record, known, scratch, out);
    out.before_at = met.lead->at.at;
    out.before_index = met.lead->at.index;
    if (met.other != nullptr) return refuse_two(met, row, scratch, out);
    if (duplicates_ == on_duplicate::update) return update(record, row, *met.lead, known, scratch, out);
    turn_away(outcome::skipped, met.made_here ? "duplicate_in_file" : "duplicate", row, out);
  }

 private:
  static auto can_meet(const candidate_record& record) -> bool {
    return record.fault.empty() && record.own_keys > 1;
  }

  /// An earlier record of this import made it. (One that it only changed was there before.)
  [[nodiscard]] auto is_made_here(const known_record& one) const -> bool {
    if (!one.of_this_import) return false;
    return one.row.empty() || !view_row(one.row, met_) || met_.created_at == time_;
  }

  [[nodiscard]] auto meet(const candidate_record& record, std::span<const known_record> known) const
      -> meeting {
    meeting found;
    for (const auto key : keys_) {
      const auto place = place_of(key, record.flags);
      if (place >= known.size() || !known[place]) continue;
      const auto& one = known[place];
      const bool made_here = is_made_here(one);
      if (!(made_here ? check_file_ : check_project_)) continue;
      if (found.lead == nullptr) {
        found.lead = &one;
        found.by = key;
        found.made_here = made_here;
      } else if (found.other == nullptr && one.at != found.lead->at) {
        found.other = &one;
        found.other_by = key;
      }
    }
    return found;
  }

  /// Which keys of the record nobody has, and which the lead has that it met.
  static auto holders_of(const candidate_record& record, std::span<const known_record> known,
                         const known_record* lead) -> key_holders {
    unsigned nobody = 0;
    unsigned own = 0;
    for (const auto key : {key_email, key_phone, key_external_id}) {
      const auto place = place_of(key, record.flags);
      if (place == no_key) continue;
      if (place >= known.size() || !known[place])
        nobody |= key;
      else if (lead != nullptr && known[place].at == lead->at)
        own |= key;
    }
    return {static_cast<std::uint8_t>(nobody), static_cast<std::uint8_t>(own)};
  }

  void create(std::uint64_t created, const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const {
    out.what = outcome::created;
    const auto row = chunk.view(record.row);
    const auto holds = holders_of(record, known, nullptr).nobody;
    const bool holds_all = holds == (record.flags & all_keys);
    const auto user = turns_.of(created);
    if (holds_all && user.empty()) {
      out.after = row;
      return;
    }
    scratch.clear();
    with_holds(row, holds, scratch, user);
    const auto size = scratch.size();
    // The keys stand behind the row: both have to live as long.
    if (!holds_all) put_keys(chunk, record, holds, scratch);
    out.after = std::string_view(scratch).substr(0, size);
    if (!holds_all) out.keys = keys_at(scratch, size, scratch.size());
  }

  static void put(const identity& key, std::string& scratch) {
    scratch.append(reinterpret_cast<const char*>(key.data()), key.size());
  }
  static auto keys_at(const std::string& scratch, std::size_t begin, std::size_t end) -> digest_list {
    return {reinterpret_cast<const digest*>(scratch.data() + begin), (end - begin) / sizeof(digest)};
  }

  static void put_keys(const candidate_chunk& chunk, const candidate_record& record, std::uint8_t holds,
                       std::string& scratch) {
    const auto own = chunk.keys_of(record);
    put(own.front(), scratch);
    for (const auto key : {key_email, key_phone, key_external_id})
      if ((holds & key) != 0) put(own[place_of(key, record.flags)], scratch);
  }

  void update(const candidate_record& record, std::string_view row, const known_record& lead,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const {
    released_.clear();
    if (!view_row(row, record_) || !view_row(lead.row, met_) ||
        !merge_lead(record_, record.flags, rules_, holders_of(record, known, &lead), met_, released_))
      return turn_away(outcome::skipped, "unchanged", row, out);
    met_.updated_at = time_;
    scratch.clear();
    encode_row(met_, scratch);
    const auto row_end = scratch.size();
    held_.clear();
    held_keys(met_, held_);
    put(met_.id, scratch);
    for (const auto& key : held_) put(key, scratch);
    const auto keys_end = scratch.size();
    for (const auto& key : released_) put(key, scratch);
    out.what = outcome::updated;
    out.before = lead.row;
    out.after = std::string_view(scratch).substr(0, row_end);
    out.keys = keys_at(scratch, row_end, keys_end);
    out.released = keys_at(scratch, keys_end, scratch.size());
  }

  void refuse_two(const meeting& met, std::string_view row, std::string& scratch, decided_record& out) const {
    turn_away(outcome::failed, "ambiguous_duplicate", row, out);
    scratch.clear();
    if (!put_whose(met.by, *met.lead, "The ", scratch) ||
        !put_whose(met.other_by, *met.other, ", the ", scratch))
      return;
    scratch.append(".");
    out.message = scratch;
  }

  auto put_whose(lead_key key, const known_record& lead, std::string_view begin, std::string& into) const
      -> bool {
    if (!view_row(lead.row, met_)) return false;
    into.append(begin).append(words_of(key)).append(" is that of ");
    into.append(title_of(met_, title_)).append(" (").append(lead_id_of(met_.id)).append(")");
    return true;
  }

  static void turn_away(outcome what, std::string_view code, std::string_view row, decided_record& out) {
    out.what = what;
    out.code = code;
    show_lead(row, out.shown);
  }

  on_duplicate duplicates_;
  std::vector<lead_key> keys_;
  bool check_file_;
  bool check_project_;
  merge_rules rules_;
  turns turns_;
  instant time_;
  mutable row_view record_;
  mutable row_view met_;
  mutable std::vector<identity> released_;
  mutable std::vector<identity> held_;
  mutable std::string title_;
};

}  // namespace

auto lead_decider(const reading_order& order) -> std::unique_ptr<record_decider> {
  return std::make_unique<decider>(order, read_options(order.options));
}

void show_lead(std::string_view row, std::vector<std::string_view>& out) {
  row_view lead;
  if (!view_row(row, lead)) return;
  std::string scratch;
  // Of a row first and last name stand together: nothing is made in `scratch`.
  out.push_back(title_of(lead, scratch));
  out.push_back(lead.value(lead_field::email));
  out.push_back(lead.value(lead_field::phone));
}

}  // namespace waybill::leads
