#include "http/kinds/leads/room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "http/kinds/leads/option_shapes.hpp"
#include "http/kinds/leads/resources.hpp"
#include "http/kinds/leads/review.hpp"
#include "http/openapi.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

constexpr query_words q{
    "q", "Words that stand in name, e-mail, telephone number, external id, company, job title or address.",
    text};
constexpr query_words status{"status", "Only those of this status: its code or its name.", text};
constexpr query_words person{"assigned_to", "Only those of this user, by user name; `none`: nobody's.", text};
constexpr query_words from{"import", "Only those that this import wrote last.", text};
constexpr query_words sort{
    "sort", "In which order; with - in front backwards.",
    R"({"type":"string","enum":["created_at","-created_at","name","-name","updated_at","-updated_at"],"default":"-created_at"})"};
constexpr query_words lang{"lang", "Of the columns' names; absent: as Accept-Language says.",
                           R"({"type":"string","enum":["en","fr"]})"};
constexpr query_words row_state{
    "state", "Only these: valid, invalid, warning, duplicate, excluded, with commas between them.", text};
constexpr query_words cells{"q", "Looked for in all cells.", text};
constexpr std::string_view workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

auto lines() -> std::vector<line> {
  const std::string_view one = "/api/v1/projects/{id}/leads/{lead}";
  return {
      get("/api/v1/projects/{id}/leads", list_leads, "listLeads", "LeadList", "A project's leads.")
          .asks({q, status, person, from, sort, limit, cursor}),
      get("/api/v1/projects/{id}/leads/export.csv", export_leads_csv, "exportLeads", "text/csv",
          "All leads of a list as CSV, in the order in which they were last written.")
          .asks({q, status, person, from, lang})
          .lasts(),
      get("/api/v1/projects/{id}/leads/export.xlsx", export_leads_xlsx, "exportLeadsAsWorkbook", workbook,
          "The same as a workbook.")
          .asks({q, status, person, from, lang})
          .may_answer({413, 507})
          .lasts(),
      get("/api/v1/projects/{id}/leads/template.csv", lead_template_csv, "getLeadTemplate", "text/csv",
          "A table to fill in, with an example row.")
          .asks({lang})
          .lasts(),
      get("/api/v1/projects/{id}/leads/template.xlsx", lead_template_xlsx, "getLeadTemplateWorkbook",
          workbook, "The same as a workbook.")
          .asks({lang})
          .lasts(),
      get(one, get_lead, "getLead", "Lead", "One lead."),
      change(one, change_lead, "changeLead", "Lead",
             "Change fields of a lead; for editors. Values go by the rules of a file's cells.")
          .takes("LeadEdit")
          .may_answer({409}),
      remove(one, delete_lead, "deleteLead", "Delete a lead; for editors. The log keeps what it was."),
      get("/api/v1/projects/{id}/leads/{lead}/history", lead_history, "leadHistory", "LeadHistoryList",
          "Every change of a lead, oldest first.")
          .asks({limit, cursor}),
      get("/projects/{id}/leads", show_page, "", "text/html", "").of_pages(),
      get("/projects/{id}/leads/{lead}", show_page, "", "text/html", "").of_pages(),
  };
}

