#include <nlohmann/json.hpp>

#include "http/kinds/room.hpp"
#include "http/openapi.hpp"
#include "http/openapi_schemas.hpp"
#include "projections/views.hpp"

namespace waybill::http {
namespace {

// As JSON text: that is how it reads best, and how it comes out.
constexpr const char* control_schemas = R"json({
"Problem": {"type": "object", "required": ["type", "title", "status", "code", "detail"], "properties": {
  "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
  "code": {"type": "string", "description": "Stable; listed in docs/errors.md."}, "detail": {"type": "string"},
  "reason": {"type": "string", "description": "Which sentence the detail is; listed in docs/errors.md."},
  "values": {"type": "object", "description": "What stands in the sentence."}},
  "additionalProperties": {"description": "Some codes say more: docs/errors.md."}},
"Health": {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}},
"NoFields": {"type": "object", "additionalProperties": false},
"SignIn": {"type": "object", "required": ["username", "password"], "additionalProperties": false, "properties": {
  "username": {"type": "string"}, "password": {"type": "string"}}},
"User": {"type": "object", "required": ["id", "username", "role"], "properties": {"id": {"type": "string"},
  "username": {"type": "string"}, "role": {"type": "string", "enum": ["user", "admin"]}}},
"Me": {"allOf": [{"$ref": "#/components/schemas/User"}, {"type": "object", "required": ["usage"], "properties": {
  "display_name": {"type": ["string", "null"]}, "email": {"type": ["string", "null"]},
  "csrf_token": {"type": "string", "description": "When asked by cookie."},
  "usage": {"oneOf": [{"$ref": "#/components/schemas/Usage"}, {"type": "null"}],
    "description": "null: it cannot be told now."}}}]},
"Usage": {"type": "object", "required": ["stored_bytes", "records", "stored_limit_bytes", "records_limit"], "properties": {
  "stored_bytes": {"type": "integer", "description": "Files that wait or are imported, and all that was brought in."},
  "records": {"type": "integer", "description": "In the collections now."},
  "stored_limit_bytes": {"type": ["integer", "null"], "description": "null: no limit."},
  "records_limit": {"type": ["integer", "null"], "description": "null: no limit."}}},
"Session": {"type": "object", "required": ["user", "csrf_token"], "properties": {
  "user": {"$ref": "#/components/schemas/User"}, "csrf_token": {"type": "string"}}},
"NewToken": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "minLength": 1, "maxLength": 100}}},
"Token": {"type": "object", "required": ["id", "name", "created_at"], "properties": {"id": {"type": "string"},
  "name": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}}},
"FreshToken": {"allOf": [{"$ref": "#/components/schemas/Token"}, {"type": "object", "required": ["token"],
  "properties": {"token": {"type": "string"}}}]}
})json";

constexpr const char* import_schemas = R"json({
"Upload": {"type": "object", "required": ["file"], "additionalProperties": false, "properties": {
  "file": {"type": "string", "format": "binary"}, "kind": {"type": "string"},
  "format": {"type": "string", "default": "auto"}, "on_duplicate": {"type": "string",
    "description": "A short way to say the option of that name; what it may be is said by the kind."},
  "options": {"type": "string", "description": "A JSON object.", "contentMediaType": "application/json"},
  "project": {"type": "string", "description": "The project whose import it is, for kinds that live there."}}},
"Kind": {"type": "object", "required": ["name", "enabled", "home", "shown", "names_fields"], "properties": {
  "name": {"type": "string"},
  "enabled": {"type": "boolean", "description": "false: new imports of it are answered with 404."},
  "home": {"type": "string", "enum": ["user", "project", "either"],
    "description": "With whom its imports live: an import into a project has the field `project`."},
  "shown": {"type": "array", "items": {"type": "string"},
    "description": "Keys of a record that hold what it is found by, in the order in which people read them."},
  "names_fields": {"type": "boolean", "description": "Faults tell of which field of a record they are."}}},
"Progress": {"type": "object",
  "required": ["phase", "read", "total", "processed", "created", "updated", "skipped", "failed", "percent", "records_per_second",
    "eta_seconds"],
  "properties": {"phase": {"type": ["string", "null"], "enum": ["parse", "apply", null]},
  "read": {"type": ["integer", "null"], "description": "Records that this phase is through with; null while they are not counted yet."},
  "total": {"type": ["integer", "null"]}, "processed": {"type": "integer"},
  "created": {"type": "integer"}, "updated": {"type": "integer"}, "skipped": {"type": "integer"},
  "failed": {"type": "integer"}, "percent": {"type": ["number", "null"]},
  "records_per_second": {"type": "number"}, "eta_seconds": {"type": ["number", "null"]}}},
