// Tables of separated values as tables: their check, and their rows.
#pragma once

#include <memory>
#include <string_view>
#include <variant>

#include "formats/byte_source.hpp"
#include "formats/csv/dialect.hpp"
#include "formats/table.hpp"

namespace waybill::formats::csv {

/// What `checker` found: how to read the file from now on, too.
struct checked_table {
  dialect with;
  table_summary found;
};

/// Looks at a file's bytes once, as they pass by. One thread at a time.
class checker {
 public:
  explicit checker(const wishes& asked = {}, blank_rows blanks = blank_rows::skip_lines);
  ~checker();
  checker(const checker&) = delete;
  auto operator=(const checker&) -> checker& = delete;

  /// The next bytes, split anywhere.
  void feed(std::string_view bytes);
  /// What is already certain to be no table; the same as `finish` says. Null: it may still be one.
  [[nodiscard]] auto fault() const -> const table_fault*;
  /// Once, behind the last byte.
  auto finish() -> std::variant<checked_table, table_fault>;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

/// The rows from a mark on: `table_head::rows_at`, or `table_row::behind`. `bytes` must stand at its offset.
/// `columns` is the width of the header: shorter and longer rows have a note.
auto open_table(std::unique_ptr<byte_source> bytes, const dialect& with, const table_mark& from,
                std::size_t columns, blank_rows blanks = blank_rows::skip_lines,
                const table_limits& limits = {}) -> std::unique_ptr<table_source>;

}  // namespace waybill::formats::csv
