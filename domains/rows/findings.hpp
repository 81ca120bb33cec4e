// What is found out about the file of a table. It stands in the import's event, is shown to people, and tells
// the reader how the file is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/table_evidence.hpp"
#include "formats/csv/dialect.hpp"
#include "formats/table.hpp"

namespace waybill::rows {

struct table_head;

struct found_sheet {
  std::string name;
  std::string_view state;  ///< "visible", "hidden", "very_hidden"; static storage
};

struct table_findings {
  std::string_view format;  ///< "csv" or "xlsx"; static storage
  std::vector<formats::table_finding> parts;
  std::optional<formats::csv::dialect> with;   ///< of CSV
  std::vector<found_sheet> sheets;             ///< of a workbook
  std::size_t sheet = 0;                       ///< the one that is read, in `sheets`
  std::optional<std::uint64_t> skipped_blank;  ///< nothing: not all of the file was looked at
  std::vector<std::string> further_sheets;     ///< that go on with its table, and are read behind it
  std::vector<std::string> other_sheets;   ///< that are seen, hold cells, and are not read; the first ones
  std::vector<std::string_view> warnings;  ///< of the file as a whole
  std::vector<std::string> columns;
};

/// Who keeps them for ever is told of so many sheets; who chooses one, of all that a workbook may have.
inline constexpr std::size_t kept_sheets = 200;
inline constexpr std::size_t shown_sheets = 16'384;

/// `{"dialect": {"encoding", "delimiter", "quote", "line_end", "header_row", "evidence": [{"part", "value",
/// "reason", "count", "of"}], "spelled"}, "sheet", "sheets": [{"name", "state"}], "sheet_count", "columns",
/// "skipped_blank", "warnings"}`. What a file does not have is null. Of `sheets` the first ones, and never
/// more than 1 MiB of their names.
auto findings_text(const table_findings& from, std::size_t most_sheets = kept_sheets) -> std::string;
/// The columns that stand in such a text; nothing: they are too many for it.
auto columns_in(std::string_view findings) -> std::optional<std::vector<std::string>>;
/// A warning where a header stands above the rows, and cannot be read: columns have numbers then.
void tell_lost_header(const table_head& head, table_findings& into);
/// Does a header stand above the rows?
auto has_header(std::string_view findings) -> bool;

/// A file whose content is another than its name says is read all the same; the warning, or "".
auto warning_of_name(std::string_view file_name, std::string_view format) -> std::string_view;

/// All warnings of a file: those that stand in its findings, and that of its name.
auto warnings_of_file(std::string_view findings, std::string_view file_name, std::string_view format)
    -> std::vector<std::string>;

}  // namespace waybill::rows
