// Bookmarks in tables of separated values.
#include "formats/links/table_columns.hpp"
#include "tests/fuzz/link_files.hpp"

using namespace waybill::fuzz;

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = text_of(data, size);
  links::known_table(text);
  read_any_way(links::table_reader, text);
  std::vector<std::string> tags;
  links::add_cell_tags(text, ",|", tags);
  return 0;
}
