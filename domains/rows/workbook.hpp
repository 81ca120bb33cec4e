// Tables in workbooks: their check writes the rows of a sheet to a spool beside the workbook, and their
// reader reads that. Internal to this folder.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "domains/rows/findings.hpp"
#include "domains/rows/options.hpp"
#include "domains/rows/table_source.hpp"
#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/workbook.hpp"

namespace waybill::rows {

/// By its first bytes: a ZIP, or an old document of Office.
auto is_workbook(std::string_view first) -> bool;
/// As the API says it.
auto error_of(const formats::xlsx::fault& why) -> error;

struct chosen_sheet {
  std::shared_ptr<formats::xlsx::workbook> of;
  std::size_t number = 0;
  table_findings found;  ///< without what only its rows tell
};
/// The sheet that the options name. Errors: no_such_sheet (naming those that are there), those of a workbook.
auto choose_sheet(const std::string& path, const import_options& with, formats::xlsx::unpack_limits limits)
    -> result<chosen_sheet>;

/// Limits of rows that hold cells of so many bytes at most.
auto sheet_limits(std::size_t cell_bytes) -> formats::xlsx::row_limits;
auto header_wish(const import_options& with) -> std::optional<unsigned>;

auto head_from_sheet(const formats::table_head& from) -> table_head;

/// Rows of a sheet as rows of a table: every cell at its column, without the column that says what was wrong.
class sheet_row_giver {
 public:
  explicit sheet_row_giver(const table_head& head)
      : width_(head.columns.size()), has_error_column_(head.has_error_column) {}
  void give(const formats::xlsx::row& from, table_row& out);
  void give(const formats::table_row& from, table_row& out);

 private:
  void settle(table_row& out);

  std::size_t width_;
  bool has_error_column_;
  std::vector<std::string_view> cells_;
};

struct spooled_sheet {
  table_head head;
  table_findings found;
  std::uint64_t rows = 0;
};
/// Asked about every MiB of what is read, wherever that is; empty: nobody is asked.
struct spool_watch {
  std::function<bool()> keep_on;            ///< false: stop
  std::function<bool()> has_room;           ///< false: there is no room on the disk for more
  std::shared_ptr<look_progress> looked{};  ///< hears of rows; null: nobody
};
/// Reads all of a sheet, and puts its spool in place. Nothing comes back when it is told to stop. Errors: as
/// above; storage_full, unavailable, too_large_inflated.
auto spool_sheet(const std::string& path, const import_options& with, std::size_t cell_bytes,
                 const spool_watch& watch) -> std::optional<result<spooled_sheet>>;

struct workbook_rows {
  table_head head;
  std::unique_ptr<table_rows> rows;
};
/// The rows of a checked workbook from this record on; its spool is made anew where it must. Null rows: the
/// workbook is no longer what was checked, or the watch stopped it.
auto read_workbook(const std::string& path, const import_options& with, std::size_t cell_bytes,
                   std::uint64_t record, const spool_watch& watch) -> workbook_rows;

}  // namespace waybill::rows
