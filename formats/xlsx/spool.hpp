// The rows of a sheet, decoded, in a file of their own beside the workbook: a workbook can be read from its
// beginning only, a spool from any row. It can be dropped and made anew, byte by byte the same.
//
// Layout, numbers with the lowest byte first: rows (row_code.hpp), one behind the other, cut into blocks of
// 64 KiB of which the last may be shorter; an index of 16 bytes a block (8: how many rows begin before it;
// 4: where in it the first row begins, or its size; 4: CRC-32 of its bytes); the head of the table; a footer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "formats/placed_file.hpp"
#include "formats/table.hpp"
#include "formats/xlsx/sheet_reader.hpp"

namespace waybill::formats::xlsx {

inline constexpr std::size_t spool_block_bytes = 64 << 10;
/// How the name of a spool ends, behind that of its workbook.
inline constexpr std::string_view spool_end = ".spool";

/// One thread at a time. What was not finished leaves nothing behind.
class spool_writer {
 public:
  /// Null: errno says why.
  static auto at(std::string path) -> std::unique_ptr<spool_writer>;

  /// False: the disk does not take it; errno says why.
  auto add(const row& one) -> bool;
  /// The file stands at its path from now on, in the place of another. `made_of`: all that it depends on.
  /// False as above.
  auto finish(const table_head& head, std::string_view made_of) -> bool;
  [[nodiscard]] auto rows() const -> std::uint64_t { return rows_; }
  /// As a reader gives them: cells that hold nothing count, too.
  [[nodiscard]] auto cell_bytes() const -> std::uint64_t { return cell_bytes_; }

 private:
  explicit spool_writer(std::unique_ptr<placed_file> file) : file_(std::move(file)) {}
  auto cut_blocks(bool all) -> bool;

  std::unique_ptr<placed_file> file_;
  std::string held_;  ///< rows that are no whole block yet
  std::string index_;
  std::uint64_t written_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t rows_before_ = 0;  ///< that begin before the block that is held
  std::size_t first_row_at_ = 0;   ///< in it
  std::uint64_t cell_bytes_ = 0;
};

/// Reads from any row on, at a cost that does not depend on which.
class spool_reader final : public table_source {
 public:
  /// Null: there is none, it is damaged, or made of something else.
  static auto at(const std::string& path, std::string_view made_of) -> std::unique_ptr<spool_reader>;
  ~spool_reader() override;
  spool_reader(const spool_reader&) = delete;
  auto operator=(const spool_reader&) -> spool_reader& = delete;

  /// With `names`, `header` and where the rows begin.
  [[nodiscard]] auto head() const -> const table_head& { return head_; }
  [[nodiscard]] auto rows() const -> std::uint64_t { return rows_; }
  /// The next row is this one, from 1. False: it is damaged there.
  auto go_to(std::uint64_t record) -> bool;

  /// Offsets are the spool's; lines are not known.
  auto next() -> const table_row* override;
  /// Of each cell of the row that was given 1, where it is a number, truth value or time (`cell::is_typed`).
  [[nodiscard]] auto typed() const -> std::span<const char> { return typed_; }
  /// It is damaged here: made anew, it can be read on.
  [[nodiscard]] auto failed() const -> bool override { return failed_; }
  [[nodiscard]] auto skipped_blank() const -> std::uint64_t override { return 0; }

 private:
  explicit spool_reader(int file) : file_(file) {}
  auto open(std::string_view made_of) -> bool;
  auto load_block() -> bool;
  auto has(std::size_t bytes) -> bool;

  int file_;
  std::uint64_t size_ = 0;  ///< of all rows
  std::uint64_t rows_ = 0;
  std::string index_;
  table_head head_;
  std::string held_;         ///< blocks that are looked at
  std::size_t at_ = 0;       ///< in them
  std::uint64_t begin_ = 0;  ///< of the file, where they begin
  std::uint64_t next_block_ = 0;
  std::uint64_t record_ = 1;
  bool failed_ = false;
  std::vector<std::string_view> cells_;
  std::vector<char> typed_;
  table_row row_;
};

}  // namespace waybill::formats::xlsx
