#include "http/kinds/rows/room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "domains/rows/findings.hpp"
#include "domains/rows/options.hpp"
#include "http/kinds/rows/option_shapes.hpp"
#include "http/kinds/rows/resources.hpp"
#include "http/kinds/rows/result_links.hpp"
#include "http/kinds/rows/results.hpp"
#include "http/openapi.hpp"
#include "http/resources/resources.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

constexpr query_words q{"q", "Looked for in all cells.", text};
constexpr query_words name_part{"q", "Looked for in their names.", text};
constexpr query_words prefix{"prefix", "Only those whose names begin so.", text};
constexpr query_words lang{"lang",
                           "Of the reasons in a file of failed rows; absent: as Accept-Language says.",
                           R"({"type":"string","enum":["en","fr"]})"};
constexpr std::string_view workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

auto lines() -> std::vector<line> {
  const std::string_view one = "/api/v1/tables/{name}/records/{identity}";
  return {
      get("/api/v1/tables", list_tables, "listTables", "TableList", "Tables that have rows, by name.")
          .asks({name_part, prefix, project_filter, limit, cursor}),
      get("/api/v1/tables/{name}", get_table, "getTable", "Table", "One table, with all of its columns.")
          .asks({project_filter}),
      get("/api/v1/tables/{name}/records", list_table_rows, "listTableRows", "TableRowList",
          "The rows of a table, in the order in which they were last written.")
          .asks({q, project_filter, limit, cursor}),
      get("/api/v1/tables/{name}/export.csv", export_table_csv, "exportTable", "text/csv",
          "All rows of a table as CSV.")
          .asks({project_filter})
          .lasts(),
      get("/api/v1/tables/{name}/export.xlsx", export_table_xlsx, "exportTableAsWorkbook", workbook,
          "All rows of a table as a workbook.")
          .asks({project_filter})
          .may_answer({413, 507})
          .lasts(),
      get(one, get_table_row, "getTableRow", "TableRow", "One row.").asks({project_filter}),
      remove(one, delete_table_row, "deleteTableRow", "Delete a row; the log keeps what it was.")
          .asks({project_filter}),
      get("/api/v1/tables/{name}/records/{identity}/history", table_row_history, "tableRowHistory",
          "TableRowHistoryList", "Every change of a row, oldest first.")
          .asks({project_filter, limit, cursor}),
      post("/api/v1/files/{id}/preview", preview_file, "previewFile", 200, "TablePreview",
           "Look at a confirmed file as a table, before its import: what was found, and its first rows.")
          .takes("PreviewWish")
          .may_answer({404, 409, 422, 429}),
      get("/api/v1/import-types", list_import_types, "listImportTypes", "ImportTypeList",
          "Types of imports of rows that one may name, in the order of the configuration."),
      get("/api/v1/import-types/{name}/template.csv", type_template_csv, "getTypeTemplateCsv", "text/csv",
          "A table to fill in: the configured one, or one made from the schema.")
          .lasts(),
      get("/api/v1/import-types/{name}/template.xlsx", type_template_xlsx, "getTypeTemplateXlsx",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "The same as a workbook.")
          .lasts(),
      get("/tables", show_page, "", "text/html", "").of_pages(),
      get("/tables/{name}", show_page, "", "text/html", "").of_pages(),
      get("/tables/{name}/records/{identity}", show_page, "", "text/html", "").of_pages(),
  };
}

