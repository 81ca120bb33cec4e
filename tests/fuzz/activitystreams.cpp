// The checking pass, the pass that cuts out items, and the item parser: any split of the bytes into reads
// gives the same answer, and a document that was found good is read to its end.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"
#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/link_record.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::formats::activitystreams;
using waybill::fuzz::must;

namespace {

constexpr std::size_t item_limit_bytes = 4'096;

class text_source final : public formats::byte_source {
 public:
  text_source(std::string_view text, std::size_t most) : text_(text), sizes_(text), most_(most) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto n = text_.copy(into, std::min(size, sizes_.next(most_)));
    text_.remove_prefix(n);
    return static_cast<std::int64_t>(n);
  }

 private:
  std::string_view text_;
  fuzz::pieces sizes_;
  std::size_t most_;
};

auto check(std::string_view text, std::size_t most) -> check_result {
  text_source from{text, most};
  return *check_document(from, {});
}

auto same(const check_result& a, const check_result& b) -> bool {
  if (a.index() != b.index()) return false;
  if (const auto* good = std::get_if<document_summary>(&a)) {
    const auto& other = std::get<document_summary>(b);
    return good->records == other.records && good->list_offset == other.list_offset &&
           good->bytes == other.bytes;
  }
  const auto& bad = std::get<document_fault>(a);
  const auto& other = std::get<document_fault>(b);
  return bad.code == other.code && bad.message == other.message && bad.byte_offset == other.byte_offset &&
         bad.line == other.line && bad.column == other.column;
}

struct item {
  std::string raw;
  std::uint64_t end_offset;
  friend auto operator==(const item&, const item&) -> bool = default;
};

auto items_of(std::string_view text, std::uint64_t offset, bool at_list_start, std::size_t most)
    -> std::vector<item> {
  item_reader reader{std::make_unique<text_source>(text.substr(offset), most), offset, at_list_start,
                     item_limit_bytes};
  std::vector<item> all;
  while (const auto one = reader.next()) all.push_back({std::string(one->raw), one->end_offset});
  must(!reader.broken(), "a document that was checked is not broken");
  return all;
}

/// A row made of any item decodes to itself.
void try_rows(const std::vector<item>& all) {
  item_parser parser;
  bookmarks::candidate_maker maker{instant{1}};
  for (const auto& one : all) {
    if (one.raw.empty()) continue;
    const auto padded = one.raw + std::string(64, ' ');
    const auto& parsed = parser.parse(std::string_view(padded).substr(0, one.raw.size()));
    const auto* const link = std::get_if<link_record>(&parsed);
    if (link == nullptr) continue;
    bookmarks::candidate made;
    std::string row;
    if (maker.make(*link, made, row) != bookmarks::candidate_maker::fault::none) {
      must(row.empty(), "a fault leaves no row");
      continue;
    }
    const auto decoded = bookmarks::decode_row(row);
    must(decoded.ok(), "a row decodes");
    std::string again;
    bookmarks::encode_row(*decoded, again);
    must(again == row, "a row has one spelling");
  }
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  const auto whole = check(text, size + 1);
  must(same(whole, check(text, 7)), "any split gives the same answer");
  const auto* const good = std::get_if<document_summary>(&whole);
  if (good == nullptr) return 0;
  const auto all = items_of(text, good->list_offset, true, size + 1);
  must(all.size() == good->records, "there are as many items as were counted");
  must(all == items_of(text, good->list_offset, true, 5), "any split gives the same items");
  if (all.size() > 1) {
    const auto middle = all.size() / 2;
    const auto rest = items_of(text, all[middle - 1].end_offset, false, 64);
    must(std::equal(rest.begin(), rest.end(), all.begin() + static_cast<std::ptrdiff_t>(middle), all.end()),
         "reading goes on behind any item");
  }
  try_rows(all);
  return 0;
}
