#include "formats/csv/reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace waybill::formats::csv {
namespace {

constexpr std::size_t block_bytes = 64;
/// No byte stands there.
constexpr std::size_t nowhere = ~std::size_t{0};

/// A mark that does not exist is looked for as a line end, which is one in any dialect.
constexpr auto mark_or(char mark, bool is_none) -> char { return is_none ? '\n' : mark; }

}  // namespace

row_reader::row_reader(const dialect& with, const table_mark& from, const table_limits& limits)
    : with_(with),
      limits_(limits),
      finder_(mark_or(with.delimiter, with.one_column), mark_or(with.quote, with.quote == none),
              mark_or(with.escape, with.escape == none)),
      utf_16_(with.written_in == encoding::utf_16be),
      cells_(16),
      fed_to_(from.offset) {
  if (with.one_column) with_.delimiter = none;
  row_.row = from.row - 1;
  row_.next_line = from.line;
  row_.end_offset = from.offset;
}

void row_reader::feed(std::string_view bytes) {
  fed_to_ += bytes.size();
  leave_block();
  if (is_utf_16(with_.written_in)) {
    decoded_.clear();
    utf_16_.append(bytes, decoded_);
    bytes = decoded_;
  }
  make_room(bytes.size());
  if (!bytes.empty()) std::memcpy(bytes_.get() + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
}

void row_reader::finish() {
  ended_ = true;
  if (!is_utf_16(with_.written_in)) return;
  decoded_.clear();
  utf_16_.finish(decoded_);
  make_room(decoded_.size());
  if (!decoded_.empty()) std::memcpy(bytes_.get() + size_, decoded_.data(), decoded_.size());
  size_ += decoded_.size();
}

/// What is left of it is looked at anew: its bytes may move.
void row_reader::leave_block() {
  if (left_.special == 0) return;
  const auto looked_at = static_cast<std::size_t>(std::countr_zero(left_.special));
  has_high_ = has_high_ || (left_.high & bits_below(looked_at)) != 0;
  next_block_ = block_ + looked_at;
  left_ = {};
}

/// Behind the bytes that are held; those before the row go.
void row_reader::make_room(std::size_t bytes) {
  if (size_ + bytes <= capacity_) return;
  const auto* const before = bytes_.get();
  const auto kept = size_ - row_at_;
  std::unique_ptr<char[]> larger;
  if (kept + bytes > capacity_) {
    capacity_ = kept + bytes + kept / 2;
    larger = std::make_unique_for_overwrite<char[]>(capacity_ + block_bytes);
  }
  auto* const to = larger ? larger.get() : bytes_.get();
  if (kept != 0) std::memmove(to, bytes_.get() + row_at_, kept);
  for (std::size_t i = 0; i < count_; ++i)
    cells_[i] = {to + (cells_[i].data() - before) - row_at_, cells_[i].size()};
  for (auto* const place : {&next_block_, &cell_at_, &opened_at_, &closed_at_, &escaped_to_})
    if (*place != nowhere) *place -= std::min(*place, row_at_);
  if (larger) bytes_ = std::move(larger);
  size_ = kept;
  row_at_ = 0;
}

auto row_reader::next() -> const row* { return find_end() ? give() : nullptr; }

/// The next 64 bytes in which there is a mark; false: there are none.
auto row_reader::load() -> bool {
  do {
    has_high_ = has_high_ || left_.high != 0;
    left_ = {};
    if (next_block_ >= size_) return false;
    block_ = next_block_;
    const auto there = std::min(size_ - block_, block_bytes);
    left_ = finder_.find(bytes_.get() + block_);
    left_.special &= bits_below(there);
    left_.high &= bits_below(there);
    next_block_ = block_ + there;
  } while (left_.special == 0);
  return true;
}

/// False: it may still come.
auto row_reader::find_end() -> bool {
  for (;;) {
    if (left_.special == 0 && !load()) {
      const auto what = at_end();
      if (what != step::go_on) return what == step::row_ends;
      continue;
    }
    const auto at = block_ + static_cast<std::size_t>(std::countr_zero(left_.special));
    left_.special &= left_.special - 1;
    if (at < escaped_to_) continue;
    if (bytes_[at] == with_.delimiter && where_ != where::in_quotes) {
      end_cell(at);
      continue;
    }
    const auto what = take(at);
    if (what != step::go_on) return what == step::row_ends;
  }
}

auto row_reader::take(std::size_t at) -> step {
  if (where_ == where::in_quotes && at - opened_at_ > limits_.row_bytes) {
    take_quote_back();
    return step::go_on;
  }
  const char mark = bytes_[at];
  if (mark == '\n' || mark == '\r') return take_break(at);
  // Right behind a quote that closes it is one character of the rest.
  const bool is_rest = where_ == where::behind_quotes && at == closed_at_ + 1;
  if (mark == with_.escape) return is_rest ? step::go_on : take_escape(at);
  if (mark == with_.quote) take_quote(at);
  return step::go_on;
}

/// Only blanks stand between the two places, and they count as nothing.
auto row_reader::is_passed_over(std::size_t from, std::size_t to) const -> bool {
  if (!with_.quotes_behind_blanks || from > to) return false;
  return std::all_of(bytes_.get() + from, bytes_.get() + to,
                     [&](char c) { return c == ' ' || (c == '\t' && with_.delimiter != '\t'); });
}

auto row_reader::opens_cell(std::size_t at) const -> bool {
  return at == cell_at_ || (cell_at_ != nowhere && is_passed_over(cell_at_, at));
}

/// A quote opens a cell where the cell begins; two behind each other inside of quotes are one.
void row_reader::take_quote(std::size_t at) {
  if (where_ == where::in_quotes) {
    where_ = where::behind_quotes;
    closed_at_ = at;
  } else if (where_ == where::behind_quotes && at == closed_at_ + 1) {
    where_ = where::in_quotes;
    has_escapes_ = true;
  } else if (where_ == where::in_cell && opens_cell(at)) {
    where_ = where::in_quotes;
    opened_at_ = at;
    breaks_at_quote_ = breaks_;
  }
}

/// The character behind it, whatever it is; CR LF is one.
auto row_reader::take_escape(std::size_t at) -> step {
  const auto left = size_ - at;
  if (!ended_ && (left < 2 || (left < 3 && bytes_[at + 1] == '\r'))) return ask_for_more(at);
  const bool is_two = left > 2 && bytes_[at + 1] == '\r' && bytes_[at + 2] == '\n';
  if (left > 1 && (bytes_[at + 1] == '\r' || bytes_[at + 1] == '\n')) ++breaks_;
  escaped_to_ = at + (is_two ? 3 : 2);
  has_escapes_ = true;
  return step::go_on;
}

auto row_reader::take_break(std::size_t at) -> step {
  const bool is_cr = bytes_[at] == '\r';
  if (is_cr && at + 1 == size_ && !ended_) return ask_for_more(at);
  const bool is_two = is_cr && at + 1 < size_ && bytes_[at + 1] == '\n';
  if (where_ == where::in_quotes) {
    if (!is_two) ++breaks_;
    return step::go_on;
  }
  const auto before = bits_below(at - block_);
  has_high_ = has_high_ || (left_.high & before) != 0;
  left_.high &= ~before;
  row_end_ = at;
  behind_ = escaped_to_ = at + (is_two ? 2 : 1);
  end_cell(at);
  return step::row_ends;
}

/// What the mark at `at` means, the next byte tells.
auto row_reader::ask_for_more(std::size_t at) -> step {
  has_high_ = has_high_ || left_.high != 0;
  left_ = {};
  next_block_ = at;
  drop_too_long();
  return step::feed_more;
}

/// All bytes that are held were looked at.
auto row_reader::at_end() -> step {
  if (where_ == where::in_quotes && (ended_ || size_ - opened_at_ > limits_.row_bytes)) {
    take_quote_back();
    return step::go_on;
  }
  if (!ended_) {
    drop_too_long();
    return step::feed_more;
  }
  if (row_at_ == size_ && !too_long_) return step::feed_more;
  row_end_ = behind_ = size_;
  end_cell(size_);
  return step::row_ends;
}

/// Of a row beyond the limit nothing is kept but what may still change where it ends.
void row_reader::drop_too_long() {
  const bool may_go_on =
      where_ == where::in_quotes || (where_ == where::behind_quotes && size_ == closed_at_ + 1);
  const auto kept = may_go_on ? opened_at_ : std::min(next_block_, size_);
  if (!too_long_ && kept - row_at_ <= limits_.row_bytes) return;
  too_long_ = true;
  passed_ += source_bytes(row_at_, kept);
  row_at_ = kept;
  if (!may_go_on) where_ = where::in_cell;
  if (cell_at_ < kept) cell_at_ = nowhere;
  count_ = 0;
  odd_.clear();
}

/// It never closes: it is an ordinary character, and what follows it is looked at anew.
void row_reader::take_quote_back() {
  notes_ |= unterminated_quote;
  if (opened_line_ == 0 && row_.next_line != 0) opened_line_ = row_.next_line + breaks_at_quote_;
  breaks_ = breaks_at_quote_;
  where_ = where::in_cell;
  has_escapes_ = false;
  escaped_to_ = 0;
  has_high_ = has_high_ || left_.high != 0;
  left_ = {};
  next_block_ = opened_at_ + 1;
}

void row_reader::end_cell(std::size_t at) {
  const bool is_quoted = where_ == where::behind_quotes;
  const bool ends_here = is_quoted && (at == closed_at_ + 1 || is_passed_over(closed_at_ + 1, at));
  if (!is_quoted && !has_escapes_) {
    add(cell_at_, at);
  } else if (ends_here && !has_escapes_) {
    add(opened_at_ + 1, closed_at_);
  } else if (!too_long_) {
    if (is_quoted && !ends_here) notes_ |= quote_inside;
    odd_.push_back({count_, is_quoted});
    add(is_quoted ? opened_at_ : cell_at_, ends_here ? closed_at_ + 1 : at);
  }
  where_ = where::in_cell;
  has_escapes_ = false;
  cell_at_ = at + 1;
}

void row_reader::add(std::size_t from, std::size_t to) {
  if (too_long_) return;
  if (count_ == limits_.columns) {
    too_many_ = true;
    return;
  }
  if (count_ == cells_.size()) cells_.resize(2 * cells_.size());
  cells_[count_++] = {bytes_.get() + from, to - from};
}

auto row_reader::source_bytes(std::size_t from, std::size_t to) const -> std::uint64_t {
  if (!is_utf_16(with_.written_in)) return to - from;
  return utf_16_decoder::source_bytes({bytes_.get() + from, to - from});
}

auto row_reader::give() -> const row* {
  const bool is_last = ended_ && behind_ == size_;
  row_.offset = row_.end_offset;
  row_.end_offset = is_last ? fed_to_ : row_.offset + passed_ + source_bytes(row_at_, behind_);
  row_.line = row_.next_line;
  if (row_.line != 0) row_.next_line = row_.line + 1 + breaks_;
  ++row_.row;
  row_.fault = row_fault::none;
  row_.fault_cell = 0;
  row_.opened_line = opened_line_;
  row_.is_empty_line = row_end_ == row_at_ && !too_long_;
  if (too_long_ || row_end_ - row_at_ > limits_.row_bytes)
    row_.fault = row_fault::row_too_long;
  else if (too_many_)
    row_.fault = row_fault::too_many_columns;
  else
    give_cells();
  // How much of such a row was looked at depends on how it was split.
  row_.notes = row_.fault == row_fault::none ? notes_ : notes_ & unterminated_quote;
  const bool is_split = row_.fault == row_fault::none || row_.fault == row_fault::cell_too_long;
  row_.cells = {cells_.data(), is_split ? count_ : 0};
  begin_row();
  return &row_;
}

void row_reader::begin_row() {
  row_at_ = cell_at_ = behind_;
  count_ = 0;
  odd_.clear();
  has_high_ = too_long_ = too_many_ = false;
  breaks_ = passed_ = opened_line_ = 0;
  notes_ = 0;
}

void row_reader::give_cells() {
  const auto raw = std::string_view(bytes_.get() + row_at_, row_end_ - row_at_);
  if (!odd_.empty()) unescape();
  if (has_high_ && decodes_) decode(raw);
  // Decoding makes three bytes of one at most.
  if (raw.size() > limits_.cell_bytes / 3) check_cells();
}

void row_reader::check_cells() {
  for (std::size_t i = 0; i < count_; ++i) {
    if (cells_[i].size() <= limits_.cell_bytes) continue;
    cells_[i] = {};
    if (row_.fault == row_fault::none) row_.fault_cell = i + 1;
    row_.fault = row_fault::cell_too_long;
  }
}

void row_reader::unescape() {
  std::size_t bytes = 0;
  for (const auto& one : odd_)
    if (one.at < count_) bytes += cells_[one.at].size();
  unescaped_.clear();
  unescaped_.reserve(bytes);  // views into it must hold
  for (const auto& one : odd_)
    if (one.at < count_) cells_[one.at] = append_unescaped(cells_[one.at], one.is_quoted);
}

auto row_reader::append_unescaped(std::string_view raw, bool is_quoted) -> std::string_view {
  const auto from = unescaped_.size();
  bool inside = is_quoted;
  std::size_t rest_at = raw.size();
  for (std::size_t at = is_quoted ? 1 : 0; at < raw.size(); ++at) {
    const bool is_escape =
        with_.escape != none && raw[at] == with_.escape && at + 1 < raw.size() && at != rest_at;
    const bool is_quote = inside && !is_escape && raw[at] == with_.quote;
    if (is_quote && (at + 1 == raw.size() || raw[at + 1] != with_.quote)) {
      inside = false;
      rest_at = at + 1;
      continue;
    }
    if (is_escape || is_quote) ++at;
    unescaped_.push_back(raw[at]);
  }
  return std::string_view(unescaped_).substr(from);
}

/// Cells as UTF-8, and without bytes that are none.
void row_reader::decode(std::string_view raw) {
  const bool is_utf_8 = !is_single_byte(with_.written_in);
  if (is_utf_8 && is_valid_utf_8(raw)) return;
  utf_8_.clear();
  utf_8_.reserve(3 * raw.size());  // views into it must hold
  for (std::size_t i = 0; i < count_; ++i) {
    const auto cell = cells_[i];
    if (is_utf_8 && is_valid_utf_8(cell)) continue;
    const auto from = utf_8_.size();
    bool all = !is_utf_8;
    if (is_utf_8)
      utf_8_.append(text::repaired_utf8(cell));
    else
      all = append_decoded(cell, with_.written_in, utf_8_);
    if (!all) notes_ |= undecodable_bytes;
    cells_[i] = std::string_view(utf_8_).substr(from);
  }
}

}  // namespace waybill::formats::csv