auto result_lines() -> std::vector<line> {
  return {
      get("/api/v1/imports/{id}/results/success.csv", success_csv, "getSuccessFile", "text/csv",
          "The rows of an import that were taken, as they came in.")
          .asks({lang})
          .may_answer({409})
          .lasts(),
      get("/api/v1/imports/{id}/results/success.xlsx", success_xlsx, "getSuccessWorkbook", workbook,
          "The same as a workbook.")
          .asks({lang})
          .may_answer({409, 413, 507})
          .lasts(),
      get("/api/v1/imports/{id}/results/failed.csv", failed_csv, "getFailedFile", "text/csv",
          "The rows that failed, as they came in, with the reason in the column `import_error`.")
          .asks({lang})
          .may_answer({409})
          .lasts(),
      get("/api/v1/imports/{id}/results/failed.xlsx", failed_xlsx, "getFailedWorkbook", workbook,
          "The same as a workbook.")
          .asks({lang})
          .may_answer({409, 413, 507})
          .lasts(),
      post("/api/v1/imports/{id}/results/links", make_result_links, "makeResultLinks", 200, "ResultLinks",
           "Addresses of the result files that need no credentials until they expire.")
          .takes("NoFields", body_kind::maybe_json)
          .may_answer({404, 409}),
      get("/api/v1/results/{link}/{name}", linked_result, "getLinkedResult",
          "text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "A result file by such an address. It holds as long as who made it may have the file.")
          .asks({lang})
          .may_answer({403, 404, 409, 413, 507})
          .by_anybody(),
  };
}

auto all_lines() -> std::vector<line> {
  auto all = lines();
  for (auto& one : result_lines()) all.push_back(std::move(one));
  return all;
}

// As JSON text: that is how it reads best, and how it comes out.
constexpr const char* shapes = R"json({
"Table": {"type": "object", "required": ["name", "records", "key", "columns", "more_columns", "created_at", "updated_at"],
  "properties": {"name": {"type": "string"}, "records": {"type": "integer"},
  "key": {"type": "array", "items": {"type": "string"}, "description": "Columns by which a row is recognised."},
  "columns": {"type": "array", "items": {"type": "string"}, "description": "Of all its rows. A list cuts names behind 200 bytes and puts … there."},
  "more_columns": {"type": "boolean", "description": "Its rows have columns beyond the first 16,384: they stand in the rows alone, and in no export."},
  "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}},
"PlainTableRow": {"type": "object", "required": ["row", "created_at", "updated_at"], "properties": {
  "row": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Cells by column."},
  "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}},
"TableRow": {"allOf": [{"type": "object", "required": ["identity", "import", "record"], "properties": {
  "identity": {"type": "string"}, "import": {"type": "string", "description": "Which wrote it last."},
  "record": {"type": "integer"}}}, {"$ref": "#/components/schemas/PlainTableRow"}]},
"ResultLink": {"type": "object", "required": ["url", "expires_at"], "properties": {
  "url": {"type": "string", "description": "A path: which name the server is reached by, only the client knows."},
  "expires_at": {"type": "string", "format": "date-time"}}},
"ResultFileLinks": {"type": "object", "required": ["csv", "xlsx"], "properties": {
  "csv": {"$ref": "#/components/schemas/ResultLink"}, "xlsx": {"$ref": "#/components/schemas/ResultLink"}}},
"ResultLinks": {"type": "object", "required": ["success_file", "failed_file"], "properties": {
  "success_file": {"$ref": "#/components/schemas/ResultFileLinks"},
  "failed_file": {"$ref": "#/components/schemas/ResultFileLinks"}}},
"ImportTypeColumn": {"type": "object", "required": ["name", "title", "type", "description", "required", "unique"],
  "properties": {"name": {"type": "string"}, "title": {"type": "string"},
  "type": {"type": "string", "description": "As in a Frictionless Table Schema."},
  "description": {"type": "string"}, "required": {"type": "boolean"}, "unique": {"type": "boolean"}}},
"ImportType": {"type": "object",
  "required": ["name", "title", "columns", "modes", "keeps_rows", "key", "templates"],
  "properties": {"name": {"type": "string"}, "title": {"type": "string"},
  "columns": {"type": "array", "items": {"$ref": "#/components/schemas/ImportTypeColumn"},
  "description": "Those of its schema; others may stand in a file, too."},
  "modes": {"type": "array", "items": {"type": "string"}, "description": "What `options.mode` may be."},
  "keeps_rows": {"type": "boolean", "description": "Rows become records of a table; else only outcomes are kept."},
  "key": {"type": "array", "items": {"type": "string"}, "description": "The usual key; none: every row is new."},
  "templates": {"type": "object", "additionalProperties": {"type": "string"},
  "description": "Paths of tables to fill in, by format: csv, xlsx."}}},
"ResultFile": {"allOf": [{"type": "object", "required": ["rows", "name"], "properties": {
  "rows": {"type": "integer"}, "name": {"type": "string", "description": "What it is called when it is saved."}}},
  {"$ref": "#/components/schemas/ResultLink"}]},
"Import": {"properties": {
  "warnings": {"type": "array", "items": {"type": "string"}, "description": "Of an import of rows: what is to be known of its file."},
  "rows": {"type": "object", "description": "Of an import of rows: its figures by the names of an older service.",
    "required": ["total_rows", "processed_rows", "success_count", "failure_count", "percentage", "result_files"],
    "properties": {"total_rows": {"type": ["integer", "null"]}, "processed_rows": {"type": "integer"},
    "success_count": {"type": "integer"}, "failure_count": {"type": "integer"},
    "percentage": {"type": ["number", "null"]},
    "result_files": {"type": ["object", "null"], "description": "null: there are none, or not yet.",
      "properties": {"success_file": {"oneOf": [{"$ref": "#/components/schemas/ResultFile"}, {"type": "null"}]},
      "failed_file": {"oneOf": [{"$ref": "#/components/schemas/ResultFile"}, {"type": "null"}]}}}}}}},
"TableRowChange": {"type": "object",
  "required": ["position", "at", "by", "what", "import", "record", "change", "before", "after"],
  "properties": {"position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
  "by": {"type": "string"}, "what": {"type": "string", "enum": ["created", "updated", "deleted"]},
  "import": {"type": ["string", "null"]}, "record": {"type": ["integer", "null"]},
  "change": {"type": ["string", "null"], "description": "The change of many that made it."},
  "before": {"oneOf": [{"$ref": "#/components/schemas/PlainTableRow"}, {"type": "null"}]},
  "after": {"oneOf": [{"$ref": "#/components/schemas/PlainTableRow"}, {"type": "null"}]}}},
"PreviewWish": {"type": "object", "additionalProperties": false, "properties": {
  "kind": {"type": "string", "enum": ["rows"]},
  "options": {"$ref": "#/components/schemas/RowImportOptions"}}},
"PreviewRow": {"type": "object", "required": ["record", "row", "cells", "warnings"], "properties": {
  "record": {"type": "integer"}, "row": {"type": "integer", "description": "As a spreadsheet shows it."},
  "cells": {"type": "array", "items": {"type": "string"}, "description": "Each cut to 2,000 bytes."},
  "warnings": {"type": "array", "items": {"type": "string"}}}},
"TablePreview": {"type": "object",
  "required": ["format", "findings", "columns", "rows", "key_fits", "complete"],
  "properties": {"format": {"type": "string", "enum": ["csv", "xlsx"]},
  "findings": {"type": "object", "description": "As an import's; of a large file by its beginning."},
  "columns": {"type": "array", "items": {"type": "string"}},
  "rows": {"type": "array", "items": {"$ref": "#/components/schemas/PreviewRow"}, "description": "The first 20."},
  "key_fits": {"type": "boolean", "description": "All columns of the key are there."},
  "complete": {"type": "boolean", "description": "An import reads the file so. False: the look ended before it could be sure of the encoding, the sheet or its header; with options that name them as the findings do, the import reads it so."}}}
})json";

auto schemas() -> nlohmann::ordered_json {
  auto all = nlohmann::ordered_json::parse(shapes);
  all.update(nlohmann::ordered_json::parse(row_option_shapes));
  all["TableList"] = list_of("Table");
  all["ImportTypeList"] = list_of("ImportType");
  all["TableRowList"] = list_of("TableRow");
  all["TableRowHistoryList"] = list_of("TableRowChange");
  return all;
}

constexpr auto sentences = std::to_array<reason_words>({
    {"rows_foreign_in", "The file is {kind} in {encoding}, which is no table."},
    {"rows_foreign", "The file is {kind}, which is no table."},
    {"rows_no_table", "The file holds no table: nothing stands in it."},
    {"rows_encoding_rule",
     "'encoding' must be 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15' or 'macintosh'."},
    {"rows_sheet_rule", "'sheet' must be the name of a sheet, or its number from 1."},
    {"too_many_looks", "Too many looks at files are running; please try again in a moment."},
    {"rows_preview_kind", "Only files of the kind 'rows' have a preview."},
    {"key_no_column", "The key '{name}' is no column of the file; its columns are: {columns}."},
    {"rows_name_rule", "'{name}' must be a name: 1 to 64 letters, digits, - and _."},
    {"rows_number_rule", "'{name}' must be a whole number from {least} to {limit}."},
    {"rows_sign_rule", "'{name}' must be one character of ASCII that does not end a line."},
    {"rows_duplicates_rule", "'on_duplicate' must be 'skip', 'update', 'replace', 'error' or 'create'."},
    {"rows_duplicates_key",
     "'on_duplicate' other than 'skip' and 'create' takes a 'key': without one every row is new."},
    {"rows_signs_rule", "'{name}' must be a sign, and another one than the rest."},
    {"rows_no_type", "There is no import type '{name}' on this server."},
    {"rows_no_mode", "The import type '{type}' has no mode '{mode}'."},
    {"rows_results_alone", "'result_columns' belongs to a 'type', and none is given."},
    {"rows_handler_gone", "The handler '{handler}' of the import type '{type}' is no longer there."},
    {"rows_handler_other",
     "The handler '{handler}' of the import type '{type}' is another one than it was when the import was "
     "handed in."},
    {"rows_column_missing",
     "The column '{name}', which the schema of the type '{type}' wants, is not in the file; its columns are: "
     "{columns}."},
    {"type_none", "There is no such import type."},
    {"type_template_gone", "The template is no longer there."},
    {"type_template_none", "The import type has no template of this format."},
    {"rows_mode_alone", "'mode' belongs to a 'type', and none is given."},
    {"xlsx_unreadable", "The file cannot be read."},
    {"xlsx_none", "The file is no workbook of Excel."},
    {"xlsx_zip_other", "The ZIP holds no workbook of Excel."},
    {"xlsx_password", "The workbook is protected with a password: save it without one."},
    {"xlsx_old", "The workbook has the format of before 2007 (.xls): save it as .xlsx."},
    {"xlsx_directory", "The file is damaged: its directory cannot be read."},
    {"xlsx_entries", "The ZIP has more entries than any workbook."},
    {"xlsx_no_texts", "The file is damaged: the part with the texts of its cells is missing."},
    {"xlsx_part", "The file is damaged: a part of it cannot be unpacked."},
    {"xlsx_part_named", "The file is damaged: a part of it cannot be unpacked ({name})."},
    {"xlsx_grows_named", "The file unpacks to more than 200 times its size, or more than 8 GiB ({name})."},
    {"xlsx_doctype", "The XML has a document type, which is never read ({name})."},
    {"xlsx_deep", "The XML is nested deeper than 100 ({name})."},
    {"xlsx_long_tag", "A tag or comment of the XML is longer than 1 MiB ({name})."},
    {"xlsx_names", "The XML has more names than are read ({name})."},
    {"xlsx_xml_named", "The XML of a part is not sound ({name})."},
    {"xlsx_other_document", "The file is {kind}, and holds no workbook of Excel."},
    {"xlsx_no_sheet", "The workbook has no sheet '{name}' with cells; its sheets are: {names}."},
    {"xlsx_empty_sheet", "The sheet holds no table."},
    {"xlsx_rows_grow",
     "The rows of the sheet take more than 200 times the size of the file, or more than 8 GiB."},
    {"xlsx_rows_no_room", "There is no room left for the rows of the workbook."},
    {"xlsx_rows_unwritten", "The rows of the workbook cannot be written now."},
    {"derived_no_room", "There is no room left for what is made of the file."},
    {"xlsx_grows", "The file unpacks to more than 200 times its size, or more than 8 GiB."},
    {"xlsx_look_large", "The workbook is too large for a look; its import reads it."},
    {"xlsx_no_room", "There is no room for the temporary file of the workbook's texts."},
    {"xlsx_texts", "The temporary file of the workbook's texts cannot be read."},
    {"xlsx_xml", "The XML of a part is not sound."},
    {"xlsx_memory", "There is no memory left."},
    {"ragged_rule", "'ragged' must be 'accept' or 'fail_row'."},
    {"output_rule", "'output_format' must be 'csv' or 'xlsx'."},
    {"rows_key_rule",
     "'{name}' must be a list of 1 to 16 names of columns, each once, of at most 1,024 bytes."},
    {"handler_options_rule", "'handler_options' must be a JSON object of at most 16,384 bytes."},
    {"no_table", "There is no such table."},
    {"no_row", "There is no such row."},
    {"results_of_rows", "Only imports of rows have result files."},
    {"results_none", "This import was started without result files."},
    {"results_off", "This server gives out no result files."},
    {"results_later",
     "The import is {status}; it has result files once it is completed, failed or cancelled."},
    {"lang_rule", "The parameter 'lang' is en or fr."},
    {"workbook_wide", "A workbook has at most 16,384 columns; take the table as CSV."},
    {"workbook_room", "There is no room for the workbook."},
    {"no_link", "There is no such link."},
    {"link_over", "The time of this link is over; ask for a new one."},
    {"other_key", "The table '{name}' has the key {key}; an import into it cannot have the key {other}."},
    {"key_needed", "The table '{name}' has the key {key}; an import into it cannot have no key."},
    {"key_too_much", "The table '{name}' has no key; an import into it cannot have the key {other}."},
    {"handler_named",
     "The option '{name}' is not taken: which handler gets the rows is said by the import's type, in the "
     "configuration of the server."},
    {"handler_refused_says", "The handler refused the import: {text}"},
    {"handler_program", "The handler's program '{name}' cannot be started: {text}"},
    {"handler_unusable", "The handler cannot be used: {text}"},
    {"handler_command", "The handler's command cannot be used: {text}"},
    {"handler_name_unknown", "The name of the handler's server is not known now."},
    {"handler_private",
     "The handler's server has a private address, and the settings of the handler do not allow that."},
    {"handler_down", "The handler's server does not take rows now: {text}"},
    {"rows_option_unknown",
     "The option '{name}' is not known; rows know 'collection', 'key', 'on_duplicate', 'ragged', "
     "'header_rows', 'delimiter', 'quote', 'escape', 'encoding', 'sheet', 'batch_size', "
     "'create_result_files', 'count_total_first', 'output_format', 'type', 'mode', 'handler_options' and "
     "'result_columns'. What a handler needs stands in 'handler_options'."},
});

/// A result file as clients of the service before look for it; null where it has no rows.
void write_file(json_text& to, std::string_view key, const import_row& row, const told_to& whom, bool failed,
                std::uint64_t count) {
  to.key(key);
  if (count == 0) {
    to.null();
    return;
  }
  const auto format = usual_format(row);
  to.begin_object();
  write_link(to, make_link(whom.asks, *whom.call.who, row, {failed, format}));
  to.field("rows", count).field("name", result_name(row.file.name, failed, format)).end_object();
}

void write_facts(json_text& to, const import_row& row, const told_to* whom) {
  write_list(to, "warnings", rows::warnings_of_file(row.findings, row.file.name, row.format));
  const auto& counts = row.progress.counts;
  const auto taken = counts.created + counts.updated + counts.skipped;
  const auto options = rows::read_options(row.options);
  const bool tells = options.count_total_first || is_finished(row.status);
  to.key("rows").begin_object().field("total_rows", tells ? row.total : std::nullopt);
  to.field("processed_rows", counts.processed()).field("success_count", taken);
  to.field("failure_count", counts.failed)
      .field("percentage", tells ? percent(row) : std::nullopt)
      .key("result_files");
  if (whom != nullptr && may_have_results(row, whom->asks.config)) {
    to.begin_object();
    write_file(to, "success_file", row, *whom, false, taken);
    write_file(to, "failed_file", row, *whom, true, counts.failed);
    to.end_object();
  } else {
    to.null();
  }
  to.end_object();
}

}  // namespace

auto rows_room() -> kind_room { return {"rows", all_lines, schemas, sentences, {}, nullptr, write_facts}; }

}  // namespace waybill::http
