#include <zlib.h>

#include <algorithm>

#include "formats/xlsx/row_code.hpp"
#include "formats/xlsx/spool.hpp"
#include "formats/xlsx/spool_parts.hpp"

namespace waybill::formats::xlsx {
namespace {

auto head_bytes(const table_head& head, std::string_view made_of) -> std::string {
  std::string out;
  put_text(made_of, out);
  put_number(head.names.size(), out);
  for (const auto& name : head.names) put_text(name, out);
  put_number(head.header.size(), out);
  for (const auto& row : head.header) {
    put_number(row.size(), out);
    for (const auto& cell : row) put_text(cell, out);
  }
  put_number(head.rows_at.row, out);
  return out;
}

}  // namespace

auto spool_writer::at(std::string path) -> std::unique_ptr<spool_writer> {
  auto file = placed_file::at(std::move(path));
  if (file == nullptr) return nullptr;
  return std::unique_ptr<spool_writer>(new spool_writer(std::move(file)));
}

auto spool_writer::add(const row& one) -> bool {
  append_row(one, held_);
  ++rows_;
  cell_bytes_ += one.cells.empty() ? 1 : one.cells.back().column + 1;
  for (const auto& cell : one.cells) cell_bytes_ += cell.text.size();
  return held_.size() < spool_block_bytes || cut_blocks(false);
}

/// The rows that are held end here: they go to the disk, as far as they fill blocks.
auto spool_writer::cut_blocks(bool all) -> bool {
  std::size_t at = 0;
  for (auto left = held_.size(); left >= spool_block_bytes || (all && left > 0); left = held_.size() - at) {
    const auto block = std::string_view(held_).substr(at, spool_block_bytes);
    const auto sum =
        ::crc32(0, reinterpret_cast<const Bytef*>(block.data()), static_cast<uInt>(block.size()));
    put_fixed(rows_before_, 8, index_);
    put_fixed(std::min(first_row_at_, block.size()), 4, index_);
    put_fixed(sum, 4, index_);
    // Where the rows stand that begin in it.
    auto row_at = first_row_at_;
    while (row_at + row_size_bytes <= held_.size() - at && row_at < block.size()) {
      row_at += row_size_bytes + size_of_row(std::string_view(held_).substr(at + row_at));
      ++rows_before_;
    }
    first_row_at_ = row_at - std::min(row_at, block.size());
    at += block.size();
  }
  const bool fine = file_->write(std::string_view(held_).substr(0, at));
  written_ += at;
  held_.erase(0, at);
  return fine;
}

auto spool_writer::finish(const table_head& head, std::string_view made_of) -> bool {
  if (!cut_blocks(true)) return false;
  auto tail = index_ + head_bytes(head, made_of);
  const auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(tail.data()), static_cast<uInt>(tail.size()));
  const auto head_size = tail.size() - index_.size();
  tail += spool_magic;
  put_fixed(written_, 8, tail);
  put_fixed(rows_, 8, tail);
  put_fixed(head_size, 8, tail);
  put_fixed(sum, 4, tail);
  return file_->write(tail) && file_->put_in_place();
}

}  // namespace waybill::formats::xlsx
