// Tables: any split of the bytes gives the same rows, reading goes on behind any of them, and the check of a
// file counts what is read of it.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "formats/csv/decoder.hpp"
#include "formats/csv/table.hpp"
#include "formats/text.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::formats;
using namespace waybill::formats::csv;
using waybill::fuzz::must;

namespace {

constexpr table_limits limits{.cell_bytes = 100, .row_bytes = 300, .columns = 20};

struct read_row {
  std::vector<std::string> cells;
  table_mark behind;
  std::uint32_t notes;
  row_fault fault;
  friend auto operator==(const read_row&, const read_row&) -> bool = default;
};

class source_of final : public byte_source {
 public:
  source_of(std::string_view bytes, std::size_t most) : left_(bytes), sizes_(bytes), most_(most) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto part = left_.substr(0, std::min(size, sizes_.next(most_)));
    std::memcpy(into, part.data(), part.size());
    left_.remove_prefix(part.size());
    return static_cast<std::int64_t>(part.size());
  }

 private:
  std::string_view left_;
  fuzz::pieces sizes_;
  std::size_t most_;
};

auto rows_of(std::string_view text, const dialect& with, const table_mark& from, std::size_t most,
             const table_limits& held_to) -> std::vector<read_row> {
  const auto rest = text.substr(std::min<std::size_t>(static_cast<std::size_t>(from.offset), text.size()));
  const auto source =
      open_table(std::make_unique<source_of>(rest, most), with, from, 3, blank_rows::skip_lines, held_to);
  std::vector<read_row> all;
  while (const auto* const one = source->next()) {
    all.push_back({{one->cells.begin(), one->cells.end()}, one->behind(), one->notes, one->fault});
    must(one->cells.size() <= held_to.columns, "a row has no more cells than it may");
    for (const auto& cell : all.back().cells) {
      must(cell.size() <= held_to.cell_bytes, "a cell is no longer than it may be");
      must(text::is_utf8(cell), "a cell is UTF-8");
    }
  }
  return all;
}

void try_dialect(std::string_view text, const dialect& with) {
  const table_mark first{with.head_bytes};
  const auto all = rows_of(text, with, first, text.size() + 1, limits);
  must(all == rows_of(text, with, first, 5, limits), "any split gives the same rows");
  must(all.empty() || all.back().behind.offset <= text.size(), "the last row ends in the file");
  if (all.size() < 2) return;
  const auto middle = all.size() / 2;
  const auto rest = rows_of(text, with, all[middle - 1].behind, 64, limits);
  must(std::equal(rest.begin(), rest.end(), all.begin() + static_cast<std::ptrdiff_t>(middle), all.end()),
       "reading goes on behind any row");
}

void try_check(std::string_view text) {
  checker check;
  fuzz::pieces sizes(text);
  for (auto left = text; !left.empty();) {
    const auto piece = left.substr(0, sizes.next(50));
    check.feed(piece);
    left.remove_prefix(piece.size());
  }
  const auto answer = check.finish();
  const auto* const checked = std::get_if<checked_table>(&answer);
  if (checked == nullptr) return;
  const auto& head = checked->found.head;
  must(dialect_spelled(spelled(checked->with)) == checked->with, "a dialect can be kept");
  must(head.header.empty() || head.names.size() == head.header.back().size() ||
           checked->with.header_rows > head.header.size(),
       "each column has a name");
  must(rows_of(text, checked->with, head.rows_at, 30, {}).size() == checked->found.records,
       "the check counts what is read");
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  auto with = find_dialect(text).with;
  must(with.head_bytes <= size, "the head of a file is in the file");
  try_dialect(text, with);
  with.head_bytes = 0;
  with.escape = '\\';
  with.written_in = static_cast<encoding>(size % 6);
  if (with.delimiter != '\\') try_dialect(text, with);
  try_check(text);
  return 0;
}
