#include "formats/line_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace waybill::formats {
namespace {

constexpr std::size_t block_bytes = 256 << 10;

}  // namespace

line_reader::line_reader(std::unique_ptr<byte_source> from, std::uint64_t offset, std::size_t limit_bytes)
    : from_(std::move(from)),
      limit_(limit_bytes),
      capacity_(limit_bytes + block_bytes),
      bytes_(std::make_unique_for_overwrite<char[]>(capacity_ + padding_bytes)),
      base_(offset),
      is_first_(offset == 0) {}

/// Makes room by letting go of what was read, and reads on. False: there is no more.
auto line_reader::fill() -> bool {
  if (at_ > 0) {
    std::memmove(bytes_.get(), bytes_.get() + at_, end_ - at_);
    base_ += at_;
    end_ -= at_;
    at_ = 0;
  }
  if (at_end_ || end_ == capacity_) return false;
  const auto got = from_ ? from_->read(bytes_.get() + end_, std::min(block_bytes, capacity_ - end_)) : 0;
  failed_ = failed_ || got < 0;
  at_end_ = got <= 0;
  if (got > 0) end_ += static_cast<std::size_t>(got);
  return got > 0;
}

auto line_reader::next(line& out) -> bool {
  if (!cut(out)) return false;
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (std::exchange(is_first_, false) && out.text.starts_with(mark)) out.text.remove_prefix(mark.size());
  return true;
}

auto line_reader::cut(line& out) -> bool {
  out = {};
  std::size_t looked_at = 0;
  for (;;) {
    const char* const from = bytes_.get() + at_;
    const auto held = end_ - at_;
    const auto* const found = static_cast<const char*>(std::memchr(from + looked_at, '\n', held - looked_at));
    if (found != nullptr) {
      const auto size = static_cast<std::size_t>(found - from);
      out.text = {from, size};
      at_ += size + 1;
      break;
    }
    if (held > limit_) {
      // What is beyond the limit is passed over, wherever its end is.
      if (!out.oversize) head_.assign(from, std::min(held, head_bytes));
      out.oversize = true;
      at_ = end_;
      looked_at = 0;
    } else {
      looked_at = held;
    }
    if (fill()) continue;
    if (at_ == end_ && !out.oversize) return false;
    out.text = {bytes_.get() + at_, end_ - at_};
    at_ = end_;
    break;
  }
  out.end_offset = base_ + at_;
  if (out.oversize) {
    out.text = head_;
    return true;
  }
  out.oversize = out.text.size() > limit_;
  if (out.oversize) out.text = out.text.substr(0, head_bytes);
  if (out.text.ends_with('\r')) out.text.remove_suffix(1);
  return true;
}

}  // namespace waybill::formats