"Import": {"type": "object",
  "required": ["id", "kind", "format", "status", "attempt", "project", "started_by", "file", "options", "progress", "error", "pause", "findings", "created_at",
    "started_at", "committed_at", "finished_at", "actions", "links"],
  "properties": {"id": {"type": "string"}, "kind": {"type": "string"}, "format": {"type": "string"},
  "status": {"type": "string", "enum": ["pending", "parsing", "ready", "processing", "paused", "completed", "failed",
    "cancelled", "removed"]},
  "attempt": {"type": "integer"},
  "project": {"type": ["string", "null"], "description": "null: the user's own."},
  "started_by": {"$ref": "#/components/schemas/Person"},
  "file": {"type": "object", "properties": {"name": {"type": "string"}, "size_bytes": {"type": "integer"},
    "sha256": {"type": "string"}}},
  "options": {"type": "object"}, "progress": {"$ref": "#/components/schemas/Progress"},
  "pause": {"type": ["object", "null"], "required": ["by"], "properties": {"by": {"type": "string", "enum": ["person", "system"]},
    "code": {"type": "string"}, "message": {"type": "string"}, "reason": {"type": "string"}, "values": {"type": "object"}, "next_try_at": {"type": "string", "format": "date-time"}},
    "description": "Of a paused import: who paused it. What the system paused goes on by itself at next_try_at."},
  "findings": {"type": ["object", "null"], "description": "What its check found about the file, as the kind tells it."},
  "error": {"type": ["object", "null"], "properties": {"code": {"type": "string"}, "message": {"type": "string"},
    "reason": {"type": "string"}, "values": {"type": "object"}, "record": {"type": "integer"}, "byte_offset": {"type": "integer"}, "line": {"type": "integer"},
    "column": {"type": "integer"}}},
  "created_at": {"type": "string", "format": "date-time"},
  "started_at": {"type": ["string", "null"], "format": "date-time"},
  "committed_at": {"type": ["string", "null"], "format": "date-time", "description": "Of a kind with a review."},
  "finished_at": {"type": ["string", "null"], "format": "date-time"},
  "actions": {"type": "array", "items": {"type": "string"}},
  "position": {"type": "integer", "description": "Of the last event that touched it: of two answers the higher is newer."},
  "links": {"type": "object", "additionalProperties": {"type": "string"}}}},
"Record": {"type": "object",
  "required": ["record", "outcome", "code", "message", "warnings", "identity", "meets"],
  "description": "Beside these, what the record is found by, as its kind names it (GET /api/v1/kinds): texts or null.",
  "properties": {"record": {"type": "integer"},
  "row": {"type": "integer", "description": "Where it stands as its file counts, where that is another number."},
  "outcome": {"type": "string"}, "code": {"type": ["string", "null"]},
  "message": {"type": ["string", "null"]}, "warnings": {"type": "array", "items": {"type": "string"}},
  "field": {"type": ["string", "null"], "description": "The first field that is wrong, where that is known."},
  "faults": {"type": "array", "description": "What is wrong with its fields, where that is known.",
    "items": {"type": "object", "required": ["code", "field", "value", "message"], "properties": {
    "code": {"type": "string"}, "field": {"type": ["string", "null"]}, "value": {"type": ["string", "null"]},
    "message": {"type": ["string", "null"]}}}},
  "cells": {"type": "object", "additionalProperties": {"type": "string"},
    "description": "Of kinds whose files have columns of their own: the cells of the row, by column."},
  "identity": {"type": ["string", "null"]},
  "meets": {"type": ["object", "null"], "required": ["identity"],
    "description": "What was there when it came, under the same identity, and the first text that it is found by.",
    "properties": {"identity": {"type": ["string", "null"]}}, "additionalProperties": {"type": ["string", "null"]}}},
  "additionalProperties": {"type": ["string", "null"]}},
"Event": {"type": "object", "required": ["position", "at", "by", "type", "summary", "data"], "properties": {
  "position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}, "by": {"type": "string"},
  "type": {"type": "string"}, "summary": {"type": "string"}, "data": {"type": "object"}}}
})json";

constexpr const char* account_schemas = R"json({
"PasswordChange": {"type": "object", "required": ["present", "fresh"], "additionalProperties": false, "properties": {
  "present": {"type": "string"}, "fresh": {"type": "string", "minLength": 8, "maxLength": 1024}}},
"NewPassword": {"type": "object", "required": ["password"], "additionalProperties": false, "properties": {
  "password": {"type": "string", "minLength": 8, "maxLength": 1024},
  "revoke_tokens": {"type": "boolean", "default": false}}},
"NewAccount": {"type": "object", "required": ["username", "password"], "additionalProperties": false, "properties": {
  "username": {"type": "string", "minLength": 1, "maxLength": 64}, "password": {"type": "string", "minLength": 8},
  "role": {"type": "string", "enum": ["user", "admin"], "default": "user"}}},
"Account": {"type": "object", "required": ["id", "username", "role", "disabled", "created_at"], "properties": {
  "id": {"type": "string"}, "username": {"type": "string"}, "role": {"type": "string", "enum": ["user", "admin"]},
  "disabled": {"type": "boolean"}, "created_at": {"type": "string", "format": "date-time"},
  "display_name": {"type": ["string", "null"]}, "email": {"type": ["string", "null"]}}},
