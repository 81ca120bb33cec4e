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

namespace waybill::rows {

/// What stands above the rows of a file.
struct table_head {
  std::vector<std::string> columns;               ///< names, each once, none empty
  std::vector<std::vector<std::string>> headers;  ///< the rows above, as they stand there
  std::uint64_t rows_at = 0;                      ///< byte of the file where the first row begins
  std::uint64_t rows_above = 0;                   ///< as a spreadsheet counts
  bool has_error_column = false;  ///< a file of ours that was corrected: behind the columns stands one more
  formats::csv::dialect with;
};

/// From the beginning of a file: all of it that `is_whole`. Nothing: more has to be seen.
auto head_of(std::string_view first, bool is_whole, const import_options& with) -> std::optional<table_head>;
/// The last column of a file of failed rows.
inline constexpr std::string_view error_column = "import_error";
/// More than this stands above no table.
inline constexpr std::size_t most_head_bytes = 9 << 20;

/// Warnings of a row, as they stand in the log: never renumber.
enum row_warning : std::uint32_t {
  warning_short_row = 1,
  warning_long_row = 2,
  warning_quote_inside = 4,
  warning_unterminated_quote = 8,
  warning_undecodable_bytes = 16
};
auto warning_names(std::uint32_t bits) -> std::vector<std::string_view>;

/// One row that is not blank.
struct table_row {
  std::span<const std::string_view> cells;  ///< UTF-8; hold until the next row
  std::uint64_t row = 0;                    ///< as a spreadsheet counts, from 1
  std::uint64_t end_offset = 0;
  std::uint32_t warnings = 0;
  std::string_view fault;  ///< why it cannot be read; static storage; then it has no cells
};

class table_rows {
 public:
  virtual ~table_rows() = default;
  enum class step : std::uint8_t { row, end, broken };
  virtual auto next(table_row& out) -> step = 0;
};

/// The rows from `offset` of the file on, behind the row `rows_above`.
auto read_rows(std::unique_ptr<formats::byte_source> bytes, const table_head& head, std::uint64_t offset,
               std::uint64_t rows_above, std::size_t cell_limit_bytes) -> std::unique_ptr<table_rows>;
/// The head of a stored file; nothing: it cannot be read.
auto head_of_file(const std::string& path, const import_options& with) -> std::optional<table_head>;

/// Whether a file is a table, by its first bytes. Errors: unknown_format.
auto recognise_table(std::string_view format, std::string_view first) -> result<done>;
/// Are all columns of the key there? Errors: bad_value, naming those that are.
auto key_fits(const import_options& options, const table_head& head) -> result<done>;
auto table_checker(const import_options& with) -> std::unique_ptr<file_check>;

}  // namespace waybill::rows
