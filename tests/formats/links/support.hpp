// What the tests of this folder share.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "formats/links/link_reader.hpp"

namespace waybill::formats::links::test {

/// A text that comes in pieces, as sizes say.
class pieces_of final : public byte_source {
 public:
  pieces_of(std::string text, std::function<std::size_t()> size)
      : text_(std::move(text)), size_(std::move(size)) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto taken = std::min({size, size_(), text_.size() - at_});
    std::memcpy(into, text_.data() + at_, taken);
    at_ += taken;
    return static_cast<std::int64_t>(taken);
  }

 private:
  std::string text_;
  std::function<std::size_t()> size_;
  std::size_t at_ = 0;
};

struct read_links {
  std::vector<link> links;
  link_reader::step last = link_reader::step::link;
  std::uint64_t left_out = 0;
  bool truncated = false;
};

using opener = std::unique_ptr<link_reader> (*)(link_input);

inline auto read_all(opener open, const std::string& text, const std::function<std::size_t()>& size,
                     std::size_t item_bytes = 1 << 20) -> read_links {
  const auto reader = open({std::make_unique<pieces_of>(text, size), {}, item_bytes});
  read_links all;
  for (link one;;) {
    all.last = reader->next(one);
    if (all.last != link_reader::step::link) break;
    all.links.push_back(one);
  }
  all.left_out = reader->left_out();
  all.truncated = reader->truncated();
  return all;
}

inline auto read_all(opener open, const std::string& text, std::size_t item_bytes = 1 << 20) -> read_links {
  return read_all(
      open, text, [&] { return text.size(); }, item_bytes);
}

/// All that it says, to be compared.
inline auto told(const link& one) -> std::string {
  std::string all = one.url + "|" + one.title + "|" + one.description.value_or("-") + "|";
  for (const auto& tag : one.tags) all += tag + ",";
  all += "|";
  for (const auto& name : one.folder) all += name + "/";
  return all + "|" + one.created + "|" + one.updated + "|" + one.feed_url.value_or("-") + "|" + one.extra +
         "|" + std::string(one.fault) + "|" + (one.date_invalid ? "d" : "") + (one.bytes_invalid ? "b" : "") +
         std::to_string(one.own_folders) + "|" + std::to_string(one.line) + "|" + std::to_string(one.end);
}

inline auto told(const read_links& all) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const auto& one : all.links) lines.push_back(told(one));
  lines.push_back(std::to_string(all.left_out) + (all.truncated ? " truncated" : ""));
  return lines;
}

}  // namespace waybill::formats::links::test
