#include "http/openapi_schemas.hpp"

namespace waybill::http {

auto backup_schemas() -> const char* {
  return R"json({
"RunningBackup": {"type": "object", "required": ["by", "began_at", "bytes_done", "bytes_total"], "properties": {
  "by": {"type": ["string", "null"], "description": "User name; null: the server, whose time for one had come."},
  "began_at": {"type": "string", "format": "date-time"}, "bytes_done": {"type": "integer"},
  "bytes_total": {"type": "integer", "description": "0: not known yet."}}},
"BegunBackup": {"type": "object", "required": ["running"], "properties": {
  "running": {"$ref": "#/components/schemas/RunningBackup"}}},
"ToldBackup": {"type": "object", "required": ["at", "by", "status"], "properties": {
  "at": {"type": "string", "format": "date-time", "description": "When it ended."},
  "by": {"type": ["string", "null"], "description": "User name; null: the server, or the command line."},
  "status": {"type": "string", "enum": ["finished", "failed", "restored"],
    "description": "restored: not made here; the server's log came out of it."},
  "began_at": {"type": "string", "format": "date-time"}, "number": {"type": "integer"},
  "position": {"type": "integer", "description": "The last event in it."}, "seal": {"type": "string"},
  "files": {"type": "integer"}, "size_bytes": {"type": "integer"},
  "copied_bytes": {"type": "integer", "description": "What no earlier one had."},
  "missing_files": {"type": "integer", "description": "Uploaded files that were gone before they could be copied."},
  "paused_imports": {"type": "integer"},
  "code": {"type": "string"}, "message": {"type": "string"}}},
"Operation": {"type": "object", "required": ["position", "at", "by", "verb", "subject", "subject_name", "value"], "properties": {
  "position": {"type": "integer", "description": "Where the event stands in the log."},
  "at": {"type": "string", "format": "date-time"},
  "by": {"type": "string", "description": "The operator's name, as their console claimed."},
  "verb": {"type": "string"},
  "subject": {"type": ["string", "null"], "description": "Id of an import or an account; null: the whole server."},
  "subject_name": {"type": ["string", "null"], "description": "Of an account: its user name."},
  "value": {"type": ["string", "null"]}}},
"OperationList": {"type": "object", "required": ["items", "next_cursor"], "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Operation"}}, "next_cursor": {"type": ["string", "null"]}}},
"BackupList": {"type": "object", "required": ["folder", "every_hours", "running", "items"], "properties": {
  "folder": {"type": ["string", "null"], "description": "Where they are written; null: the server makes none."},
  "every_hours": {"type": "integer", "description": "0: only when somebody asks."},
  "running": {"anyOf": [{"$ref": "#/components/schemas/RunningBackup"}, {"type": "null"}]},
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/ToldBackup"}}}}
})json";
}

}  // namespace waybill::http
