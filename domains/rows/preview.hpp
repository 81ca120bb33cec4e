// A look at a table before anything is imported. The time it takes and the memory do not depend on the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domains/rows/options.hpp"
#include "events/result.hpp"

namespace waybill::rows {

struct preview_row {
  std::uint64_t record = 0;  ///< as an import would number it
  std::uint64_t row = 0;     ///< as a spreadsheet shows it
  std::vector<std::string> cells;
  std::vector<std::string_view> warnings;  ///< with why it would fail; static storage
};

struct table_preview {
  std::string_view format;  ///< "csv" or "xlsx"; static storage
  std::string findings;     ///< as an import would find them, in JSON; of a large file by its beginning
  std::vector<std::string> columns;
  std::vector<preview_row> rows;  ///< 20, or all; fewer of very long ones
  bool key_fits = true;           ///< all columns of the key are there
  /// An import reads the file as it was read here. False: it may find another encoding of CSV, another sheet
  /// or header of a workbook, or texts that were not reached; but for those that its options name.
  bool complete = true;
};

/// Cells beyond that are cut.
inline constexpr std::size_t preview_cell_bytes = 2'000;

/// Errors: those that an import of this file would end with by what was looked at; file_missing.
/// `written_here`: this server wrote the file, byte for byte.
auto preview_of(const std::string& path, std::string_view file_name, const import_options& with,
                bool written_here) -> result<table_preview>;

}  // namespace waybill::rows
