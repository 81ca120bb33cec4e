// Workbooks: any split of the XML gives the same rows or the same fault, and a spool gives them back. The
// first byte says what the others are: the whole file, or a part of a sound ZIP.
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "formats/xlsx/row_code.hpp"
#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/xml.hpp"
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

/// As a spool keeps it.
void must_come_back(const row& one) {
  std::string bytes;
  append_row(one, bytes);
  coded_row back;
  must(size_of_row(bytes) + row_size_bytes == bytes.size(), "the size of a row is told");
  must(read_row(std::string_view(bytes).substr(row_size_bytes), back), "a row is read again");
  must(back.row == one.row && back.notes == one.notes && back.fault == one.fault, "it is the same");
  for (const auto& cell : one.cells)
    must(cell.text.empty() || back.cells.at(cell.column) == cell.text, "its cells are the same");
}

void take(const row& one, reading& into) {
  must_come_back(one);
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

/// What is told of XML.
class witness final : public xml_listener {
 public:
  witness() { wants_text = true; }
  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override {
    said.append(std::to_string(depth)).append("<").append(name);
    for (const auto& one : with) said.append(" ").append(one.name).append("=").append(one.value);
  }
  void on_end(std::string_view name, std::uint32_t) override { said.append("/").append(name).append(">"); }
  void on_text(std::string_view text) override { said += text; }
  std::string said;
};

auto told(std::string_view xml, bool all_by_expat, std::size_t piece) -> std::string {
  witness to;
  xml_parser parser(to, all_by_expat);
  while (!xml.empty() && parser.feed(xml.substr(0, piece), false))
    xml.remove_prefix(std::min(piece, xml.size()));
  if (!parser.why()) parser.feed({}, true);
  return to.said + parser.why().message;
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
  coded_row any;
  read_row(fuzz::text_of(data, size), any);
  if (size > 1)
    must(told(fuzz::text_of(data, size).substr(1), false, 9) ==
             told(fuzz::text_of(data, size).substr(1), true, size),
         "what is plain is told as expat tells it");
  const memory_file file(file_of(fuzz::text_of(data, size)));
  must(read(file.path(), 64 << 10) == read(file.path(), 7), "any split gives the same rows");
  return 0;
}
