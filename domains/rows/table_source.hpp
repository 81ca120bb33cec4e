// The one place where files of tables become rows of cells, whatever their format: what reads the files is of
// formats/. The kind sees a header, rows, and where to go on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domains/kind.hpp"
#include "domains/rows/options.hpp"
#include "formats/csv/reader.hpp"
#include "formats/error_column.hpp"

namespace waybill::rows {

/// What stands above the rows of a file.
struct table_head {
  std::string_view format = "csv";                ///< or "xlsx"; static storage
  std::vector<std::string> columns;               ///< names, each once, none empty
  std::vector<std::vector<std::string>> headers;  ///< the rows above, as they stand there
  std::uint64_t rows_at = 0;                      ///< where the first row begins; of CSV the byte of the file
  std::uint64_t rows_above = 0;                   ///< as a spreadsheet counts
  bool has_error_column = false;  ///< a file of ours that was corrected: behind the columns stands one more
  formats::csv::dialect with;     ///< of CSV

  /// Our writer made its cells harmless for spreadsheets.
  [[nodiscard]] auto is_guarded() const -> bool {
    return format == "csv" && (with.is_guarded || has_error_column);
  }
};

using formats::error_column;
/// Takes that column off, where it is the last.
void drop_error_column(table_head& head);

/// Warnings of a row, as they stand in the log: never renumber.
enum row_warning : std::uint32_t {
  warning_short_row = 1,
  warning_long_row = 2,
  warning_quote_inside = 4,
  warning_unterminated_quote = 8,
  warning_undecodable_bytes = 16,
  warning_formula_without_value = 32,
  warning_cell_error = 64,
  warning_date_out_of_range = 128
};
/// What a reader of a format noted of a row (`formats::row_note`), but not whether it is short or long.
auto warnings_of(std::uint32_t notes) -> std::uint32_t;
auto warning_names(std::uint32_t bits) -> std::vector<std::string_view>;

/// One row that is not blank.
struct table_row {
  std::span<const std::string_view> cells;  ///< UTF-8; hold until the next row
  std::span<const char> typed;              ///< of a workbook: which are no texts (`xlsx::spool_reader`)
  std::uint64_t row = 0;                    ///< as a spreadsheet counts, from 1
  std::uint64_t end_offset = 0;
  std::uint32_t warnings = 0;
  std::string_view fault;  ///< why it cannot be taken; static storage; it has the cells that could be read
  std::size_t fault_cell = 0;  ///< the cell that it is of, from 1; 0: it is of none
};

/// For a row that says it is not whole (cut_mark.hpp): then it cannot be taken, or it says so no more.
void settle_cut_mark(table_row& row, std::size_t width, bool is_ours);

class table_rows {
 public:
  virtual ~table_rows() = default;
  enum class step : std::uint8_t { row, end, broken };
  virtual auto next(table_row& out) -> step = 0;
};

/// The head of a CSV file that is written so; nothing: it cannot be read.
auto head_of_csv(const std::string& path, const formats::csv::dialect& with) -> std::optional<table_head>;
/// From what a look at the whole file found.
auto head_from(const formats::table_head& from, const formats::csv::dialect& with) -> table_head;
/// The rows of CSV, whose `bytes` begin behind the row `rows_above`, at the byte `offset` of the file.
auto read_csv(std::unique_ptr<formats::byte_source> bytes, const table_head& head, std::uint64_t offset,
              std::uint64_t rows_above, std::size_t cell_limit_bytes) -> std::unique_ptr<table_rows>;

struct opened_table {
  table_head head;
  std::unique_ptr<table_rows> rows;  ///< null: the file is no longer what was checked
};
/// The rows of a stored file from a border of chunks on, read as its check found out. `bytes` are the file's
/// from there on.
auto open_table(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                const reading_order& order, const import_options& with) -> opened_table;

/// The same from its first row on.
auto open_from_start(const reading_order& order, const import_options& with) -> opened_table;
/// The names of its columns, as its check found them; of a file that has too many for that it is read. Empty:
/// it cannot be.
auto columns_of(const reading_order& order, const import_options& with) -> std::vector<std::string>;

/// Whether a file is a table, by its first bytes. Errors: unknown_format, legacy_xls, encrypted_workbook,
/// not_a_workbook.
auto recognise_table(std::string_view format, std::string_view first) -> result<done>;
/// Are all columns of the key there? Errors: key_column_missing, naming those that are.
auto key_fits(const import_options& options, const std::vector<std::string>& columns) -> result<done>;
/// "its columns are: name, email."
auto columns_in_words(const std::vector<std::string>& columns) -> std::string;
/// Why a file is no table.
auto error_of(const formats::table_fault& why) -> error;
/// Is a table with these columns one that is written here, also when somebody has changed it?
using own_table_asker = std::function<bool(const std::vector<std::string>& columns)>;
/// Of an import with that order: how the file was found to be written before, it stays. `is_own` may be
/// empty.
auto table_checker(const import_options& with, const reading_order& order, own_table_asker is_own = {})
    -> std::unique_ptr<file_check>;

}  // namespace waybill::rows
