// What tests of the readers of links have in common.
#pragma once

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/byte_source.hpp"
#include "formats/links/link_reader.hpp"
#include "formats/links/parts.hpp"

namespace waybill::formats::links::testing {

/// Bytes in memory, given out in pieces of at most `piece`.
class text_source final : public byte_source {
 public:
  explicit text_source(std::string text, std::size_t piece = 1 << 20)
      : text_(std::move(text)), piece_(piece) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto count = std::min({size, piece_, text_.size() - at_});
    std::memcpy(into, text_.data() + at_, count);
    at_ += count;
    return static_cast<std::int64_t>(count);
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

inline auto file_of(std::string text, std::size_t piece = 1 << 20) -> link_file {
  return {[text = std::move(text), piece] { return std::make_unique<text_source>(text, piece); }};
}

using maker = std::function<std::unique_ptr<link_reader>(const link_file&)>;

/// All that a file gives.
struct all_links {
  std::vector<link> links;
  std::vector<std::string> faults;
  file_fault why;  ///< no code: the file ended well
  std::uint64_t left_out = 0;
};

inline auto read_all(link_reader& from) -> all_links {
  all_links all;
  link one;
  for (;;) {
    const auto step = from.next(one);
    if (step != link_reader::step::link) {
      if (step == link_reader::step::broken) all.why = from.why();
      all.left_out = from.left_out();
      return all;
    }
    if (one.fault.empty())
      all.links.push_back(one);
    else
      all.faults.emplace_back(one.fault);
  }
}

inline auto read_all(const maker& make, std::string text, std::size_t piece = 1 << 20) -> all_links {
  const auto reader = make(file_of(std::move(text), piece));
  return read_all(*reader);
}

/// Seconds since 1970 of a date as readers give it; nothing: it is none, or none that this reads.
auto seconds_of(const std::string& date) -> std::optional<std::int64_t>;

/// Holds all that `make` reads of a file of the corpora against what is expected of it.
void check_expected(const maker& make, const std::string& file);

}  // namespace waybill::formats::links::testing