auto review_lines() -> std::vector<line> {
  const std::string_view whole = "/api/v1/imports/{id}/review";
  return {
      get(whole, get_review, "getReview", "Review",
          "What would happen if the import were committed now, and what it goes by.")
          .may_answer({409}),
      change(
          whole, change_review, "changeReview", "Review",
          "Change mapping, dialect or options; for editors. 202 with the import when its file is read anew.")
          .takes("ReviewWish")
          .may_answer({202, 409}),
      post("/api/v1/imports/{id}/review/keep-mapping", keep_review_mapping, "keepReviewMapping", 200,
           "KeptMappings",
           "Keep what the columns mean with the project: other files of the same header are read so; for "
           "editors.")
          .may_answer({404, 409}),
      get("/api/v1/imports/{id}/review/rows", list_review_rows, "listReviewRows", "ReviewRowList",
          "The rows of the file as they would be taken, in their order.")
          .asks({row_state, cells, lang, limit, cursor})
          .may_answer({409}),
      change("/api/v1/imports/{id}/review/rows/{record}", change_review_row, "changeReviewRow",
             "ReviewChanged", "Write other cells for a record; for editors.")
          .takes("ReviewRowWish")
          .may_answer({409}),
      post("/api/v1/imports/{id}/review/exclude", exclude_review_rows, "excludeReviewRows", 200,
           "ReviewChanged", "Leave many records out; for editors.")
          .takes("ReviewRowsWish")
          .may_answer({404, 409}),
      post("/api/v1/imports/{id}/review/include", include_review_rows, "includeReviewRows", 200,
           "ReviewChanged", "Take many records in again; for editors. Without a wish: all that are left out.")
          .takes("ReviewRowsWish")
          .may_answer({404, 409}),
  };
}

/// What comes of it.
auto commit_lines() -> std::vector<line> {
  return {
      get("/api/v1/imports/{id}/review/errors.csv", review_errors_csv, "getReviewErrors", "text/csv",
          "The rows that cannot be taken, with their errors.")
          .asks({lang})
          .may_answer({409})
          .lasts(),
  };
}

auto all_lines() -> std::vector<line> {
  auto all = lines();
  for (auto& one : review_lines()) all.push_back(std::move(one));
  for (auto& one : commit_lines()) all.push_back(std::move(one));
  return all;
}

// As JSON text: that is how it reads best, and how it comes out.
constexpr const char* shapes = R"json({
"LeadPhone": {"type": "object", "required": ["e164", "as_written", "extension"], "properties": {
  "e164": {"type": ["string", "null"]}, "as_written": {"type": "string"}, "extension": {"type": ["string", "null"]}}},
"LeadPerson": {"type": "object", "required": ["username", "name", "left"], "properties": {
  "username": {"type": "string"}, "name": {"type": "string"},
  "left": {"type": "boolean", "description": "Is no member of the project any more."}}},
