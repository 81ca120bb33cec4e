// Sitemaps: any split of the bytes gives the same entries or the same fault, and reading goes on behind any
// entry of a sound one.
#include "formats/sitemap/parser.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::formats::sitemap;
using waybill::fuzz::must;

namespace {

struct read_entry {
  std::string loc, lastmod;
  std::uint64_t end_offset;
  friend auto operator==(const read_entry&, const read_entry&) -> bool = default;
};

auto entries_of(parser& from, std::string_view text, std::size_t most) -> std::vector<read_entry> {
  fuzz::pieces sizes(text);
  std::vector<read_entry> all;
  const auto take = [&] {
    while (const auto* const one = from.next()) all.push_back({one->loc, one->lastmod, one->end_offset});
  };
  while (!text.empty()) {
    const auto piece = text.substr(0, sizes.next(most));
    from.feed(piece);
    from.flush();
    take();
    text.remove_prefix(piece.size());
  }
  from.finish();
  take();
  return all;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  parser whole;
  const auto all = entries_of(whole, text, size + 1);
  parser split;
  const auto again = entries_of(split, text, 5);
  must(whole.why().code == split.why().code, "any split gives the same verdict");
  if (whole.why().code != fault_code::none) return 0;
  must(all == again, "any split gives the same entries");
  if (all.size() < 2) return 0;
  const auto middle = all.size() / 2;
  const auto offset = all[middle - 1].end_offset;
  must(offset <= size, "an entry ends in the file");
  parser resumed(whole.head(), offset);
  const auto rest = entries_of(resumed, text.substr(static_cast<std::size_t>(offset)), 64);
  must(std::equal(rest.begin(), rest.end(), all.begin() + static_cast<std::ptrdiff_t>(middle), all.end()),
       "reading goes on behind any entry");
  return 0;
}
