#include "domains/leads/entry_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

namespace waybill::leads {
namespace {

constexpr std::size_t block_bytes = 64 << 10;
constexpr std::string_view magic = "wbleads1";
constexpr std::size_t size_bytes = 4;
constexpr std::size_t index_bytes = 28;
constexpr std::size_t footer_bytes = 40;
constexpr std::uint64_t most_tail_bytes = 256 << 20;

void put_fixed(std::uint64_t number, unsigned bytes, std::string& out) {
  for (unsigned i = 0; i < bytes; ++i) out.push_back(static_cast<char>(number >> (8 * i)));
}

auto fixed_at(std::string_view bytes, std::size_t at, unsigned size) -> std::uint64_t {
  std::uint64_t number = 0;
  for (unsigned i = 0; i < size; ++i)
    number |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return number;
}

auto sum_of(std::string_view bytes) -> std::uint64_t { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace

auto entry_writer::at(std::string path) -> std::unique_ptr<entry_writer> {
  auto file = formats::placed_file::at(std::move(path));
  if (file == nullptr) return nullptr;
  return std::unique_ptr<entry_writer>(new entry_writer(std::move(file)));
}

auto entry_writer::begin() -> std::string& {
  begun_ = held_.size();
  held_.append(size_bytes, '\0');
  return held_;
}

auto entry_writer::added() -> bool {
  const auto size = held_.size() - begun_ - size_bytes;
  for (unsigned i = 0; i < size_bytes; ++i) held_[begun_ + i] = static_cast<char>(size >> (8 * i));
  ++entries_;
  return held_.size() < block_bytes || end_block();
}

auto entry_writer::end_block() -> bool {
  if (held_.empty()) return true;
  put_fixed(entries_before_, 8, index_);
  put_fixed(written_, 8, index_);
  put_fixed(held_.size(), 4, index_);
  put_fixed(sum_of(held_), 8, index_);
  const bool fine = file_->write(held_);
  written_ += held_.size();
  entries_before_ = entries_;
  held_.clear();
  return fine;
}

auto entry_writer::finish(std::string_view head) -> bool {
  if (!end_block()) return false;
  auto tail = std::move(index_);
  tail += head;
  const auto sum = sum_of(tail);
  tail += magic;
  put_fixed(written_, 8, tail);
  put_fixed(entries_, 8, tail);
  put_fixed(head.size(), 8, tail);
  put_fixed(sum, 8, tail);
  return file_->write(tail) && file_->put_in_place();
}

auto entry_reader::at(const std::string& path) -> std::unique_ptr<entry_reader> {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return nullptr;
  auto made = std::unique_ptr<entry_reader>(new entry_reader(file));
  return made->open() ? std::move(made) : nullptr;
}

entry_reader::~entry_reader() { ::close(file_); }

auto entry_reader::open() -> bool {
  struct stat about {};
  if (::fstat(file_, &about) != 0 || !S_ISREG(about.st_mode)) return false;
  const auto all = static_cast<std::uint64_t>(about.st_size);
  std::string footer(footer_bytes, '\0');
  if (all < footer_bytes || !formats::read_at(file_, all - footer_bytes, footer_bytes, footer.data()))
    return false;
  const auto index_at = fixed_at(footer, 8, 8);
  entries_ = fixed_at(footer, 16, 8);
  const auto head_size = fixed_at(footer, 24, 8);
  const auto rest = all - footer_bytes;
  if (!footer.starts_with(magic) || index_at > rest || rest - index_at > most_tail_bytes) return false;
  const auto tail_size = rest - index_at;
  if (head_size > tail_size || (tail_size - head_size) % index_bytes != 0) return false;
  index_.resize(static_cast<std::size_t>(tail_size));
  if (!formats::read_at(file_, index_at, index_.size(), index_.data())) return false;
  if (sum_of(index_) != fixed_at(footer, 32, 8)) return false;
  head_ = index_.substr(static_cast<std::size_t>(tail_size - head_size));
  index_.resize(static_cast<std::size_t>(tail_size - head_size));
  return true;
}

auto entry_reader::blocks() const -> std::size_t { return index_.size() / index_bytes; }

auto entry_reader::load(std::size_t block) -> bool {
  at_ = 0;
  next_block_ = block + 1;
  if (loaded_ == block) return true;
  const auto entry = block * index_bytes;
  block_.resize(static_cast<std::size_t>(fixed_at(index_, entry + 16, 4)));
  loaded_ = ~std::size_t{0};
  if (!formats::read_at(file_, fixed_at(index_, entry + 8, 8), block_.size(), block_.data()) ||
      sum_of(block_) != fixed_at(index_, entry + 20, 8))
    return fail();
  loaded_ = block;
  return true;
}

auto entry_reader::go_to(std::uint64_t entry) -> bool {
  failed_ = false;
  if (entry == 0 || entry > entries_) {
    next_block_ = blocks();
    block_.clear();
    loaded_ = ~std::size_t{0};
    at_ = 0;
    return true;
  }
  std::size_t first = 0;
  for (std::size_t last = blocks(); last - first > 1;) {
    const auto middle = (first + last) / 2;
    (fixed_at(index_, middle * index_bytes, 8) < entry ? first : last) = middle;
  }
  if (!load(first)) return false;
  std::string_view passed;
  for (auto before = fixed_at(index_, first * index_bytes, 8) + 1; before < entry; ++before)
    if (!next(passed)) return fail();
  return true;
}

auto entry_reader::next(std::string_view& out) -> bool {
  if (failed_) return false;
  if (at_ == block_.size()) {
    if (next_block_ >= blocks()) return false;
    if (!load(next_block_)) return false;
  }
  if (block_.size() - at_ < size_bytes) return fail();
  const auto size = fixed_at(block_, at_, size_bytes);
  if (size > block_.size() - at_ - size_bytes) return fail();
  out = std::string_view(block_).substr(at_ + size_bytes, static_cast<std::size_t>(size));
  at_ += size_bytes + static_cast<std::size_t>(size);
  return true;
}

}  // namespace waybill::leads
