// How it is laid out.
//
// Common part
//   version   1 byte: 2 with result columns, else 1
//   time      8 bytes, little endian, microseconds
//   table     text
//   key       list of texts
//   columns   list of texts
//   headers   1: one row above, which is the columns' names as they are; else 2 + how many, each a list of
//             texts
//   results?  list of texts, the names of result columns (version 2)
//
// What stands beside an outcome (`shown`): as many cells as there are columns, one text for each result
// column, and the cells beyond the last column.
//
// Row
//   version   1 byte, 1
//   flags     1 byte, see row_flag
//   head?     text: a common part of its own, without headers
//   created?  8 bytes, little endian; absent: the time of its common part
//   updated?  varint, microseconds after created
//   cells     list of texts
//
// A text is a varint size and bytes; a list a varint count and its texts.
#include "domains/rows/row.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>

#include "events/codec.hpp"
#include "formats/table.hpp"

namespace waybill::rows {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::uint8_t version_with_results = 2;  ///< of a common part
enum row_flag : std::uint8_t { row_own_head = 1, row_own_time = 2, row_updated = 4, row_known_flags = 7 };
constexpr std::uint64_t header_is_columns = 1;
constexpr std::uint64_t first_header_count = 2;

void put_fixed64(std::uint64_t value, std::string& out) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(value >> shift & 0xFF));
}

void put_list(byte_writer& to, std::span<const std::string_view> texts) {
  to.varint(texts.size());
  for (const auto text : texts) to.text(text);
}

void read_list(byte_reader& from, std::vector<std::string_view>& out) {
  out.clear();
  const auto count = from.varint();
  if (count > from.left()) return from.fail();
  out.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count && from.ok(); ++i) out.push_back(from.text());
}

void put_headers(byte_writer& to, const common_view& from) {
  if (from.headers.size() == 1 && from.headers.front() == from.columns) return to.varint(header_is_columns);
  to.varint(first_header_count + from.headers.size());
  for (const auto& row : from.headers) put_list(to, row);
}

void read_headers(byte_reader& from, common_view& out) {
  out.headers.clear();
  const auto count = from.varint();
  if (count == header_is_columns) return out.headers.push_back(out.columns);
  if (count < first_header_count || count - first_header_count > from.left()) return from.fail();
  for (auto left = count - first_header_count; left > 0 && from.ok(); --left)
    read_list(from, out.headers.emplace_back());
}

/// Are rows of the one rows of the other, but for the time?
auto is_same_table(const common_view& a, const common_view& b) -> bool {
  return a.table == b.table && a.key == b.key && a.columns == b.columns;
}

void put_row(const row_view& from, const common_view* chunk, std::string& out) {
  const bool own_head = chunk == nullptr || !is_same_table(from.head, *chunk);
  const auto& head = own_head ? from.head : *chunk;
  unsigned flags = own_head ? unsigned{row_own_head} : 0U;
  if (from.created_at != head.time) flags |= row_own_time;
  if (from.updated_at != from.created_at) flags |= row_updated;
  byte_writer to{out};
  out.push_back(static_cast<char>(version));
  out.push_back(static_cast<char>(flags));
  if (own_head) {
    auto bare = from.head;
    bare.headers.clear();
    bare.result_columns.clear();
    std::string bytes;
    encode_common(bare, bytes);
    to.text(bytes);
  }
  if ((flags & row_own_time) != 0) put_fixed64(static_cast<std::uint64_t>(from.created_at.us), out);
  if ((flags & row_updated) != 0)
    to.varint(static_cast<std::uint64_t>(from.updated_at.us) -
              static_cast<std::uint64_t>(from.created_at.us));
  put_list(to, from.cells);
}

void read_times(byte_reader& from, unsigned flags, row_view& out) {
  out.created_at = out.head.time;
  if ((flags & row_own_time) != 0) out.created_at.us = static_cast<std::int64_t>(from.fixed64());
  out.updated_at = out.created_at;
  if ((flags & row_updated) != 0)
    out.updated_at.us =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(out.created_at.us) + from.varint());
}

auto read_flags(byte_reader& from) -> unsigned {
  if (from.byte() != version) from.fail();
  const unsigned flags = from.byte();
  if ((flags & ~unsigned{row_known_flags}) != 0) from.fail();
  return flags;
}

/// Cells by name, in the order of the table: all columns, and behind them what a row has beyond.
class named_cells {
 public:
  explicit named_cells(const row_view& from) {
    const auto count = std::max(from.head.columns.size(), from.cells.size());
    names_beyond beyond{from.head.columns};
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= from.head.columns.size()) made_.push_back(beyond.of(i));
      add(i < from.head.columns.size() ? from.head.columns[i] : std::string_view(made_.back()),
          i < from.cells.size() ? from.cells[i] : std::string_view{});
    }
  }

  /// Cells of the other fill those in which nothing is to be seen here.
  void fill(const named_cells& other) {
    for (auto& cell : cells)
      if (formats::trimmed_cell(cell).empty()) cell = {};
    for (std::size_t i = 0; i < other.names.size(); ++i) {
      if (other.cells[i].empty()) continue;
      const auto at = find(other.names[i], i);
      if (!at)
        add(other.names[i], other.cells[i]);
      else if (cells[*at].empty())
        cells[*at] = other.cells[i];
    }
  }
  /// Does the other have all that is here?
  [[nodiscard]] auto within(const named_cells& other) const -> bool {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (cells[i].empty()) continue;
      const auto at = other.find(names[i], i);
      if (!at || other.cells[*at] != cells[i]) return false;
    }
    return true;
  }

  std::vector<std::string_view> names;
  std::vector<std::string_view> cells;

 private:
  void add(std::string_view name, std::string_view cell) {
    if (!index_.empty()) index_.emplace(name, names.size());
    names.push_back(name);
    cells.push_back(cell);
  }
  /// Most rows have the columns of the other, in its order; for those that do not there is an index.
  [[nodiscard]] auto find(std::string_view name, std::size_t likely) const -> std::optional<std::size_t> {
    if (likely < names.size() && names[likely] == name) return likely;
    if (index_.empty())
      for (std::size_t i = 0; i < names.size(); ++i) index_.emplace(names[i], i);
    const auto found = index_.find(name);
    return found == index_.end() ? std::nullopt : std::optional(found->second);
  }
  mutable std::unordered_map<std::string_view, std::size_t>
      index_;                     ///< of all names, once one was looked for
  std::deque<std::string> made_;  ///< does not move what it holds
};

}  // namespace

