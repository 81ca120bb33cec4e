// Options of an import of leads, as the API's description tells them.
#pragma once

namespace waybill::http {

// As JSON text: that is how it reads best, and how it comes out.
inline constexpr const char* lead_option_shapes = R"json({
"LeadSettings": {"type": "object", "properties": {
  "statuses": {"type": "array", "items": {"type": "object", "required": ["code", "en", "fr"], "properties": {
    "code": {"type": "string"}, "en": {"type": "string"}, "fr": {"type": "string"}}}},
  "default_status": {"type": ["string", "null"]}, "default_country": {"type": ["string", "null"]},
  "language": {"type": "string"},
  "mappings": {"type": "array", "items": {"type": "object"}, "description": "What people decided of columns."},
  "add_mapping": {"type": "object", "writeOnly": true}}},
"ProjectDetails": {"properties": {"leads": {"$ref": "#/components/schemas/LeadSettings"}}},
"PlainProject": {"properties": {"leads": {"$ref": "#/components/schemas/LeadSettings"}}},
"LeadImportOptions": {"type": "object", "description": "docs/leads.md", "properties": {
  "keys": {"type": "array", "items": {"type": "string", "enum": ["email", "phone", "external_id"]},
    "description": "By which leads are recognised, in order."},
  "on_duplicate": {"type": "string", "enum": ["skip", "update", "create"], "default": "skip"},
  "update_fields": {"type": "array", "items": {"type": "string"},
    "description": "`status` and `assigned_to` are updated only when they are named here."},
  "assignment": {"type": "object", "properties": {
    "mode": {"type": "string", "enum": ["none", "single", "round_robin", "by_column"]},
    "members": {"type": "array", "items": {"type": "string"}}, "even_out": {"type": "boolean"},
    "names": {"type": "object", "additionalProperties": {"type": "string"}}}},
  "name_case": {"type": "boolean", "default": true}, "strict": {"type": "boolean", "default": false},
  "default_region": {"type": ["string", "null"], "description": "A country's code: whose national telephone numbers are meant."},
  "default_status": {"type": ["string", "null"]}, "source": {"type": ["string", "null"]},
  "check_file": {"type": "boolean", "default": true}, "check_project": {"type": "boolean", "default": true},
  "allow_duplicate_file": {"type": "boolean", "default": false}, "keep_extra": {"type": "boolean", "default": false},
  "mapping": {"type": "array", "items": {"type": "object"}, "description": "What a person chose for columns."},
  "settings": {"type": "object", "readOnly": true, "description": "The project's, as they were when work began."},
  "header_rows": {"oneOf": [{"type": "string", "enum": ["auto"]}, {"type": "integer", "minimum": 0, "maximum": 100}]},
  "delimiter": {"type": "string"}, "quote": {"type": "string"}, "escape": {"type": "string"},
  "encoding": {"type": "string"},
  "sheet": {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 1}]}}}
})json";

}  // namespace waybill::http
