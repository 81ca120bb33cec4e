// A sheet as a table: which rows stand above it, and those below.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "formats/table.hpp"
#include "formats/xlsx/row_code.hpp"
#include "formats/xlsx/sheet_reader.hpp"

namespace waybill::formats::xlsx {

/// One thread at a time.
class sheet_table {
 public:
  /// `header_rows`: so many rows that hold something stand above; nothing: found by the first 200 of them.
  sheet_table(std::shared_ptr<workbook> of, std::size_t sheet, std::optional<unsigned> header_rows,
              const row_limits& limits = {});

  /// Reads as far as it must, the first time. Its findings are those of the header rows.
  auto head() -> const table_head&;
  /// The next row below the head that holds something; null: that was all, or there is a fault.
  auto next() -> const row*;
  [[nodiscard]] auto why() const -> const fault& { return rows_.why(); }
  /// Rows without anything so far, between those below the head.
  [[nodiscard]] auto skipped_blank() const -> std::uint64_t { return skipped_; }

 private:
  void look();
  void take_head();
  auto take_next() -> const row*;

  sheet_reader rows_;
  std::optional<unsigned> wish_;
  bool is_looked_at_ = false;
  std::string first_;  ///< rows that were looked at and not given yet, coded
  std::size_t at_ = 0;
  row again_;  ///< one of them
  table_head head_;
  std::uint64_t last_row_ = 0;
  std::uint64_t skipped_ = 0;
};

}  // namespace waybill::formats::xlsx
