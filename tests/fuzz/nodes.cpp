// Files of URLs in any form: any split of the bytes gives the same verdict, there are as many records as were
// counted, reading goes on behind any of them, and every row decodes to itself.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "domains/nodes/kind.hpp"
#include "domains/nodes/node.hpp"
#include "domains/reading.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using waybill::fuzz::must;

namespace {

constexpr std::size_t item_limit_bytes = 2'048;

/// A file that is on no disk.
class memory_file {
 public:
  explicit memory_file(std::string_view text) : fd_(::memfd_create("nodes", MFD_CLOEXEC)) {
    must(::write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()), "memory is there");
  }
  ~memory_file() { ::close(fd_); }
  memory_file(const memory_file&) = delete;
  auto operator=(const memory_file&) -> memory_file& = delete;
  [[nodiscard]] auto path() const -> std::string { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

auto check(std::string_view text, const std::string& path, std::size_t most) -> result<file_summary> {
  const auto checker = nodes::kind().checker();
  fuzz::pieces sizes(text);
  while (!text.empty()) {
    const auto piece = text.substr(0, sizes.next(most));
    checker->feed(piece);
    text.remove_prefix(piece.size());
  }
  if (!checker->needs_file()) return checker->finish();
  return *checker->finish_at(path, [] { return true; });
}

struct read_record {
  std::string fault, row;
  std::uint64_t end_offset;
  friend auto operator==(const read_record&, const read_record&) -> bool = default;
};

auto records_of(const std::string& path, const reading_start& from) -> std::vector<read_record> {
  chunk_reader reader{nodes::kind(),
                      {path, "{}", instant{1}, {.chunk_records = 3, .item_bytes = item_limit_bytes}}};
  must(reader.start(from).ok(), "a file that is there is opened");
  std::vector<read_record> all;
  for (;;) {
    const auto chunk = reader.next();
    must(chunk.ok(), "a file that was checked is not broken");
    if ((*chunk)->records.empty()) return all;
    for (const auto& one : (*chunk)->records)
      all.push_back({std::string(one.fault), std::string((*chunk)->view(one.row)), one.end_offset});
  }
}

void try_rows(const std::vector<read_record>& all) {
  for (const auto& one : all) {
    if (!one.fault.empty()) continue;
    const auto decoded = nodes::decode_row(one.row);
    must(decoded.ok(), "a row decodes");
    std::string again;
    nodes::encode_row(*decoded, again);
    must(again == one.row, "a row has one spelling");
  }
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  const memory_file file(text);
  const auto whole = check(text, file.path(), size + 1);
  const auto split = check(text, file.path(), 7);
  must(whole.ok() == split.ok() && (whole.ok() || whole.why().code == split.why().code),
       "any split gives the same verdict");
  if (!whole.ok()) return 0;
  const auto all = records_of(file.path(), {whole->list_offset});
  must(all.size() == whole->records, "there are as many records as were counted");
  try_rows(all);
  if (all.size() < 2) return 0;
  const auto middle = all.size() / 2;
  const auto rest = records_of(file.path(), {all[middle - 1].end_offset, false});
  must(std::equal(rest.begin(), rest.end(), all.begin() + static_cast<std::ptrdiff_t>(middle), all.end()),
       "reading goes on behind any record");
  return 0;
}
