#include "formats/csv/table.hpp"

#include <algorithm>

#include "formats/csv/decoder.hpp"
#include "formats/csv/reader.hpp"
#include "formats/recognise.hpp"

namespace waybill::formats::csv {
namespace {

constexpr std::size_t block_bytes = 256 << 10;

/// Where the first row begins.
auto first_mark(const dialect& with) -> table_mark {
  return {with.head_bytes, with.has_hint ? 2U : 1U, 1, 1};
}

/// Takes the header off the rows that come in, as the file has them.
class head_taker {
 public:
  explicit head_taker(const dialect& with) : left_(with.header_rows), is_named_(with.header_rows > 0) {
    head_.rows_at = first_mark(with);
  }

  [[nodiscard]] auto is_done() const -> bool { return is_done_; }
  /// Whether the row is of the header.
  auto take(const row& one) -> bool {
    if (is_done_) return false;
    if (!is_named_) {
      // Columns without names have numbers, as many as the first row has cells.
      width_ = one.cells.size();
      is_done_ = !one.is_empty_line;
      return false;
    }
    head_.rows_at = one.behind();
    head_.rows_at.record = 1;
    if (one.is_empty_line) return true;
    head_.header.emplace_back();
    // A header that cannot be read whole has no names.
    if (one.fault == row_fault::none)
      for (const auto cell : one.cells) keep(cell);
    is_done_ = --left_ == 0;
    return true;
  }
  auto finish(encoding written_in) -> table_head {
    for (auto& row : head_.header)
      for (auto& cell : row) cell = as_utf_8(cell, written_in);
    std::vector<std::string_view> last(is_named_ ? 0 : width_);
    if (is_named_ && left_ == 0) last.assign(head_.header.back().begin(), head_.header.back().end());
    head_.names = column_names(last);
    return std::move(head_);
  }

 private:
  /// A hundred rows may be longer than anybody wants to keep.
  void keep(std::string_view cell) {
    constexpr std::size_t most_bytes = 16 << 20;
    kept_ += cell.size();
    head_.header.back().emplace_back(kept_ <= most_bytes ? cell : std::string_view{});
  }

  unsigned left_;
  bool is_named_;
  bool is_done_ = false;
  std::size_t width_ = 0;
  std::size_t kept_ = 0;
  table_head head_;
};

class source final : public table_source {
 public:
  source(std::unique_ptr<byte_source> bytes, const dialect& with, const table_mark& from, std::size_t columns,
         blank_rows blanks, const table_limits& limits)
      : bytes_(std::move(bytes)),
        rows_(with, from, limits),
        columns_(columns),
        blanks_(blanks),
        record_(from.record) {}

  auto next() -> const table_row* override {
    for (;;) {
      const auto* const one = rows_.next();
      if (one == nullptr) {
        if (at_end_ || !fill()) return nullptr;
      } else if (one->is_empty_line || (blanks_ == blank_rows::skip_cells && one->is_blank())) {
        ++skipped_;
      } else {
        return numbered(*one);
      }
    }
  }
  [[nodiscard]] auto failed() const -> bool override { return failed_; }
  [[nodiscard]] auto skipped_blank() const -> std::uint64_t override { return skipped_; }

 private:
  auto fill() -> bool {
    const auto got = bytes_ ? bytes_->read(block_.get(), block_bytes) : -1;
    failed_ = got < 0;
    at_end_ = got <= 0;
    if (got > 0) rows_.feed({block_.get(), static_cast<std::size_t>(got)});
    if (got == 0) rows_.finish();
    return !failed_;
  }

  auto numbered(const table_row& one) -> const table_row* {
    row_ = one;
    row_.record = record_++;
    if (row_.fault != row_fault::none || columns_ == 0) return &row_;
    const auto width = row_.cells.size();
    if (width < columns_) row_.notes |= short_row;
    if (width > columns_ && std::any_of(row_.cells.begin() + static_cast<std::ptrdiff_t>(columns_),
                                        row_.cells.end(), [](auto cell) { return !cell.empty(); }))
      row_.notes |= long_row;
    return &row_;
  }

