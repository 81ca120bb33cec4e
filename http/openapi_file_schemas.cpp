#include "http/openapi_schemas.hpp"

namespace waybill::http {

auto file_schemas() -> const char* {
  return R"json({
"Bytes": {"type": "string", "format": "binary"},
"FileWish": {"type": "object", "required": ["file_name", "file_type", "purpose"], "additionalProperties": false, "properties": {
  "file_name": {"type": "string"}, "file_type": {"type": "string", "description": "A media type."},
  "purpose": {"type": "string", "minLength": 1, "maxLength": 100},
  "project": {"type": ["string", "null"], "description": "What it is for: the address is good as long as one may import there."}}},
"UploadGrant": {"type": "object", "required": ["file_token", "file_id", "upload_url", "expires_at"], "properties": {
  "file_token": {"type": "string"}, "file_id": {"type": "string"},
  "upload_url": {"type": "string", "description": "A path: PUT the file there. Whoever has it may, once."},
  "expires_at": {"type": "string", "format": "date-time"}}},
"FileProofs": {"type": "object", "required": ["files"], "additionalProperties": false, "properties": {
  "files": {"type": "array", "minItems": 1, "maxItems": 100, "items": {"type": "object", "required": ["checksum"],
    "additionalProperties": false, "description": "Named by its token or its id.", "properties": {
    "file_token": {"type": "string"}, "file_id": {"type": "string"},
    "checksum": {"type": "string", "description": "SHA-256 in hexadecimal digits."}, "size": {"type": "integer"}}}}}},
"PlainFile": {"type": "object", "required": ["id", "name", "size_bytes", "sha256", "purpose", "created_at"], "properties": {
  "id": {"type": "string"}, "name": {"type": "string"},
  "size_bytes": {"type": ["integer", "null"], "description": "null: not all of it is here."},
  "sha256": {"type": ["string", "null"], "description": "null: not all of it is here."},
  "purpose": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}}},
"ConfirmedFiles": {"type": "object", "required": ["confirmed"], "properties": {
  "confirmed": {"type": "array", "items": {"$ref": "#/components/schemas/PlainFile"}}}},
"KeptFile": {"allOf": [{"$ref": "#/components/schemas/PlainFile"}, {"type": "object",
  "required": ["status", "expires_at", "import"], "properties": {
  "status": {"type": "string", "enum": ["waiting", "uploaded", "confirmed", "used"]},
  "expires_at": {"type": "string", "format": "date-time", "description": "Then it is removed, if no import took it."},
  "import": {"type": ["string", "null"], "description": "The import that took it."}}}]},
"ResumableUpload": {"type": "object", "required": ["id", "name", "offset", "length", "file_id", "expires_at"], "properties": {
  "id": {"type": "string"}, "name": {"type": "string"},
  "offset": {"type": "integer", "description": "So many bytes are safe."}, "length": {"type": "integer"},
  "file_id": {"type": ["string", "null"], "description": "null: not all of it is here."},
  "expires_at": {"type": "string", "format": "date-time"}}},
"StoredSubmission": {"type": "object", "required": ["file_id"], "additionalProperties": false, "properties": {
  "file_id": {"type": "string", "description": "A confirmed file; the import takes it."},
  "kind": {"type": "string"}, "format": {"type": "string", "default": "auto"}, "on_duplicate": {"type": "string"},
  "options": {"type": "object"}, "project": {"type": ["string", "null"]}}}
})json";
}

}  // namespace waybill::http