"OwnedImport": {"type": "object", "required": ["owner", "import"], "properties": {
  "owner": {"type": "object", "required": ["id", "username", "project"], "properties": {"id": {"type": "string"},
    "username": {"type": ["string", "null"]},
    "project": {"type": ["string", "null"], "description": "Name of the project whose it is."}}},
  "import": {"$ref": "#/components/schemas/Import"}}},
"Limits": {"type": "object", "required": ["file_bytes", "records"], "properties": {
  "file_bytes": {"type": "integer"}, "records": {"type": "integer"}}},
"ReadModel": {"type": "object", "properties": {"position": {"type": "integer"}, "lag": {"type": "integer",
  "description": "Events of the log that it does not show yet."}}},
"ServerHealth": {"type": "object", "required": ["caught_up", "log", "projections", "imports", "http"], "properties": {
  "caught_up": {"type": "boolean"},
  "log": {"type": "object", "properties": {"open": {"type": "boolean"}, "position": {"type": "integer"},
    "size_bytes": {"type": "integer"}}},
  "projections": {"type": "object", "properties": {"size_bytes": {"type": "integer"},
    "imports": {"$ref": "#/components/schemas/ReadModel"}, "collections": {"$ref": "#/components/schemas/ReadModel"},
    "search": {"$ref": "#/components/schemas/ReadModel"}}},
  "imports": {"type": "object", "properties": {"running": {"type": "integer"}, "waiting": {"type": "integer"},
    "records_applied": {"type": "integer"}}},
  "http": {"type": "object", "properties": {"streams": {"type": "integer"}}}}},
"PacePoint": {"type": "object", "required": ["at", "processed"], "properties": {
  "at": {"type": "string", "format": "date-time"}, "processed": {"type": "integer"}}},
"ReviewVersion": {"type": "object", "required": ["version"], "additionalProperties": false, "properties": {
  "version": {"type": "integer", "description": "Of the row."}}},
"ReviewChanged": {"type": "object", "required": ["version", "records"], "properties": {
  "version": {"type": "integer", "description": "The present one: of the row, or of the review."},
  "records": {"type": "integer", "description": "How many were meant."}}},
"CommitWish": {"type": "object", "additionalProperties": false, "properties": {"version": {"type": "integer"},
  "expect": {"type": "object", "properties": {"create": {"type": "integer"}, "update": {"type": "integer"},
  "skip": {"type": "integer"}}}, "accept_changed": {"type": "boolean", "default": false}}}
})json";

}  // namespace

auto list_of(const std::string& name) -> nlohmann::ordered_json {
  return {{"type", "object"},
          {"required", {"items", "next_cursor"}},
          {"properties",
           {{"items", {{"type", "array"}, {"items", {{"$ref", "#/components/schemas/" + name}}}}},
            {"next_cursor", {{"type", {"string", "null"}}}}}}};
}

namespace {

/// Those of one of the kinds: each kind describes its own by a name that ends so.
auto options_of_kinds(const nlohmann::ordered_json& all) -> nlohmann::ordered_json {
  auto choice = nlohmann::ordered_json::array();
  for (const auto& [name, one] : all.items())
    if (name.ends_with("ImportOptions")) choice.push_back({{"$ref", "#/components/schemas/" + name}});
  nlohmann::ordered_json options{{"type", "object"}};
  if (!choice.empty()) options["anyOf"] = std::move(choice);
  return options;
}

}  // namespace

auto openapi_schemas() -> nlohmann::ordered_json {
  auto all = nlohmann::ordered_json::parse(control_schemas);
  all.update(nlohmann::ordered_json::parse(import_schemas));
  all["Upload"]["properties"]["kind"]["default"] = default_kind();
  all.update(nlohmann::ordered_json::parse(account_schemas));
  all.update(nlohmann::ordered_json::parse(project_schemas()));
  all.update(nlohmann::ordered_json::parse(file_schemas()));
  all.update(nlohmann::ordered_json::parse(backup_schemas()));
  all["StoredSubmission"]["properties"]["kind"]["default"] = default_kind();
  all["ProjectList"] = list_of("PlainProject");
  all["SeenProjectList"] = list_of("SeenProject");
  all["MemberList"] = list_of("Member");
  all["AccountList"] = list_of("Account");
  all["OwnedImportList"] = list_of("OwnedImport");
  all["Pace"] = list_of("PacePoint");
  all["TokenList"] = list_of("Token");
  all["ImportList"] = list_of("Import");
  all["KindList"] = list_of("Kind");
  all["RecordList"] = list_of("Record");
  all["EventList"] = list_of("Event");
  // A kind may say more of what all have: merged, not replaced.
  for (const auto& room : kind_rooms()) all.update(room.schemas(), true);
  const auto options = options_of_kinds(all);
  all["Import"]["properties"]["options"] = options;
  all["StoredSubmission"]["properties"]["options"] = options;
  all["Upload"]["properties"]["options"]["contentSchema"] = options;
  return all;
}

}  // namespace waybill::http
