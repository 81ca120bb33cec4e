// Workbooks: any split of the XML gives the same rows or the same fault. The first byte says what the others
// are: the whole file, or a part of a sound ZIP.
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "formats/xlsx/sheet_reader.hpp"
#include "tests/formats/xlsx/support.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::formats::xlsx;
using waybill::fuzz::must;

namespace {

/// A file that is in memory only.
class memory_file {
 public:
  explicit memory_file(std::string_view bytes) : file_(::memfd_create("xlsx", MFD_CLOEXEC)) {
    must(file_ >= 0, "there is a file in memory");
    must(::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
         "it takes the bytes");
  }
  ~memory_file() { ::close(file_); }
  memory_file(const memory_file&) = delete;
  auto operator=(const memory_file&) -> memory_file& = delete;
  [[nodiscard]] auto path() const -> std::string { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

struct reading {
  fault_code why = fault_code::none;
  std::string rows;
  friend auto operator==(const reading&, const reading&) -> bool = default;
};

void take(const row& one, reading& into) {
  into.rows += std::to_string(one.row) + ":" + std::to_string(static_cast<int>(one.fault));
  std::int64_t last = -1;
  for (const auto& cell : one.cells) {
    must(cell.column > last, "cells stand by their columns");
    last = cell.column;
    into.rows += " " + std::to_string(cell.column) + "," + std::to_string(cell.notes) + "=";
    into.rows += cell.text;
  }
  into.rows += '\n';
}

auto read(const std::string& path, std::size_t piece_bytes) -> reading {
  reading all;
  fault why;
  const auto book = workbook::open(path, "/tmp", why);
  const auto sheet = book == nullptr ? std::nullopt : book->first_sheet(why);
  all.why = why.code;
  if (!sheet) return all;
  sheet_reader reader(book, *sheet,
                      {.cell_bytes = 100, .row_bytes = 300, .columns = 20, .piece_bytes = piece_bytes});
  while (const auto* const one = reader.next()) take(*one, all);
  all.why = reader.why().code;
  return all;
}

auto file_of(std::string_view text) -> std::string {
  constexpr std::string_view sheet =
      R"(<worksheet><sheetData><row><c t="s"><v>0</v></c><c s="1"><v>1.5</v></c></row></sheetData></worksheet>)";
  if (text.empty()) return {};
  const auto part = static_cast<unsigned char>(text[0]) % 8;
  const std::string rest(text.substr(1));
  if (part > 5) return rest;
  auto parts = formats::xlsx::testing::parts_of(std::string(sheet), "<sst><si><t>a</t></si></sst>");
  parts[static_cast<std::size_t>(part)].second = rest;
  return formats::xlsx::testing::zip_of(parts);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const memory_file file(file_of(fuzz::text_of(data, size)));
  must(read(file.path(), 64 << 10) == read(file.path(), 7), "any split gives the same rows");
  return 0;
}
