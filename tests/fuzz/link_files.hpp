// What the fuzz targets of files of links hold them against: any split of the bytes gives the same links at
// the same places, none ends before the one before it, and what they tell can be kept.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "formats/json/text_check.hpp"
#include "formats/links/parts.hpp"
#include "formats/text.hpp"
#include "tests/fuzz/target.hpp"

namespace waybill::fuzz {

namespace links = waybill::formats::links;

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
  pieces sizes_;
  std::size_t most_;
};

inline void keeps(const links::link& one) {
  for (const auto* const text : {&one.url, &one.title, &one.extra, &one.created, &one.updated})
    must(text::is_utf8(*text), "texts are UTF-8");
  must(!one.description || text::is_utf8(*one.description), "texts are UTF-8");
  for (const auto& tag : one.tags)
    must(text::is_utf8(tag) && !text::is_blank(tag), "tags are UTF-8, and not blank");
  for (const auto& name : one.folder) must(text::is_utf8(name), "names of folders are UTF-8");
  must(one.own_folders <= one.folder.size(), "own places are folders");
  formats::json::no_listener nobody;
  formats::json::text_check check(nobody);
  check.feed("{");
  check.feed(one.extra);
  check.feed("}");
  must(!check.finish(), "what else is told is members of JSON");
}

inline auto told(const links::link& one) -> std::string {
  std::string all =
      one.url + "\n" + one.title + "\n" + one.description.value_or("-") + "\n" + one.extra + "\n";
  for (const auto& tag : one.tags) all += tag + ",";
  for (const auto& name : one.folder) all += name + "/";
  return all + one.created + one.updated + one.feed_url.value_or("-") + std::string(one.fault) +
         std::to_string(one.end);
}

using link_opener = std::unique_ptr<links::link_reader> (*)(const links::link_file& file);

inline auto links_of(link_opener open, std::string_view text, std::size_t most) -> std::vector<std::string> {
  constexpr std::size_t item_bytes = 600;
  const auto reader = open({[text, most] { return std::make_unique<pieces_of>(text, most); }, item_bytes});
  std::vector<std::string> all;
  std::uint64_t end = 0;
  for (links::link one;;) {
    const auto step = reader->next(one);
    if (step == links::link_reader::step::broken) {
      must(!reader->why().code.empty() && !reader->why().message.empty(), "what is broken says why");
      // Where a file is checked as it comes, a fault is met later or sooner.
      return {"broken " + reader->why().code + std::to_string(reader->why().offset)};
    }
    if (step == links::link_reader::step::end) break;
    keeps(one);
    must(one.end >= end, "none ends before the one before it");
    end = one.end;
    all.push_back(told(one));
  }
  all.push_back(std::to_string(reader->left_out()));
  return all;
}

/// Holds what a reader makes of a file against what it makes of it piece by piece.
inline void read_any_way(link_opener open, std::string_view text) {
  const auto whole = links_of(open, text, text.size() + 1);
  must(whole == links_of(open, text, 5), "any split gives the same");
  must(whole == links_of(open, text, 70), "any split gives the same");
}

}  // namespace waybill::fuzz
