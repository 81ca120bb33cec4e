// Records of a review: which ones, and how they are shown.
#include <algorithm>
#include <array>
#include <functional>

#include "domains/leads/kind.hpp"
#include "domains/leads/record_codes.hpp"
#include "domains/leads/values/cell_text.hpp"
#include "http/kinds/leads/review.hpp"
#include "http/kinds/leads/shapes.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

using leads::lead_field;

constexpr std::uint16_t refused = plan_invalid | plan_excluded;

auto unreadable() -> error { return {errc::corrupt, "The records of the import cannot be read now.", {}}; }

struct state_name {
  std::string_view name;
  std::uint16_t bits;
};
constexpr std::array states{state_name{"invalid", plan_invalid}, state_name{"warning", plan_warning},
                            state_name{"duplicate", plan_duplicate | plan_duplicate_in_file},
                            state_name{"excluded", plan_excluded}};

/// Does a text stand in a cell, however it is spelled? Accents, case and signs aside; what is nothing but
/// signs has to stand there as it is.
class cell_match {
 public:
  explicit cell_match(std::string_view wanted) : wanted_(wanted) { leads::fold(wanted, key_); }
  auto operator()(std::string_view cell) const -> bool {
    if (key_.empty()) return cell.find(wanted_) != std::string_view::npos;
    leads::fold(cell, folded_);
    return folded_.find(key_) != std::string::npos;
  }

 private:
  std::string wanted_;
  std::string key_;
  mutable std::string folded_;
};

auto outcome_word(const planned_record& one) -> std::string_view {
  switch (one.what.what) {
    case outcome::created:
      return "create";
    case outcome::updated:
      return "update";
    case outcome::skipped:
      return "skip";
    case outcome::failed:
      return "fail";
  }
  return "fail";
}

/// A value of a lead in one line, as a change of it is told.
auto plain_value(const leads::row_view& row, lead_field field) -> std::string_view {
  return field == lead_field::phone && row.value(field).empty() ? row.phone_e164 : row.value(field);
}

}  // namespace

auto review_wish::fits(std::uint16_t plan) const -> bool {
  return is_everything() || (plan & any_of) != 0 || (valid && (plan & refused) == 0);
}

auto review_wish_of(std::string_view names, std::string_view text) -> result<review_wish> {
  review_wish wish;
  wish.text = text;
  while (!names.empty()) {
    const auto name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(name.size() + 1, names.size()));
    const auto* const found = std::ranges::find(states, name, &state_name::name);
    if (name == "valid")
      wish.valid = true;
    else if (found != states.end())
      wish.any_of = static_cast<std::uint16_t>(wish.any_of | found->bits);
    else
      return {errc::bad_value, "'state' is valid, invalid, warning, duplicate or excluded."};
  }
  return wish;
}

auto wished_records(const import_review& of, const review_wish& wish, std::uint64_t from, std::size_t limit)
    -> result<std::vector<planned_record>> {
  std::vector<record_run> runs;
  const std::uint16_t bits = wish.valid ? 0 : wish.any_of;
  // What can be taken has no bit of its own: it is what the others are not.
  record_set fits;
  if (wish.valid) {
    fits.add({1, of.plan->counts().records});
    for (const auto& run : of.plan->runs_of(refused)) fits.take_away(run);
    if (wish.any_of != 0)
      for (const auto& run : of.plan->runs_of(wish.any_of)) fits.add(run);
  }
  std::unique_ptr<leads::lead_reader> file;
  if (!wish.text.empty()) {
    auto opened = leads::open_lead_file(of.order, false);
    if (!opened) return std::move(opened).why();
    file = std::move(*opened);
  }
  const cell_match match{wish.text};
  leads::file_record record;
  std::uint64_t next = 0;
  const auto wanted = [&](std::uint64_t number) {
    if (wish.valid && !fits.has(number)) return false;
    if (!file) return true;
    const bool there = number == next ? file->next(record) : file->read(number, record);
    next = number + 1;
    return there && std::ranges::any_of(record.cells, std::cref(match));
  };
  auto found =
      of.plan->records(from, limit, bits, wish.valid || file ? wanted : std::function<bool(std::uint64_t)>{});
  if (found && file && file->failed()) return unreadable();
  return found;
}

review_writer::review_writer(const import_review& of, const lead_people& people, const lead_views& all,
                             language in, std::unique_ptr<leads::lead_reader> file)
    : of_(of),
      people_(people),
      leads_(all),
      in_(in),
      file_(std::move(file)),
      options_(leads::read_options(of.order.options)) {}

auto review_writer::open(const import_review& of, const lead_people& people, const lead_views& all,
                         language in) -> result<review_writer> {
  auto file = leads::open_lead_file(of.order);
  if (!file) return std::move(file).why();
  return review_writer{of, people, all, in, std::move(*file)};
}

