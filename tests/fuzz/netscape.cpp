// Netscape bookmark files and lists of URLs: any split of the bytes gives the same links at the same places,
// none ends before the one before it, and what they tell can be kept.
#include "formats/links/netscape.hpp"

#include <cstring>
#include <string>
#include <vector>

#include "formats/links/urls.hpp"
#include "formats/text.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
namespace links = waybill::formats::links;
using links::link_input;
using links::link_reader;
using waybill::fuzz::must;

namespace {

/// More than what is shown of a line beyond it.
constexpr std::size_t item_bytes = 600;

class pieces_of final : public formats::byte_source {
 public:
  pieces_of(std::string_view text, std::size_t most) : text_(text), sizes_(text), most_(most) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto piece = text_.substr(0, std::min(size, sizes_.next(most_)));
    if (!piece.empty()) std::memcpy(into, piece.data(), piece.size());
    text_.remove_prefix(piece.size());
    return static_cast<std::int64_t>(piece.size());
  }

 private:
  std::string_view text_;
  fuzz::pieces sizes_;
  std::size_t most_;
};

void keeps(const links::link& one) {
  for (const auto* const text : {&one.url, &one.title, &one.extra, &one.created, &one.updated})
    must(text::is_utf8(*text), "texts are UTF-8");
  must(!one.description || text::is_utf8(*one.description), "texts are UTF-8");
  for (const auto& tag : one.tags)
    must(text::is_utf8(tag) && !text::is_blank(tag), "tags are UTF-8, and not blank");
  for (const auto& name : one.folder) must(text::is_utf8(name), "names of folders are UTF-8");
  must(one.own_folders <= one.folder.size(), "own places are folders");
}

auto told(const links::link& one) -> std::string {
  std::string all =
      one.url + "\n" + one.title + "\n" + one.description.value_or("-") + "\n" + one.extra + "\n";
  for (const auto& tag : one.tags) all += tag + ",";
  for (const auto& name : one.folder) all += name + "/";
  return all + one.created + one.updated + one.feed_url.value_or("-") + std::string(one.fault) +
         std::to_string(one.end) + (one.bytes_invalid ? "b" : "") + (one.date_invalid ? "d" : "");
}

auto read(std::unique_ptr<link_reader> (*open)(link_input), std::string_view text, std::size_t most)
    -> std::vector<std::string> {
  const auto reader = open({std::make_unique<pieces_of>(text, most), {}, item_bytes});
  std::vector<std::string> all;
  std::uint64_t end = 0;
  for (links::link one;;) {
    const auto step = reader->next(one);
    must(step != link_reader::step::broken, "nothing breaks it");
    if (step == link_reader::step::end) break;
    keeps(one);
    must(one.end >= end, "none ends before the one before it");
    end = one.end;
    all.push_back(told(one));
  }
  all.push_back(std::to_string(reader->left_out()) + (reader->truncated() ? "cut" : ""));
  return all;
}

}  // namespace

namespace {

/// What is counted while a file passes by is what its reader gives.
void counts(std::string_view text, std::size_t found) {
  const auto count = links::netscape_count();
  fuzz::pieces sizes(text);
  while (!text.empty()) {
    const auto piece = text.substr(0, sizes.next(9));
    count->feed(piece);
    text.remove_prefix(piece.size());
  }
  count->finish();
  must(count->links() == found, "as many are counted as are read");
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  links::netscape_evidence(text);
  links::urls_evidence(text);
  for (auto* const open : {links::netscape_reader, links::urls_reader})
    must(read(open, text, size + 1) == read(open, text, 5), "any split gives the same links");
  counts(text, read(links::netscape_reader, text, size + 1).size() - 1);
  return 0;
}