  std::unique_ptr<byte_source> bytes_;
  std::unique_ptr<char[]> block_ = std::make_unique_for_overwrite<char[]>(block_bytes);
  row_reader rows_;
  std::size_t columns_;
  blank_rows blanks_;
  std::uint64_t record_;
  std::uint64_t skipped_ = 0;
  bool at_end_ = false;
  bool failed_ = false;
  table_row row_;
};

}  // namespace

auto read_head(byte_source& from, const dialect& with, const table_limits& limits) -> table_head {
  constexpr std::size_t piece_bytes = 16 << 10;
  head_taker head(with);
  row_reader rows(with, first_mark(with), limits);
  rows.leave_encoded();
  std::string piece(piece_bytes, '\0');
  std::size_t to_pass = with.head_bytes;
  for (bool at_end = false; !head.is_done();) {
    if (const auto* const one = rows.next()) {
      head.take(*one);
      continue;
    }
    if (at_end) break;
    const auto got = std::max<std::int64_t>(from.read(piece.data(), piece.size()), 0);
    const auto passed = std::min(to_pass, static_cast<std::size_t>(got));
    to_pass -= passed;
    at_end = got == 0;
    if (at_end)
      rows.finish();
    else
      rows.feed(std::string_view(piece).substr(passed, static_cast<std::size_t>(got) - passed));
  }
  return head.finish(with.written_in);
}

struct checker::parts {
  wishes asked;
  blank_rows blanks;
  std::string first{};  ///< the file's first bytes, until there are enough of them
  bool is_begun = false;
  found_dialect found{};
  std::optional<row_reader> rows{};
  utf_8_tally tally{};
  std::optional<table_fault> fault{};
  std::optional<head_taker> head{};
  std::uint64_t records = 0;
  std::uint64_t skipped_blank = 0;

  void begin();
  void pass(std::string_view bytes);
  void count();
  auto end() -> std::variant<checked_table, table_fault>;
};

/// The first bytes are there: what they say decides how the others are read.
void checker::parts::begin() {
  is_begun = true;
  if (auto other = recognise_beside_tables(first); !other.name.empty()) {
    fault =
        table_fault{table_fault::reason::unknown_format, std::move(other.name), std::string(other.advice)};
    return;
  }
  found = find_dialect(first, asked);
  head.emplace(found.with);
  rows.emplace(found.with, first_mark(found.with));
  // Whether it is UTF-8 is known at the end; rows and cells are parted by ASCII in all encodings but UTF-16.
  rows->leave_encoded();
  pass(std::string_view(first).substr(found.with.head_bytes));
  first = {};
}

void checker::parts::pass(std::string_view bytes) {
  if (!is_utf_16(found.with.written_in)) tally.add(bytes);
  rows->feed(bytes);
  count();
}

void checker::parts::count() {
  while (const auto* const one = rows->next()) {
    if (head->take(*one)) continue;
    if (one->is_empty_line || (blanks == blank_rows::skip_cells && one->is_blank())) {
      ++skipped_blank;
    } else {
      ++records;
    }
  }
}

auto checker::parts::end() -> std::variant<checked_table, table_fault> {
  if (!is_begun) begin();
  if (fault) return *fault;
  rows->finish();
  count();
  auto& [with, findings] = found;
  // Where nobody said what it is, all of the bytes do.
  const bool is_told = findings[0].reason == "given" || findings[0].reason == "byte_order_mark" ||
                       findings[0].reason == "zero_bytes";
  if (!is_told) {
    findings[0] = encoding_by(tally, with);
    findings[0].value = name_of(with.written_in);
  }
  table_summary summary{head->finish(with.written_in), records, skipped_blank,
                        findings[0].reason == "not_utf8"};
  if (summary.head.header.empty() && records == 0)
    return table_fault{table_fault::reason::empty_file, {}, {}};
  summary.head.findings = findings;
  return checked_table{with, std::move(summary)};
}

checker::checker(const wishes& asked, blank_rows blanks) : parts_(new parts{asked, blanks}) {}
checker::~checker() = default;

void checker::feed(std::string_view bytes) {
  auto& mine = *parts_;
  if (mine.fault) return;
  if (mine.is_begun) return mine.pass(bytes);
  mine.first.append(bytes);
  if (mine.first.size() >= dialect_bytes) mine.begin();
}

auto checker::fault() const -> const table_fault* { return parts_->fault ? &*parts_->fault : nullptr; }

auto checker::finish() -> std::variant<checked_table, table_fault> { return parts_->end(); }

auto open_table(std::unique_ptr<byte_source> bytes, const dialect& with, const table_mark& from,
                std::size_t columns, blank_rows blanks, const table_limits& limits)
    -> std::unique_ptr<table_source> {
  return std::make_unique<source>(std::move(bytes), with, from, columns, blanks, limits);
}

}  // namespace waybill::formats::csv