auto review_writer::write(json_text& to, const planned_record& one) -> result<done> {
  std::uint64_t met_row = 0;
  met_row_.clear();
  if (one.meets_record != 0 && file_->read(one.meets_record, record_)) {
    met_row = record_.row;
    met_row_ = record_.lead;
  }
  if (!file_->read(one.record, record_)) return unreadable();
  const auto& changes = of_.import.changes;
  const bool changed = changes && changes->records.contains(one.record);
  to.begin_object().field("record", one.record).field("row", record_.row);
  to.field("version", changed ? changes->records.at(one.record).version : std::uint64_t{0});
  to.field("state", (one.plan & plan_excluded) != 0  ? "excluded"
                    : (one.plan & plan_invalid) != 0 ? "invalid"
                                                     : "valid");
  to.key("edited").raw(record_.edited ? "true" : "false");
  to.key("edit_left").raw(record_.edit_left ? "true" : "false");
  write_list(to, "cells", record_.cells);
  leads::row_view lead;
  to.key("lead");
  if (!record_.lead.empty() && leads::view_row(record_.lead, lead)) {
    to.begin_object();
    write_values(to, lead, people_);
    to.end_object();
  } else {
    to.null();
  }
  write_faults(to, one);
  write_warnings(to, one);
  to.key("plan").begin_object().field("outcome", outcome_word(one));
  write_text_or_null(to, "code", one.what.code);
  to.key("meets");
  if (one.meets_record != 0)
    to.begin_object().field("record", one.meets_record).field("row", met_row).end_object();
  else
    write_meets(to, one);
  write_by(to, met_row_);
  write_plan(to, one);
  to.end_object().end_object();
  return done{};
}

/// A lead that is there.
void review_writer::write_meets(json_text& to, const planned_record& one) {
  if (!one.meets) {
    to.null();
    return;
  }
  to.begin_object().field("id", leads::lead_id_of(*one.meets));
  leads::row_view row;
  const auto lead = leads_.get(of_.import.owner, *one.meets);
  if (lead) met_row_ = lead->row;
  std::string title;
  if (lead && leads::view_row(met_row_, row))
    to.field("title", leads::title_of(row, title));
  else
    to.key("title").null();
  to.end_object();
}

/// Which key it is: the first that both have.
void review_writer::write_by(json_text& to, std::string_view met_row) {
  to.key("by");
  leads::row_view met;
  leads::row_view own;
  if (!met_row.empty() && leads::view_row(met_row, met) && leads::view_row(record_.lead, own)) {
    for (const auto key : options_.keys) {
      const auto value = [key](const leads::row_view& row) {
        return key == leads::key_email   ? row.email_key
               : key == leads::key_phone ? row.phone_e164
                                         : row.value(lead_field::external_id);
      };
      if (value(own).empty() || value(own) != value(met)) continue;
      to.value(leads::name_of(key));
      return;
    }
  }
  to.null();
}

void review_writer::write_plan(json_text& to, const planned_record& one) {
  to.key("changes").begin_object();
  if (one.what.what == outcome::updated) write_changes(to, one);
  to.end_object();
  leads::row_view after;
  const bool has_row = !one.what.after.empty() && leads::view_row(one.what.after, after);
  write_text_or_null(to, "assigned_to", has_row ? username(after.assigned_to) : std::string());
  write_text_or_null(to, "status", has_row ? after.value(lead_field::status) : std::string_view{});
}

void review_writer::write_changes(json_text& to, const planned_record& one) {
  leads::row_view before;
  leads::row_view after;
  if (!leads::view_row(one.what.before, before) || !leads::view_row(one.what.after, after)) return;
  const auto tell = [&](std::string_view name, std::string_view was, std::string_view is) {
    if (was == is) return;
    to.key(name).begin_object();
    write_text_or_null(to, "before", was);
    write_text_or_null(to, "after", is);
    to.end_object();
  };
  for (const auto field : leads::lead_fields())
    if (field == lead_field::assigned_to)
      tell("assigned_to", username(before.assigned_to), username(after.assigned_to));
    else
      tell(leads::name_of(field), plain_value(before, field), plain_value(after, field));
}

auto review_writer::username(std::string_view user) const -> std::string {
  if (user.empty()) return {};
  for (const auto& member : of_.members)
    if (member.user.value == user) return member.username;
  return people_.who(user).username;
}

void review_writer::write_faults(json_text& to, const planned_record& one) {
  to.key("faults").begin_list();
  for (const auto& fault : record_.faults) write_fault(to, fault, in_);
  const auto whole = [&](std::string_view code, std::string_view message) {
    to.begin_object().field("code", code).key("field").null().field("value", "");
    to.field("message", message).key("detail").null().end_object();
  };
  if (!record_.table_fault.empty())
    whole(record_.table_fault, sentence_of(leads::kind(), record_.table_fault));
  const bool is_new = (one.plan & plan_invalid) == 0 && one.what.what == outcome::failed;
  if (is_new)
    whole(one.what.code,
          one.what.message.empty() ? sentence_of(leads::kind(), one.what.code) : one.what.message);
  to.end_list();
}

/// Those of values say more than their bit; of the others there is the bit alone.
void review_writer::write_warnings(json_text& to, const planned_record& one) {
  to.key("warnings").begin_list();
  for (const auto& warning : record_.warnings) write_fault(to, warning, in_);
  const auto told = [&](std::string_view name, const auto& list) {
    return std::ranges::any_of(list, [&](const auto& each) { return leads::name_of(each.code) == name; });
  };
  for (const auto name : leads::warning_names(one.what.warnings | record_.table_warnings)) {
    if (told(name, record_.warnings) || told(name, record_.faults)) continue;
    const bool of_person = name.starts_with("assignee_");
    to.begin_object().field("code", name);
    write_text_or_null(to, "field", of_person ? "assigned_to" : std::string_view{});
    to.field("value", of_person ? record_.assignee : std::string_view{});
    to.key("message").null().key("detail").null().end_object();
  }
  to.end_list();
}

}  // namespace waybill::http