"LeadValues": {"type": "object",
  "required": ["external_id", "first_name", "last_name", "email", "phone", "company", "job_title", "address", "city",
    "postal_code", "country", "status", "source", "notes", "assigned_to", "created", "amount", "country_code", "extra"],
  "properties": {"external_id": {"type": ["string", "null"]}, "first_name": {"type": ["string", "null"]},
  "last_name": {"type": ["string", "null"]}, "email": {"type": ["string", "null"]},
  "phone": {"oneOf": [{"$ref": "#/components/schemas/LeadPhone"}, {"type": "null"}]},
  "company": {"type": ["string", "null"]}, "job_title": {"type": ["string", "null"]},
  "address": {"type": ["string", "null"]}, "city": {"type": ["string", "null"]},
  "postal_code": {"type": ["string", "null"]},
  "country": {"type": ["string", "null"], "description": "In the project's language."},
  "country_code": {"type": ["string", "null"]}, "status": {"type": ["string", "null"], "description": "Its code."},
  "source": {"type": ["string", "null"]}, "notes": {"type": ["string", "null"]},
  "assigned_to": {"oneOf": [{"$ref": "#/components/schemas/LeadPerson"}, {"type": "null"}]},
  "created": {"type": ["string", "null"], "description": "The day it came about where it comes from."},
  "amount": {"type": ["string", "null"], "description": "A decimal."},
  "extra": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Columns without a field."}}},
"PlainLead": {"allOf": [{"$ref": "#/components/schemas/LeadValues"}, {"type": "object",
  "required": ["created_at", "updated_at"], "properties": {
  "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}}]},
"Lead": {"allOf": [{"type": "object", "required": ["id", "title", "import", "record"], "properties": {
  "id": {"type": "string"}, "title": {"type": "string", "description": "The name, else a key."},
  "import": {"type": ["string", "null"], "description": "Which wrote it last, a person's changes aside."},
  "record": {"type": ["integer", "null"], "description": "Which of its records."}}},
  {"$ref": "#/components/schemas/PlainLead"}]},
"LeadEdit": {"type": "object", "additionalProperties": false, "properties": {
  "external_id": {"type": ["string", "null"]}, "first_name": {"type": ["string", "null"]},
  "last_name": {"type": ["string", "null"]}, "email": {"type": ["string", "null"]},
  "phone": {"type": ["string", "null"]}, "company": {"type": ["string", "null"]},
  "job_title": {"type": ["string", "null"]}, "address": {"type": ["string", "null"]},
  "city": {"type": ["string", "null"]}, "postal_code": {"type": ["string", "null"]},
  "country": {"type": ["string", "null"]}, "status": {"type": ["string", "null"], "description": "Null: the usual one."},
  "source": {"type": ["string", "null"]}, "notes": {"type": ["string", "null"]},
  "assigned_to": {"type": ["string", "null"], "description": "A member's user name; null: nobody."},
  "created": {"type": ["string", "null"]}, "amount": {"type": ["string", "null"]}}},
"LeadChange": {"type": "object", "required": ["position", "at", "by", "what", "import", "record", "change", "before", "after"],
  "properties": {"position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
  "by": {"type": "string"}, "what": {"type": "string", "enum": ["created", "updated", "deleted"]},
  "import": {"type": ["string", "null"]}, "record": {"type": ["integer", "null"]},
  "change": {"type": ["string", "null"], "description": "The change of many that made it."},
  "before": {"oneOf": [{"$ref": "#/components/schemas/PlainLead"}, {"type": "null"}]},
  "after": {"oneOf": [{"$ref": "#/components/schemas/PlainLead"}, {"type": "null"}]}}}
})json";

constexpr const char* review_shapes = R"json({
"ReviewCounts": {"type": "object",
  "required": ["rows", "valid", "invalid", "warning", "duplicate_in_file", "duplicate", "excluded"],
  "properties": {"rows": {"type": "integer"}, "valid": {"type": "integer"}, "invalid": {"type": "integer"},
  "warning": {"type": "integer"}, "duplicate_in_file": {"type": "integer"}, "duplicate": {"type": "integer"},
  "excluded": {"type": "integer"}}},
"ReviewPlan": {"type": "object", "required": ["create", "update", "skip", "fail"], "properties": {
  "create": {"type": "integer"}, "update": {"type": "integer"},
  "skip": {"type": "integer", "description": "With what is left out."}, "fail": {"type": "integer"}}},
"Review": {"type": "object",
  "required": ["version", "counts", "plan", "dialect", "sheet", "columns", "mapping", "options", "refused_reading", "can_commit", "why_not", "edits"],
  "properties": {"version": {"type": "integer"}, "counts": {"$ref": "#/components/schemas/ReviewCounts"},
  "plan": {"$ref": "#/components/schemas/ReviewPlan"}, "dialect": {"type": ["object", "null"]},
  "sheet": {"description": "Of a workbook."}, "columns": {"description": "Their names."},
  "mapping": {"type": ["array", "null"], "items": {"type": "object"},
    "description": "Of each column: index, field, confidence, why, manual, samples."},
  "options": {"type": "object"}, "can_commit": {"type": "boolean"},
  "refused_reading": {"type": ["object", "null"],
    "description": "Why the file could not be read as was wished last; it is read as before. As why_not."},
  "why_not": {"type": ["object", "null"], "description": "code and message, and the message taken apart."},
  "edits": {"type": "object", "required": ["kept", "left"], "properties": {"kept": {"type": "integer"},
    "left": {"type": "array", "items": {"type": "integer"},
    "description": "Records whose edit does not count, since the file reads otherwise now."}}}}},
"LeadFault": {"type": "object", "required": ["code", "field", "value", "message", "detail"], "properties": {
  "code": {"type": "string"}, "field": {"type": ["string", "null"]}, "value": {"type": "string"},
  "message": {"type": ["string", "null"], "description": "In the asker's language."}, "detail": {"type": ["string", "null"]}}},
"ReviewRowPlan": {"type": "object", "required": ["outcome", "code", "meets", "by", "changes", "assigned_to", "status"],
  "properties": {"outcome": {"type": "string", "enum": ["create", "update", "skip", "fail"]},
  "code": {"type": ["string", "null"]},
  "meets": {"type": ["object", "null"], "description": "A lead (id, title), or an earlier record of the file (record, row)."},
  "by": {"type": ["string", "null"], "description": "email, phone or external_id."},
  "changes": {"type": "object", "additionalProperties": {"type": "object"}, "description": "By field: before, after."},
  "assigned_to": {"type": ["string", "null"]}, "status": {"type": ["string", "null"]}}},
"ReviewRow": {"type": "object",
  "required": ["record", "row", "version", "state", "edited", "edit_left", "cells", "lead", "faults", "warnings", "plan"],
  "properties": {"record": {"type": "integer"}, "row": {"type": "integer"}, "version": {"type": "integer"},
  "state": {"type": "string", "enum": ["valid", "invalid", "excluded"]}, "edited": {"type": "boolean"},
  "edit_left": {"type": "boolean"}, "cells": {"type": "array", "items": {"type": "string"}},
  "lead": {"oneOf": [{"$ref": "#/components/schemas/LeadValues"}, {"type": "null"}]},
  "faults": {"type": "array", "items": {"$ref": "#/components/schemas/LeadFault"}},
  "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/LeadFault"}},
  "plan": {"$ref": "#/components/schemas/ReviewRowPlan"}}},
"ReviewWish": {"type": "object", "required": ["version"], "additionalProperties": false, "properties": {
  "version": {"type": "integer"}, "mapping": {"type": "array", "items": {"type": "object"}},
  "dialect": {"type": "object"}, "options": {"type": "object"}}},
"ReviewRowWish": {"type": "object", "required": ["version", "cells"], "additionalProperties": false, "properties": {
  "version": {"type": "integer", "description": "Of the row."}, "cells": {"type": "object",
  "additionalProperties": {"type": ["string", "null"]}, "description": "By column, from 0; null: as the file has it."}}},
"ReviewRowsWish": {"type": "object", "required": ["version"], "additionalProperties": false, "properties": {
  "version": {"type": "integer"}, "state": {"type": "string"}, "q": {"type": "string"},
  "records": {"type": "array", "items": {"type": "integer"}}}},
"KeptMappings": {"type": "object", "required": ["mappings"], "properties": {
  "mappings": {"type": "integer", "description": "How many the project has now."}}}
})json";

