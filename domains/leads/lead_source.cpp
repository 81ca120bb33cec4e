// The records of a lead file as candidates.
#include "domains/leads/assignment.hpp"
#include "domains/leads/lead_check.hpp"
#include "domains/leads/lead_file_parts.hpp"
#include "domains/leads/record_codes.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

/// The file is no longer what was checked.
class broken_source final : public record_source {
 public:
  auto next(candidate_chunk& /*into*/) -> step override { return step::broken; }
};

class source final : public record_source {
 public:
  source(std::unique_ptr<lead_reader> from, std::uint64_t record, const reading_order& order)
      : from_(std::move(from)),
        next_(record),
        import_(order.import),
        time_(order.import_time),
        options_(read_options(order.options)),
        agreed_(read_agreed(order.agreed)),
        assignees_(agreed_, options_.assignment),
        layout_(cell_layout::in(order.findings, {}, false)) {}

  auto next(candidate_chunk& into) -> step override {
    const bool is_there = from_->read(next_, read_);
    if (!is_there) return from_->failed() ? step::broken : step::end;
    ++next_;
    auto& record = into.records.emplace_back();
    record.line = read_.row;
    record.end_offset = read_.end_offset;
    record.warnings = warnings();
    record.flags = read_.flags;
    if (read_.excluded) return exclude(into);
    if (!read_.table_fault.empty()) return refuse(read_.table_fault, into);
    if (!read_.valid) return refuse_lead(into);
    return take(into);
  }

 private:
  [[nodiscard]] auto warnings() const -> std::uint32_t {
    auto bits = read_.table_warnings;
    for (const auto* list : {&read_.faults, &read_.warnings})
      for (const auto& one : *list) bits |= warning_of(one.code);
    return bits;
  }

  /// The row, as of a new lead of this import.
  void put_row(candidate_chunk& into) {
    auto& record = into.records.back();
    const auto begin = into.bytes.size();
    id_ = lead_identity(import_, next_ - 1);
    const auto user = assigned(record);
    if (user.empty())
      into.bytes.append(read_.lead);
    else
      with_holds(read_.lead, static_cast<std::uint8_t>(record.flags & all_keys), into.bytes, user);
    record.row = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(into.bytes.size() - begin)};
    make_new(into.bytes.data() + begin, id_, time_);
  }

  /// Whose it is, whatever is there.
  auto assigned(candidate_record& record) -> std::string_view {
    if (options_.assignment.mode == assignment_mode::single)
      return agreed_.given.empty() ? std::string_view{} : std::string_view(agreed_.given.front());
    if (options_.assignment.mode != assignment_mode::by_column || read_.assignee.empty()) return {};
    const auto found = assignees_.find(read_.assignee);
    if (found.user.empty())
      record.warnings |= found.has_left ? warning_assignee_left : warning_assignee_unknown;
    return found.user;
  }

  auto exclude(candidate_chunk& into) -> step {
    into.records.back().flags |= record_excluded;
    if (!read_.lead.empty()) put_row(into);
    return step::record;
  }

  static auto refuse(std::string_view code, candidate_chunk& into) -> step {
    auto& record = into.records.back();
    record.fault = code;
    record.reason = sentence_of_code(code);
    return step::record;
  }

  auto refuse_lead(candidate_chunk& into) -> step {
    const auto& faults = read_.faults;
    const bool has_contact = faults.empty() || faults.back().code != lead_code::contact_missing;
    // That says why it is none at all; the others say why.
    refuse(name_of(has_contact && !faults.empty() ? faults.front().code : lead_code::contact_missing), into);
    show(into);
    for (const auto& one : faults)
      into.add_fault(name_of(one.code), one.field ? name_of(*one.field) : std::string_view{}, one.value);
    return step::record;
  }

  /// Its title, e-mail and telephone number, so far as anything stands there.
  void show(candidate_chunk& into) {
    constexpr std::size_t shown_characters = 200;
    const bool is_row = view_row(read_.lead, row_);
    const auto& cells = layout_.fields_of(read_.cells);
    const auto text_of = [&](lead_field field) {
      const auto value = is_row ? row_.value(field) : std::string_view{};
      return value.empty()
                 ? text::cut_to_characters(formats::trimmed_cell(cells[at(field)]), shown_characters)
                 : value;
    };
    into.show(is_row ? title_of(row_, scratch_) : std::string_view{});
    into.show(text_of(lead_field::email));
    into.show(text_of(lead_field::phone));
  }

  auto take(candidate_chunk& into) -> step {
    put_row(into);
    into.add_key(id_);
    const auto& record = into.records.back();
    if (!view_row(into.view(record.row), row_)) return step::broken;
    if ((record.flags & key_email) != 0) into.add_key(key_of(key_email, row_.email_key));
    if ((record.flags & key_phone) != 0) into.add_key(key_of(key_phone, row_.phone_e164));
    if ((record.flags & key_external_id) != 0)
      into.add_key(key_of(key_external_id, row_.value(lead_field::external_id)));
    return step::record;
  }

  std::unique_ptr<lead_reader> from_;
  std::uint64_t next_;
  import_id import_;
  instant time_;
  import_options options_;
  agreed_members agreed_;
  assignee_finder assignees_;
  cell_layout layout_;  ///< of what cannot be read
  file_record read_;
  identity id_{};
  row_view row_;
  std::string scratch_;
};

}  // namespace

auto lead_records(const reading_start& from, const reading_order& order) -> std::unique_ptr<record_source> {
  auto opened = open_lead_file(order, false);
  if (!opened) return std::make_unique<broken_source>();
  return std::make_unique<source>(*std::move(opened), from.record, order);
}

}  // namespace waybill::leads
