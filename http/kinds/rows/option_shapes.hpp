// Options of an import of rows, as the API's description tells them.
#pragma once

namespace waybill::http {

// As JSON text: that is how it reads best, and how it comes out.
inline constexpr const char* row_option_shapes = R"json({
"RowImportOptions": {"type": "object", "description": "docs/rows.md", "properties": {
  "collection": {"type": "string", "description": "The table.", "default": "rows"},
  "key": {"description": "Columns by which a row is recognised; none: every row is new.",
    "oneOf": [{"type": "string"}, {"type": "array", "maxItems": 16, "items": {"type": "string"}}]},
  "on_duplicate": {"type": "string", "enum": ["skip", "update", "replace", "create", "error"], "default": "skip"},
  "allow_update": {"type": "boolean", "description": "true: `on_duplicate` is `update`; false: `skip`."},
  "ragged": {"type": "string", "enum": ["accept", "fail_row"], "default": "accept"},
  "header_rows": {"description": "`auto`, or how many rows stand above the first record.",
    "oneOf": [{"type": "string", "enum": ["auto"]}, {"type": "integer", "minimum": 0, "maximum": 100}]},
  "delimiter": {"type": "string"}, "quote": {"type": "string", "description": "Empty: none."},
  "escape": {"type": "string"},
  "encoding": {"type": "string"}, "sheet": {"description": "Of a workbook: its name, or which one.",
    "oneOf": [{"type": "string"}, {"type": "integer", "minimum": 1}]},
  "batch_size": {"type": "integer", "minimum": 1, "description": "Records that are applied, or handed over, at once."},
  "create_result_files": {"type": "boolean", "default": true},
  "count_total_first": {"type": "boolean", "default": true},
  "output_format": {"type": "string", "enum": ["csv", "xlsx"], "default": "csv"},
  "type": {"type": "string", "description": "A type of import: GET /api/v1/import-types."},
  "mode": {"type": "string", "description": "Which of the type's ways; `modes` there."},
  "handler_options": {"type": "object", "description": "What the type's handler is told."},
  "result_columns": {"description": "Names of what the handler answers with for each row.",
    "oneOf": [{"type": "string"}, {"type": "array", "maxItems": 16, "items": {"type": "string"}}]},
  "handler": {"type": "string", "readOnly": true, "description": "Which one gets the rows."},
  "batch_rows": {"type": "integer", "readOnly": true, "description": "Rows that it is given at once, at most."}}}
})json";

}  // namespace waybill::http
