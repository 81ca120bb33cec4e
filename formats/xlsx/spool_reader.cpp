#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>

#include "formats/xlsx/row_code.hpp"
#include "formats/xlsx/spool.hpp"
#include "formats/xlsx/spool_parts.hpp"

namespace waybill::formats::xlsx {
namespace {

/// Eight GiB of rows have 2 MiB of it; a head has at most 16 MiB, and names.
constexpr std::uint64_t most_tail_bytes = 256 << 20;

auto sum_of(std::string_view bytes) -> std::uint64_t {
  return ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
}

auto read_head(std::string_view bytes, std::string_view made_of, table_head& out) -> bool {
  code_reader from(bytes);
  if (from.text() != made_of) return false;
  for (auto left = from.number(); left > 0 && from.ok(); --left) out.names.emplace_back(from.text());
  for (auto rows = from.number(); rows > 0 && from.ok(); --rows) {
    auto& row = out.header.emplace_back();
    for (auto left = from.number(); left > 0 && from.ok(); --left) row.emplace_back(from.text());
  }
  out.rows_at.row = from.number();
  return from.ok() && from.left() == 0;
}

}  // namespace

auto spool_reader::at(const std::string& path, std::string_view made_of) -> std::unique_ptr<spool_reader> {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return nullptr;
  auto made = std::unique_ptr<spool_reader>(new spool_reader(file));
  return made->open(made_of) ? std::move(made) : nullptr;
}

spool_reader::~spool_reader() { ::close(file_); }

auto spool_reader::open(std::string_view made_of) -> bool {
  struct stat about {};
  if (::fstat(file_, &about) != 0 || !S_ISREG(about.st_mode)) return false;
  const auto all = static_cast<std::uint64_t>(about.st_size);
  std::string footer(spool_footer_bytes, '\0');
  if (all < footer.size() || !read_at(file_, all - footer.size(), footer.size(), footer.data())) return false;
  if (!footer.starts_with(spool_magic)) return false;
  size_ = fixed_at(footer, 8, 8);
  rows_ = fixed_at(footer, 16, 8);
  const auto head_size = fixed_at(footer, 24, 8);
  if (size_ > all || head_size > most_tail_bytes) return false;
  const auto index_size = (size_ + spool_block_bytes - 1) / spool_block_bytes * spool_index_bytes;
  if (index_size > most_tail_bytes || size_ + index_size + head_size + footer.size() != all) return false;
  index_.resize(static_cast<std::size_t>(index_size + head_size));
  if (!read_at(file_, size_, index_.size(), index_.data())) return false;
  if (sum_of(index_) != fixed_at(footer, 32, 4)) return false;
  const auto head = std::string_view(index_).substr(static_cast<std::size_t>(index_size));
  if (!read_head(head, made_of, head_)) return false;
  index_.resize(static_cast<std::size_t>(index_size));
  return go_to(1);
}

auto spool_reader::go_to(std::uint64_t record) -> bool {
  held_.clear();
  at_ = 0;
  failed_ = false;
  record_ = record;
  next_block_ = begin_ = 0;
  const auto blocks = index_.size() / spool_index_bytes;
  if (record > rows_) {
    next_block_ = blocks;
    begin_ = size_;
    return true;
  }
  // The last block before which no more rows begin than stand in front of this one.
  std::size_t first = 0, last = blocks;
  while (last - first > 1) {
    const auto middle = (first + last) / 2;
    (fixed_at(index_, middle * spool_index_bytes, 8) < record ? first : last) = middle;
  }
  next_block_ = first;
  begin_ = first * spool_block_bytes;
  at_ = static_cast<std::size_t>(fixed_at(index_, first * spool_index_bytes + 8, 4));
  record_ = fixed_at(index_, first * spool_index_bytes, 8) + 1;
  while (record_ < record)
    if (next() == nullptr) return false;
  return true;
}

/// One more block stands in memory.
auto spool_reader::load_block() -> bool {
  const auto from = next_block_ * spool_block_bytes;
  if (from >= size_) return false;
  const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(spool_block_bytes, size_ - from));
  const auto passed = std::min(at_, held_.size());
  held_.erase(0, passed);
  begin_ += passed;
  at_ -= passed;
  const auto size = held_.size();
  held_.resize(size + bytes);
  const auto sum = fixed_at(index_, static_cast<std::size_t>(next_block_) * spool_index_bytes + 12, 4);
  if (!read_at(file_, from, bytes, held_.data() + size) ||
      sum_of(std::string_view(held_).substr(size)) != sum)
    return false;
  ++next_block_;
  return true;
}

auto spool_reader::has(std::size_t bytes) -> bool {
  while (held_.size() < at_ + bytes)
    if (!load_block()) return false;
  return true;
}

auto spool_reader::next() -> const table_row* {
  if (failed_ || record_ > rows_) return nullptr;
  failed_ = true;
  if (!has(row_size_bytes)) return nullptr;
  const std::size_t size = size_of_row(std::string_view(held_).substr(at_));
  if (size > most_row_bytes || !has(row_size_bytes + size)) return nullptr;
  coded_row found;
  found.cells.swap(cells_);
  found.typed.swap(typed_);
  if (!read_row(std::string_view(held_).substr(at_ + row_size_bytes, size), found)) return nullptr;
  cells_.swap(found.cells);
  typed_.swap(found.typed);
  failed_ = false;
  row_ = {};
  row_.cells = cells_;
  row_.record = record_++;
  row_.row = found.row;
  row_.offset = begin_ + at_;
  at_ += row_size_bytes + size;
  row_.end_offset = begin_ + at_;
  row_.notes = found.notes;
  row_.fault = found.fault;
  return &row_;
}

}  // namespace waybill::formats::xlsx
