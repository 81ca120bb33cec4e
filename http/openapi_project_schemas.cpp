#include "http/openapi_schemas.hpp"

namespace waybill::http {

auto project_schemas() -> const char* {
  return R"json({
"ProjectName": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "minLength": 1, "maxLength": 100}}},
"ProjectDetails": {"type": "object", "description": "Kinds of import that have settings take them by their name.",
  "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 100}}},
"MemberRole": {"type": "object", "required": ["role"], "additionalProperties": false, "properties": {
  "role": {"type": "string", "enum": ["viewer", "editor", "manager"]}}},
"ProfileChange": {"type": "object", "additionalProperties": false, "properties": {
  "display_name": {"type": ["string", "null"], "maxLength": 100},
  "email": {"type": ["string", "null"], "maxLength": 254}}},
"Person": {"type": "object", "required": ["id", "username"], "properties": {
  "id": {"type": "string"}, "username": {"type": "string"}, "display_name": {"type": ["string", "null"]}}},
"Member": {"type": "object", "required": ["user", "role", "since", "disabled"], "properties": {
  "user": {"$ref": "#/components/schemas/Person"},
  "role": {"type": "string", "enum": ["viewer", "editor", "manager"]},
  "since": {"type": "string", "format": "date-time"},
  "disabled": {"type": "boolean", "description": "The account may not sign in."}}},
"PlainProject": {"type": "object",
  "required": ["id", "name", "role", "created_at", "created_by", "counts", "usage"], "properties": {
  "id": {"type": "string"}, "name": {"type": "string"},
  "role": {"type": ["string", "null"], "enum": ["viewer", "editor", "manager", null],
    "description": "What the one who asks is there; null: no member."},
  "created_at": {"type": "string", "format": "date-time"},
  "created_by": {"$ref": "#/components/schemas/Person"},
  "counts": {"type": "object", "required": ["members", "imports", "records"], "properties": {
    "members": {"type": "integer"}, "imports": {"type": "integer"}, "records": {"type": "integer"}}},
  "usage": {"$ref": "#/components/schemas/Usage"}}},
"Project": {"allOf": [{"$ref": "#/components/schemas/PlainProject"}, {"type": "object", "required": ["members"],
  "properties": {"members": {"type": "array", "items": {"$ref": "#/components/schemas/Member"}}}}]},
"SeenProject": {"allOf": [{"$ref": "#/components/schemas/Project"}, {"type": "object",
  "required": ["has_manager"], "properties": {
  "has_manager": {"type": "boolean", "description": "False: no manager can sign in; an administrator may join."}}}]}
})json";
}

}  // namespace waybill::http
