// Bookmarks in XML: OPML, posts, property lists.
#include "formats/links/safari.hpp"
#include "formats/links/xml_lists.hpp"
#include "tests/fuzz/link_files.hpp"

using namespace waybill::fuzz;

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = text_of(data, size);
  for (const auto open : {links::opml_reader, links::posts_reader, links::safari_reader})
    read_any_way(open, text);
  return 0;
}
