// Bookmarks in JSON, lists and trees of all producers, and their packed form.
#include "formats/links/json_lists.hpp"
#include "formats/links/json_trees.hpp"
#include "formats/links/producers.hpp"
#include "tests/fuzz/link_files.hpp"

using namespace waybill::fuzz;

namespace {

template <links::list_producer Of>
auto list_of(const links::link_file& file) -> std::unique_ptr<links::link_reader> {
  return links::json_list_reader(Of, file);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = text_of(data, size);
  for (const auto& one : links::producers()) one.evidence(text, text);
  for (const auto open :
       {links::chrome_reader, links::firefox_reader, links::karakeep_reader, links::linkwarden_reader,
        list_of<links::list_producer::pinboard>, list_of<links::list_producer::linkding>})
    read_any_way(open, text);
  return 0;
}
