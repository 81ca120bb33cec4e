#include "http/kinds/rows/room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "domains/rows/options.hpp"
#include "http/kinds/rows/resources.hpp"
#include "http/openapi.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

constexpr query_words q{"q", "Looked for in all cells.", text};

auto lines() -> std::vector<line> {
  const std::string_view one = "/api/v1/tables/{name}/records/{identity}";
  return {
      get("/api/v1/tables", list_tables, "listTables", "TableList", "Tables that have rows, by name.")
          .asks({project_filter, limit, cursor}),
      get("/api/v1/tables/{name}/records", list_table_rows, "listTableRows", "TableRowList",
          "The rows of a table, in the order in which they were last written.")
          .asks({q, project_filter, limit, cursor}),
      get("/api/v1/tables/{name}/export.csv", export_table, "exportTable", "text/csv",
          "All rows of a table as CSV.")
          .asks({project_filter})
          .lasts(),
      get(one, get_table_row, "getTableRow", "TableRow", "One row.").asks({project_filter}),
      remove(one, delete_table_row, "deleteTableRow", "Delete a row; the log keeps what it was.")
          .asks({project_filter}),
      get("/api/v1/tables/{name}/records/{identity}/history", table_row_history, "tableRowHistory",
          "TableRowHistoryList", "Every change of a row, oldest first.")
          .asks({project_filter, limit, cursor}),
      get("/api/v1/imports/{id}/results/success.csv", success_file, "getSuccessFile", "text/csv",
          "The rows of an import that were taken, as they came in.")
          .lasts(),
      get("/api/v1/imports/{id}/results/failed.csv", failed_file, "getFailedFile", "text/csv",
          "The rows that failed, as they came in, with the reason in the last column.")
          .lasts(),
      get("/tables", show_page, "", "text/html", "").of_pages(),
      get("/tables/{name}", show_page, "", "text/html", "").of_pages(),
  };
}