void encode_common(const common_view& from, std::string& out) {
  byte_writer to{out};
  out.push_back(static_cast<char>(from.result_columns.empty() ? version : version_with_results));
  put_fixed64(static_cast<std::uint64_t>(from.time.us), out);
  to.text(from.table);
  put_list(to, from.key);
  put_list(to, from.columns);
  put_headers(to, from);
  if (!from.result_columns.empty()) put_list(to, from.result_columns);
}

auto view_common(std::string_view bytes, common_view& out) -> bool {
  byte_reader from{bytes};
  const auto which = from.byte();
  if (which != version && which != version_with_results) return false;
  out.time.us = static_cast<std::int64_t>(from.fixed64());
  out.table = from.text();
  read_list(from, out.key);
  read_list(from, out.columns);
  read_headers(from, out);
  out.result_columns.clear();
  if (which == version_with_results) read_list(from, out.result_columns);
  return from.ok() && from.left() == 0;
}

void split_shown(const common_view& chunk, std::span<const std::string_view> shown,
                 std::vector<std::string_view>& cells, std::vector<std::string_view>& results) {
  const auto width = std::min(chunk.columns.size(), shown.size());
  const auto behind = std::min(width + chunk.result_columns.size(), shown.size());
  cells.assign(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(width));
  results.assign(shown.begin() + static_cast<std::ptrdiff_t>(width),
                 shown.begin() + static_cast<std::ptrdiff_t>(behind));
  cells.insert(cells.end(), shown.begin() + static_cast<std::ptrdiff_t>(behind), shown.end());
}

void name_shown(const common_view& chunk, std::vector<std::string>& out) {
  out.assign(chunk.columns.begin(), chunk.columns.end());
  out.insert(out.end(), chunk.result_columns.begin(), chunk.result_columns.end());
}

void encode_fresh_row(std::span<const std::string_view> cells, std::string& out) {
  out.push_back(static_cast<char>(version));
  out.push_back(0);
  byte_writer to{out};
  put_list(to, cells);
}

void encode_row(const row_view& from, const common_view& chunk, std::string& out) {
  put_row(from, &chunk, out);
}

void encode_whole_row(const row_view& from, std::string& out) { put_row(from, nullptr, out); }

auto view_row(std::string_view row, std::string_view common, row_view& out) -> bool {
  byte_reader from{row};
  const auto flags = read_flags(from);
  const auto own = (flags & row_own_head) != 0 ? from.text() : common;
  if (!from.ok() || !view_common(own, out.head)) return false;
  read_times(from, flags, out);
  read_list(from, out.cells);
  return from.ok() && from.left() == 0;
}

auto row_reader::read(std::string_view row, std::string_view common) -> const row_view* {
  byte_reader from{row};
  const auto flags = read_flags(from);
  if ((flags & row_own_head) != 0) {
    is_common_ = false;
    if (const auto own = from.text(); !from.ok() || !view_common(own, view_.head)) return nullptr;
  } else if (!is_common_ || common_ != common) {
    common_ = common;
    is_common_ = view_common(common_, view_.head);
    if (!is_common_) return nullptr;
  }
  read_times(from, flags, view_);
  read_list(from, view_.cells);
  return from.ok() && from.left() == 0 ? &view_ : nullptr;
}

void view_cells(std::string_view row, std::vector<std::string_view>& out) {
  byte_reader from{row};
  const auto flags = read_flags(from);
  if ((flags & row_own_head) != 0) from.text();
  if ((flags & row_own_time) != 0) from.fixed64();
  if ((flags & row_updated) != 0) from.varint();
  for (auto left = from.varint(); left > 0 && from.ok(); --left) {
    const auto cell = from.text();
    if (from.ok()) out.push_back(cell);
  }
}

auto names_beyond::of(std::size_t index) -> std::string {
  constexpr std::string_view stem = "column_";
  if (!std::exchange(looked_, true))
    for (const auto name : columns_)
      if (name.starts_with(stem)) taken_.insert(name);
  const auto wanted = std::string(stem) + std::to_string(index + 1);
  auto name = wanted;
  for (unsigned number = 2; taken_.contains(name); ++number) name = wanted + "_" + std::to_string(number);
  return name;
}

auto change_row(const row_view& existing, const row_view& incoming, const common_view& chunk, bool keep_empty,
                std::string& out) -> change {
  const named_cells before{existing};
  named_cells merged{incoming};
  const auto width = merged.names.size();
  if (keep_empty) merged.fill(before);
  if (merged.within(before) && before.within(merged)) return change::none;
  row_view after;
  after.head = chunk;
  if (merged.names.size() > width) after.head.columns = merged.names;
  after.created_at = existing.created_at;
  after.updated_at = std::max(incoming.head.time, existing.updated_at);
  after.cells = std::move(merged.cells);
  encode_row(after, chunk, out);
  return change::changed;
}

}  // namespace waybill::rows
