// Tables: any split of the bytes gives the same rows, and reading goes on behind any of them.
#include "formats/csv/reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::formats::csv;
using waybill::fuzz::must;

namespace {

constexpr reader_limits limits{.cell_bytes = 100, .row_bytes = 300, .columns = 20};

struct read_row {
  std::vector<std::string> cells;
  std::uint64_t end_offset;
  std::uint32_t notes;
  row_fault fault;
  friend auto operator==(const read_row&, const read_row&) -> bool = default;
};

void take_all(row_reader& reader, std::vector<read_row>& into) {
  while (const auto* const one = reader.next())
    into.push_back({{one->cells.begin(), one->cells.end()}, one->end_offset, one->notes, one->fault});
}

auto rows_of(std::string_view text, const dialect& with, std::uint64_t offset, std::size_t most)
    -> std::vector<read_row> {
  row_reader reader(with, offset, 1, limits);
  fuzz::pieces sizes(text);
  std::vector<read_row> all;
  while (!text.empty()) {
    const auto piece = text.substr(0, sizes.next(most));
    reader.feed(piece);
    take_all(reader, all);
    text.remove_prefix(piece.size());
  }
  reader.finish();
  take_all(reader, all);
  return all;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  const auto with = dialect_of(text);
  must(with.head_bytes <= size, "the head of a file is in the file");
  const auto all = rows_of(text, with, 0, size + 1);
  must(all == rows_of(text, with, 0, 5), "any split gives the same rows");
  must(all.empty() || all.back().end_offset == size, "the last row ends where the file does");
  if (all.size() < 2) return 0;
  const auto middle = all.size() / 2;
  const auto offset = all[middle - 1].end_offset;
  const auto rest = rows_of(text.substr(static_cast<std::size_t>(offset)), with, offset, 64);
  must(std::equal(rest.begin(), rest.end(), all.begin() + static_cast<std::ptrdiff_t>(middle), all.end()),
       "reading goes on behind any row");
  return 0;
}