// As JSON text: that is how it reads best, and how it comes out.
constexpr const char* shapes = R"json({
"Table": {"type": "object", "required": ["name", "records", "key", "columns", "created_at", "updated_at"],
  "properties": {"name": {"type": "string"}, "records": {"type": "integer"},
  "key": {"type": "array", "items": {"type": "string"}, "description": "Columns by which a row is recognised."},
  "columns": {"type": "array", "items": {"type": "string"}, "description": "Of all its rows."},
  "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}},
"PlainTableRow": {"type": "object", "required": ["row", "created_at", "updated_at"], "properties": {
  "row": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Cells by column."},
  "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}},
"TableRow": {"allOf": [{"type": "object", "required": ["identity", "import", "record"], "properties": {
  "identity": {"type": "string"}, "import": {"type": "string", "description": "Which wrote it last."},
  "record": {"type": "integer"}}}, {"$ref": "#/components/schemas/PlainTableRow"}]},
"TableRowChange": {"type": "object",
  "required": ["position", "at", "by", "what", "import", "record", "before", "after"],
  "properties": {"position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
  "by": {"type": "string"}, "what": {"type": "string", "enum": ["created", "updated", "deleted"]},
  "import": {"type": ["string", "null"]}, "record": {"type": ["integer", "null"]},
  "before": {"oneOf": [{"$ref": "#/components/schemas/PlainTableRow"}, {"type": "null"}]},
  "after": {"oneOf": [{"$ref": "#/components/schemas/PlainTableRow"}, {"type": "null"}]}}}
})json";

auto schemas() -> nlohmann::ordered_json {
  auto all = nlohmann::ordered_json::parse(shapes);
  all["TableList"] = list_of("Table");
  all["TableRowList"] = list_of("TableRow");
  all["TableRowHistoryList"] = list_of("TableRowChange");
  return all;
}

constexpr auto sentences = std::to_array<reason_words>({
    {"rows_foreign_in", "The file is {kind} in {encoding}, which no import of rows reads."},
    {"rows_foreign", "The file is {kind}, which no import of rows reads."},
    {"rows_header_long", "The header of the table is larger than 9 MiB."},
    {"key_no_column", "The key '{name}' is no column of the file; its columns are: {columns}."},
    {"rows_name_rule", "'{name}' must be a name: 1 to 64 letters, digits, - and _."},
    {"rows_number_rule", "'{name}' must be a whole number from {least} to {limit}."},
    {"rows_sign_rule", "'{name}' must be one character of ASCII that does not end a line."},
    {"rows_duplicates_rule", "'on_duplicate' must be 'skip', 'update', 'replace', 'error' or 'create'."},
    {"rows_duplicates_key",
     "'on_duplicate' other than 'skip' and 'create' takes a 'key': without one every row is new."},
    {"rows_signs_rule", "'{name}' must be a sign, and another one than the rest."},
    {"rows_no_type", "There is no import type '{name}' on this server."},
    {"rows_mode_alone", "'mode' belongs to a 'type', and none is given."},
    {"xlsx_unreadable", "The file cannot be read."},
    {"xlsx_none", "The file is no workbook of Excel."},
    {"xlsx_zip_other", "The ZIP holds no workbook of Excel."},
    {"xlsx_password", "The workbook is protected with a password: save it without one."},
    {"xlsx_old", "The workbook has the format of before 2007 (.xls): save it as .xlsx."},
    {"xlsx_directory", "The file is damaged: its directory cannot be read."},
    {"xlsx_entries", "The ZIP has more entries than any workbook."},
    {"xlsx_part", "The file is damaged: a part of it cannot be unpacked."},
    {"xlsx_grows", "The file unpacks to more than 200 times its size, or more than 8 GiB."},
    {"xlsx_no_room", "There is no room for the temporary file of the workbook's texts."},
    {"xlsx_texts", "The temporary file of the workbook's texts cannot be read."},
    {"xlsx_names", "The XML has more names than are read."},
    {"xlsx_xml", "The XML of a part is not sound."},
    {"xlsx_memory", "There is no memory left."},
    {"ragged_rule", "'ragged' must be 'accept' or 'fail_row'."},
    {"output_rule", "'output_format' must be 'csv'."},
    {"rows_key_rule", "'key' must be a list of 1 to 16 names of columns, each once."},
    {"handler_options_rule", "'handler_options' must be a JSON object."},
    {"no_table", "There is no such table."},
    {"no_row", "There is no such row."},
    {"results_of_rows", "Only imports of rows have result files."},
    {"results_none", "This import was started without result files."},
    {"other_key", "The table '{name}' has {key}; an import into it cannot have {wanted}."},
    {"handler_named",
     "The option '{name}' is not taken: which handler gets the rows is said by the import's type, in the "
     "configuration of the server."},
    {"rows_option_unknown",
     "The option '{name}' is not known; rows know 'collection', 'key', 'on_duplicate', 'ragged', "
     "'header_rows', 'delimiter', 'quote', 'batch_size', 'create_result_files', 'count_total_first', "
     "'output_format', 'type', 'mode' and 'handler_options'. What a handler needs stands in "
     "'handler_options'."},
});

/// A result file as clients of the service before look for it; null where it has no rows.
void write_file(json_text& to, std::string_view key, const import_row& row, bool failed,
                std::uint64_t count) {
  to.key(key);
  if (count == 0) {
    to.null();
    return;
  }
  to.begin_object().field(
      "url", "/api/v1/imports/" + row.id.value + "/results/" + (failed ? "failed.csv" : "success.csv"));
  to.key("expires_at").null();
  to.field("rows", count).field("name", result_file_name(row.file.name, failed)).end_object();
}

void write_facts(json_text& to, const import_row& row) {
  const auto& counts = row.progress.counts;
  const auto taken = counts.created + counts.updated + counts.skipped;
  to.key("rows").begin_object().field("total_rows", row.total);
  to.field("processed_rows", counts.processed()).field("success_count", taken);
  to.field("failure_count", counts.failed).field("percentage", percent(row)).key("result_files");
  if (rows::read_options(row.options).create_result_files) {
    to.begin_object();
    write_file(to, "success_file", row, false, taken);
    write_file(to, "failed_file", row, true, counts.failed);
    to.end_object();
  } else {
    to.null();
  }
  to.end_object();
}

}  // namespace

auto rows_room() -> kind_room { return {"rows", lines, schemas, sentences, {}, nullptr, write_facts}; }

}  // namespace waybill::http
