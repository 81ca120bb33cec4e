#include "formats/json/token_reader.hpp"

#include <algorithm>

#include "formats/encoding.hpp"
#include "formats/json/bytes.hpp"

namespace waybill::formats::json {
namespace {

constexpr std::size_t block_bytes = 64 << 10;
constexpr std::size_t padding_bytes = 64;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr auto is_scalar(char c) -> bool {
  return is_digit(c) || (c >= 'a' && c <= 'z') || c == 'E' || c == '+' || c == '-' || c == '.';
}

}  // namespace

token_reader::token_reader(std::unique_ptr<byte_source> from)
    : from_(std::move(from)), block_(std::make_unique<char[]>(block_bytes)) {
  // So much is needed to tell what a document is written in.
  while (end_ < encoding_bytes && !at_end_ && !is_broken_) {
    const auto got = from_ ? from_->read(block_.get() + end_, block_bytes - end_) : 0;
    at_end_ = got <= 0;
    if (got < 0) source_error_ = got;
    if (got > 0) end_ += static_cast<std::size_t>(got);
  }
  if (!checked()) return;
  if (std::string_view(block_.get(), end_).starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

/// The bytes of the block are fit to be looked at.
auto token_reader::checked() -> bool {
  is_broken_ = source_error_ != 0 || !check_.feed({block_.get(), end_});
  if (is_broken_ || at_end_) {
    if (auto refused = check_.finish(); refused && source_error_ == 0) {
      why_ = std::move(*refused);
      is_broken_ = true;
    }
  }
  if (is_broken_) end_ = at_;
  return !is_broken_;
}

/// The next block, when this one is over. False: there is none.
auto token_reader::fill() -> bool {
  if (at_ != end_) return true;
  if (at_end_ || is_broken_) return false;
  base_ += end_;
  at_ = end_ = 0;
  const auto got = from_->read(block_.get(), block_bytes);
  at_end_ = got <= 0;
  if (got < 0) source_error_ = got;
  if (got > 0) end_ = static_cast<std::size_t>(got);
  return checked() && at_ != end_;
}

/// The next byte that is no blank; -1: there is none.
auto token_reader::peek() -> int {
  while (fill()) {
    at_ = static_cast<std::size_t>(skip_space(block_.get() + at_, block_.get() + end_) - block_.get());
    if (at_ != end_) return static_cast<unsigned char>(block_[at_]);
  }
  return -1;
}

auto token_reader::next() -> token {
  text_.clear();
  for (;;) {
    const int c = peek();
    if (c < 0) return is_broken_ ? token::broken : token::end;
    switch (c) {
      case ',':
      case ':':
        ++at_;
        continue;
      case '{':
        return ++at_, token::begin_object;
      case '}':
        return ++at_, token::end_object;
      case '[':
        return ++at_, token::begin_array;
      case ']':
        return ++at_, token::end_array;
      case '"':
        return read_string();
      default:
        return read_scalar();
    }
  }
}

/// Passes to `to`, which stands in the block.
void token_reader::take(const char* to) {
  const char* const from = block_.get() + at_;
  const auto size = static_cast<std::size_t>(to - from);
  at_ += size;
  if (into_ == nullptr) return;
  const auto room = limit_ - std::min(limit_, into_->size());
  into_->append(from, std::min(room, size));
  too_long_ = too_long_ || size > room;
}

/// From its first quote to behind its last one.
auto token_reader::pass_string() -> bool {
  take(block_.get() + at_ + 1);
  while (fill()) {
    take(find_quote(block_.get() + at_, block_.get() + end_));
    if (at_ == end_) continue;
    const bool is_escape = block_[at_] == '\\';
    take(block_.get() + at_ + 1);
    if (!is_escape) return true;
    if (!fill()) return false;
    take(block_.get() + at_ + 1);
  }
  return false;
}

auto token_reader::is_key() -> bool { return peek() == ':'; }

auto token_reader::read_string() -> token {
  into_ = &text_;
  limit_ = text_limit_bytes;
  too_long_ = false;
  const bool is_whole = pass_string();
  into_ = nullptr;
  if (!is_whole) return token::broken;
  if (too_long_) text_.clear();
  const bool key = is_key();
  if (is_broken_) return token::broken;
  if (key && !too_long_) text_ = text_.substr(1, text_.size() - 2);
  text_.reserve(text_.size() + padding_bytes);
  return key ? token::key : token::scalar;
}

auto token_reader::read_scalar() -> token {
  into_ = &text_;
  limit_ = text_limit_bytes;
  too_long_ = false;
  while (fill()) {
    const char* const end = block_.get() + end_;
    const char* const from = block_.get() + at_;
    const char* const behind = std::find_if_not(from, end, is_scalar);
    take(behind);
    if (behind != end) break;
  }
  into_ = nullptr;
  if (is_broken_) return token::broken;
  if (too_long_) text_.clear();
  text_.reserve(text_.size() + padding_bytes);
  return token::scalar;
}

/// From behind its opening bracket to behind its closing one.
void token_reader::pass_container() {
  std::uint32_t depth = 1;
  while (fill()) {
    const char* const end = block_.get() + end_;
    const auto* const found = std::find_if(block_.get() + at_, block_.get() + end_, [](char c) {
      return c == '"' || c == '{' || c == '}' || c == '[' || c == ']';
    });
    take(found);
    if (found == end) continue;
    if (*found == '"') {
      if (!pass_string()) return;
      continue;
    }
    const bool opens = *found == '{' || *found == '[';
    take(found + 1);
    depth = opens ? depth + 1 : depth - 1;
    if (depth == 0) return;
  }
}

auto token_reader::capture(std::string& into, std::size_t limit_bytes) -> bool {
  // The bracket was the last byte passed, and blocks are not let go before the next one is asked for.
  into.assign(1, block_[at_ - 1]);
  into_ = &into;
  limit_ = limit_bytes;
  too_long_ = false;
  pass_container();
  into_ = nullptr;
  into.reserve(into.size() + padding_bytes);
  return !too_long_ && !is_broken_;
}

void token_reader::skip() { pass_container(); }

}  // namespace waybill::formats::json
