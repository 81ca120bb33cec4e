#include "http/kinds/leads/shapes.hpp"

#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

using leads::lead_field;

void write_phone(json_text& to, const leads::row_view& row) {
  to.key("phone");
  if (row.value(lead_field::phone).empty() && row.phone_e164.empty()) {
    to.null();
    return;
  }
  to.begin_object();
  write_text_or_null(to, "e164", row.phone_e164);
  to.field("as_written", row.value(lead_field::phone));
  write_text_or_null(to, "extension", row.phone_extension);
  to.end_object();
}

void write_row(json_text& to, const leads::row_view& row, const lead_people& people) {
  write_values(to, row, people);
  to.field("created_at", to_rfc3339_ms(row.created_at)).field("updated_at", to_rfc3339_ms(row.updated_at));
}

}  // namespace

auto lead_language(language in) -> leads::language {
  return in == language::french ? leads::language::french : leads::language::english;
}

void write_person(json_text& to, std::string_view user, const lead_people& people) {
  if (user.empty()) {
    to.null();
    return;
  }
  const auto& who = people.who(user);
  to.begin_object().field("username", who.username).field("name", who.name);
  to.key("left").raw(who.left ? "true" : "false").end_object();
}

void write_values(json_text& to, const leads::row_view& row, const lead_people& people) {
  for (const auto field : leads::lead_fields()) {
    if (field == lead_field::phone) {
      write_phone(to, row);
    } else if (field == lead_field::assigned_to) {
      to.key("assigned_to");
      write_person(to, row.assigned_to, people);
    } else {
      write_text_or_null(to, leads::name_of(field), row.value(field));
    }
  }
  write_text_or_null(to, "country_code", row.country_code);
  to.key("extra").begin_object();
  for (const auto& [name, value] : row.extra) to.text_key(name).value(value);
  to.end_object();
}

void write(json_text& to, const lead_item& one, const lead_people& people) {
  leads::row_view row;
  static_cast<void>(leads::view_row(one.row, row));
  to.begin_object().field("id", leads::lead_id_of(one.id));
  std::string title;
  to.field("title", leads::title_of(row, title));
  write_row(to, row, people);
  write_text_or_null(to, "import", one.import.value);
  to.key("record");
  if (one.import.value.empty())
    to.null();
  else
    to.value(one.record);
  to.end_object();
}

void write(json_text& to, const lead_change& one, const lead_people& people) {
  write_change(to, one, [&](json_text& into, const std::string& bytes) {
    leads::row_view row;
    static_cast<void>(leads::view_row(bytes, row));
    write_row(into, row, people);
  });
}

void write_fault(json_text& to, const leads::lead_fault& fault, language in) {
  to.begin_object().field("code", leads::name_of(fault.code));
  write_text_or_null(to, "field", fault.field ? leads::name_of(*fault.field) : std::string_view{});
  to.field("value", fault.value).field("message", leads::sentence_of(fault, lead_language(in)));
  write_text_or_null(to, "detail", fault.detail);
  to.end_object();
}

void write_faults(json_text& to, std::string_view name, const std::vector<leads::lead_fault>& faults,
                  language in) {
  to.key(name).begin_list();
  for (const auto& fault : faults) write_fault(to, fault, in);
  to.end_list();
}

}  // namespace waybill::http
