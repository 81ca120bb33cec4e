// Reads whole tables for tests, in pieces of any size.
#pragma once

#include <cstdlib>
#include <cstring>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "formats/csv/table.hpp"

namespace waybill::formats::csv::testing {

/// By chance, or as WAYBILL_TEST_SEED says.
inline auto seed_of_test() -> std::uint64_t {
  const char* const given = std::getenv("WAYBILL_TEST_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

struct read_row {
  std::vector<std::string> cells;
  std::uint64_t record = 0, row = 0, line = 0, offset = 0, opened_line = 0;
  table_mark behind;
  std::uint32_t notes = 0;
  row_fault fault = row_fault::none;
  friend auto operator==(const read_row&, const read_row&) -> bool = default;
};

inline auto operator<<(std::ostream& out, const read_row& one) -> std::ostream& {
  out << "\n{" << one.record << " " << one.row << " line " << one.line << " at " << one.offset << ".."
      << one.behind.offset << " notes " << one.notes << " " << name_of(one.fault) << " opened "
      << one.opened_line << ":";
  for (const auto& cell : one.cells) out << " [" << cell << "]";
  return out << "}";
}

struct read_table {
  dialect with;
  table_head head;
  table_summary found;
  std::vector<read_row> rows;
};

/// Bytes in memory, of which each read gives a piece.
class pieces_of final : public byte_source {
 public:
  pieces_of(std::string_view bytes, std::size_t piece) : left_(bytes), piece_(piece) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto part = left_.substr(0, std::min(size, piece_));
    std::memcpy(into, part.data(), part.size());
    left_.remove_prefix(part.size());
    return static_cast<std::int64_t>(part.size());
  }

 private:
  std::string_view left_;
  std::size_t piece_;
};

inline auto read_from(std::string_view bytes, const dialect& with, const table_mark& from,
                      std::size_t columns, std::size_t piece, const table_limits& limits = {})
    -> std::vector<read_row> {
  const auto source =
      open_table(std::make_unique<pieces_of>(bytes.substr(static_cast<std::size_t>(from.offset)), piece),
                 with, from, columns, blank_rows::skip_lines, limits);
  std::vector<read_row> rows;
  while (const auto* const one = source->next())
    rows.push_back({{one->cells.begin(), one->cells.end()},
                    one->record,
                    one->row,
                    one->line,
                    one->offset,
                    one->opened_line,
                    one->behind(),
                    one->notes,
                    one->fault});
  return rows;
}

/// As an import does it: looked at once as a whole, then read.
inline auto read_all(std::string_view bytes, const wishes& asked = {}, std::size_t piece = 1 << 16)
    -> std::variant<read_table, table_fault> {
  checker check(asked);
  for (std::size_t at = 0; at < bytes.size(); at += piece) check.feed(bytes.substr(at, piece));
  auto answer = check.finish();
  if (auto* const fault = std::get_if<table_fault>(&answer)) return std::move(*fault);
  auto& checked = std::get<checked_table>(answer);
  pieces_of first(bytes, piece);
  read_table read{checked.with, read_head(first, checked.with), std::move(checked.found), {}};
  read.rows = read_from(bytes, read.with, read.head.rows_at, read.head.names.size(), piece);
  return read;
}

}  // namespace waybill::formats::csv::testing