auto schemas() -> nlohmann::ordered_json {
  auto all = nlohmann::ordered_json::parse(shapes);
  all.update(nlohmann::ordered_json::parse(review_shapes));
  all.update(nlohmann::ordered_json::parse(lead_option_shapes), true);
  all["ReviewRowList"] = list_of("ReviewRow");
  all["LeadList"] = list_of("Lead");
  all["LeadHistoryList"] = list_of("LeadChange");
  return all;
}

constexpr auto sentences = std::to_array<reason_words>({
    {"no_lead", "There is no such lead."},
    {"lead_sort_rule", "The parameter 'sort' is created_at, name or updated_at, with - in front backwards."},
    {"lead_value", "The value of '{name}' cannot be taken."},
    {"lead_contact", "A lead has an e-mail address, a telephone number or an external id."},
    {"lead_key_taken", "Another lead has this e-mail address, telephone number or external id."},
    {"lead_row_damaged", "The row of a lead is damaged."},
    {"lead_status_rule", "The parameter 'status' is a status of the project."},
    {"lead_wish", "A change of a lead is a JSON object."},
    {"lead_field", "There is no field '{name}' of a lead."},
    {"lead_text_rule", "'{name}' must be text or null."},
    {"review_state_rule", "'state' is valid, invalid, warning, duplicate or excluded."},
    {"review_which", "Which records are meant is said by 'state', 'q' or 'records'."},
    {"review_records_rule", "'records' is a list of the numbers of records."},
    {"review_cells_rule",
     "'cells' is an object: what stands in a column, by its number, from 0; at least one of the file's."},
    {"review_cell_nul", "A cell has no NUL characters."},
    {"kept_mapping_columns", "The file has too many columns for its mapping to be kept."},
    {"kept_mappings_rule", "'mappings' is a list of at most 50 entries, and at most 64 KiB of them."},
    {"kept_mapping_rule", "'mappings' is a list of objects of 'columns' and 'mapping'."},
    {"kept_mapping_index", "'mappings' has a 'mapping' of more columns than its 'columns'."},
    {"review_cell_rule", "A cell must be text of at most 32,768 bytes, or null."},
    {"review_text_rule", "'{name}' must be text."},
    {"review_records_unread", "The records of the import cannot be read now."},
    {"review_findings_unread", "What was found of the file cannot be read."},
    {"same_file_since",
     "The same file was imported here already, on {name}; with 'allow_duplicate_file' it is taken all the "
     "same."},
    {"leads_members_left", "All to whom leads are to be given have left the project."},
    {"leads_member_missing", "It is not said to whom leads are to be given: name a member."},
    {"leads_identify_nothing",
     "No column holds e-mail addresses, telephone numbers or external ids: say which one does, so that leads "
     "can be told apart."},
    {"mapping_key", "'mapping' has no '{name}': it knows 'index', 'field', 'split' and 'join'."},
    {"mapping_column",
     "'mapping' names the column {name}, but the file has {limit} columns, counted from 0."},
    {"mapping_index", "'mapping' has an 'index' that is none: columns are counted from 0."},
    {"mapping_field", "'mapping' names a 'field' that leads do not have."},
    {"mapping_split",
     "'mapping' splits a column into 'first_name' and 'last_name', or into 'postal_code' and 'city', and "
     "nothing else."},
    {"mapping_join", "'mapping' joins columns into 'address' or 'notes' only."},
    {"mapping_join_many", "'mapping' joins up to 16 columns."},
    {"mapping_join_itself", "'mapping' joins a column with itself."},
    {"mapping_objects", "'mapping' is a list of objects."},
    {"mapping_list", "'mapping' is a list."},
    {"mapping_field_twice", "'mapping' gives the field '{name}' to more than one column."},
    {"mapping_column_twice", "'mapping' names the column {name} more than once."},
    {"leads_no_assignee_column",
     "No column says to whom leads are assigned: say which one does, or assign them otherwise."},
    {"leads_no_header_row", "The file has no row {limit} with names of columns."},
    {"leads_header_rule",
     "The header has more than 16,384 columns, or a name of more than 1 MiB: it cannot be mapped."},
    {"assignment_members", "'members' must be a list of user names, each once."},
    {"assignment_names", "'names' must be an object: a text of the file, and the user name it means."},
    {"assignment_key", "'assignment' has no '{name}': it knows 'mode', 'members', 'even_out' and 'names'."},
    {"review_dialect_object", "'dialect' must be an object."},
    {"review_dialect_key",
     "'dialect' has no '{name}': it knows 'header_rows', 'delimiter', 'quote', 'escape', 'encoding' and "
     "'sheet'."},
    {"review_change_object", "A change of a review is a JSON object."},
    {"review_change_key",
     "A review has no '{name}' to be changed: it knows 'mapping', 'dialect' and 'options'."},
    {"leads_settings_object", "Settings of leads are a JSON object."},
    {"lead_member", "'assigned_to' must be the user name of a member, or null."},
});

}  // namespace

auto leads_room() -> kind_room { return {"leads", all_lines, schemas, sentences, {}}; }

}  // namespace waybill::http
