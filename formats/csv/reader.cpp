#include "formats/csv/reader.hpp"

#include <algorithm>
#include <cstring>

#include "formats/json/bytes.hpp"

namespace waybill::formats::csv {
namespace {

/// The first quote, LF or CR from `at`; `end` when there is none.
auto find_mark(const char* at, const char* end, char quote) -> const char* {
  using namespace json;
  for (; end - at >= 16; at += 16) {
    const auto v = load16(at);
    const auto hits = either(equals(v, quote), either(equals(v, '\n'), equals(v, '\r')));
    if (const auto mask = mask_of(hits); mask != 0) return at + std::countr_zero(mask);
  }
  while (at != end && *at != quote && *at != '\n' && *at != '\r') ++at;
  return at;
}

/// CR LF is one.
auto line_breaks(std::string_view text) -> std::uint64_t {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++count;
  return count;
}

}  // namespace

row_reader::row_reader(const dialect& with, std::uint64_t offset, std::uint64_t line,
                       const reader_limits& limits)
    : with_(with), limits_(limits), base_(offset), line_(line) {}

void row_reader::feed(std::string_view bytes) {
  bytes_.erase(0, row_at_);
  base_ += row_at_;
  look_at_ -= row_at_;
  opened_at_ -= std::min(opened_at_, row_at_);
  row_at_ = 0;
  bytes_.append(bytes);
}

auto row_reader::next() -> const row* {
  const auto what = find_end();
  if (what == found::nothing) return nullptr;
  return give();
}

/// A quote opens a cell where the cell begins.
auto row_reader::may_open(std::size_t at) const -> bool {
  if (at != row_at_ && bytes_[at - 1] != with_.delimiter) return false;
  return std::find(ordinary_.begin(), ordinary_.end(), at - row_at_) == ordinary_.end();
}

/// It never closes: it is an ordinary character, and the row is looked at anew.
void row_reader::take_quote_back() {
  ordinary_.push_back(opened_at_ - row_at_);
  look_at_ = row_at_;
  in_quotes_ = has_quotes_ = false;
}

/// Goes on behind the closing quote, or where none is found in time. False: it may still come.
auto row_reader::pass_quoted() -> bool {
  for (;;) {
    const auto at = bytes_.find(with_.quote, look_at_);
    const bool is_there = at != std::string::npos;
    if ((is_there ? at : bytes_.size()) - opened_at_ > limits_.row_bytes || (ended_ && !is_there)) {
      take_quote_back();
      return true;
    }
    look_at_ = is_there ? at : bytes_.size();
    // Whether it closes or stands for itself, the next byte tells.
    if (!is_there || (at + 1 == bytes_.size() && !ended_)) return false;
    look_at_ = at + 1;
    if (look_at_ < bytes_.size() && bytes_[look_at_] == with_.quote) {
      ++look_at_;
      continue;
    }
    in_quotes_ = false;
    return true;
  }
}

auto row_reader::find_end() -> found {
  for (;;) {
    if (in_quotes_ && !pass_quoted()) return found::nothing;
    const char* const end = bytes_.data() + bytes_.size();
    const char* const mark = find_mark(bytes_.data() + look_at_, end, with_.quote);
    look_at_ = static_cast<std::size_t>(mark - bytes_.data());
    if (mark == end) return at_end();
    if (look_at_ - row_at_ > limits_.row_bytes) too_long_ = true;
    if (*mark == with_.quote) {
      in_quotes_ = !too_long_ && may_open(look_at_);
      has_quotes_ = has_quotes_ || in_quotes_;
      opened_at_ = look_at_++;
      continue;
    }
    const bool may_go_on = *mark == '\r' && mark + 1 == end && !ended_;
    if (may_go_on) return found::nothing;
    row_end_ = look_at_;
    behind_ = look_at_ + (*mark == '\r' && mark + 1 != end && mark[1] == '\n' ? 2 : 1);
    return found::row;
  }
}

/// Nothing ends the row yet.
auto row_reader::at_end() -> found {
  if (ended_) {
    row_end_ = behind_ = bytes_.size();
    return row_at_ < bytes_.size() || too_long_ ? found::row : found::nothing;
  }
  if (look_at_ - row_at_ > limits_.row_bytes) {
    too_long_ = true;
    row_at_ = look_at_;
  }
  return found::nothing;
}

auto row_reader::give() -> const row* {
  const auto text = std::string_view(bytes_).substr(row_at_, row_end_ - row_at_);
  row_.cells.clear();
  row_.notes = ordinary_.empty() ? 0 : std::uint32_t{unterminated_quote};
  row_.fault = too_long_ || text.size() > limits_.row_bytes ? row_fault::row_too_long : row_fault::none;
  row_.line = line_;
  row_.end_offset = base_ + behind_;
  if (row_.fault == row_fault::none) has_quotes_ || !ordinary_.empty() ? split_quoted(text) : split(text);
  if (row_.fault != row_fault::none) row_.cells.clear();
  line_ += has_quotes_ ? 1 + line_breaks(text) : 1;
  row_at_ = look_at_ = behind_;
  ordinary_.clear();
  has_quotes_ = too_long_ = false;
  return &row_;
}

void row_reader::add(std::string_view cell) {
  if (cell.size() > limits_.cell_bytes) row_.fault = row_fault::cell_too_long;
  if (row_.cells.size() == limits_.columns) row_.fault = row_fault::too_many_columns;
  if (row_.fault == row_fault::none) row_.cells.push_back(cell);
}

void row_reader::split(std::string_view text) {
  for (std::size_t at = 0; row_.fault == row_fault::none;) {
    const auto end = std::min(text.find(with_.delimiter, at), text.size());
    add(text.substr(at, end - at));
    if (end == text.size()) return;
    at = end + 1;
  }
}

void row_reader::split_quoted(std::string_view text) {
  unescaped_.clear();
  unescaped_.reserve(text.size());  // views into it must hold
  for (std::size_t at = 0; row_.fault == row_fault::none;) {
    const bool opens = at < text.size() && text[at] == with_.quote &&
                       std::find(ordinary_.begin(), ordinary_.end(), at) == ordinary_.end();
    auto end = opens ? at : std::min(text.find(with_.delimiter, at), text.size());
    if (opens)
      end = add_quoted(text, at);
    else
      add(text.substr(at, end - at));
    if (end == text.size()) return;
    at = end + 1;
  }
}

/// The cell whose opening quote is `text[at]`; answers where it ends.
auto row_reader::add_quoted(std::string_view text, std::size_t at) -> std::size_t {
  const auto from = unescaped_.size();
  const auto first = ++at;
  for (;; ++at) {
    const auto quote = std::min(text.find(with_.quote, at), text.size());
    unescaped_.append(text.substr(at, quote - at));
    at = quote + 1;
    if (at >= text.size() || text[at] != with_.quote) break;
    unescaped_.push_back(with_.quote);
  }
  const auto closed = std::min(at, text.size());
  const auto end = std::min(text.find(with_.delimiter, closed), text.size());
  if (end > closed) row_.notes |= quote_inside;
  unescaped_.append(text.substr(closed, end - closed));
  const bool is_as_written = end == closed && unescaped_.size() - from == closed - 1 - first;
  add(is_as_written ? text.substr(first, closed - 1 - first) : std::string_view(unescaped_).substr(from));
  return end;
}

}  // namespace waybill::formats::csv
