// One item of JSON as a node: a URL, or an object with a `url`. Internal to this folder.
#pragma once

#include <array>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "domains/nodes/record.hpp"
#include "formats/json/members.hpp"
#include "formats/json/text.hpp"

namespace waybill::nodes {

/// Of an item that has nothing to be found by, this much is shown as it stands in the file.
inline constexpr std::size_t excerpt_characters = 120;

/// Reusable, holds its buffers; one thread at a time.
class json_item {
 public:
  /// `raw` is one JSON value that was checked before, followed by at least 64 readable bytes. False: it is
  /// neither an object nor a string. Views in `out` hold until the next call, and as long as `raw`.
  auto parse(std::string_view raw, given_node& out) -> bool;

 private:
  using member = formats::json::member;
  void take(const member& one, given_node& out);
  void take_title(std::string_view raw, given_node& out);
  void take_metadata(const member& one, given_node& out);
  void write_metadata(given_node& out);
  [[nodiscard]] auto text_of(std::string_view raw) -> std::string_view;

  static constexpr std::size_t scratch_bytes = 16 << 10;
  std::array<char, scratch_bytes> scratch_;
  std::pmr::monotonic_buffer_resource memory_{scratch_.data(), scratch_.size()};
  formats::json::item_texts texts_{memory_};
  std::vector<member> members_;
  std::vector<member> inner_;  ///< of the metadata
  std::vector<member> kept_;   ///< what the metadata is made of
  bool is_ours_ = false;       ///< Waybill wrote it: what it derives it derives again
  std::string metadata_;
};

/// What an export says of a node beside what an import takes.
auto is_derived(std::string_view key) -> bool;
/// Standing members of a page in a sitemap: lastmod, changefreq, priority.
auto is_of_sitemap(std::string_view key) -> bool;

/// Why an item beyond the limit fails, told by its first bytes.
auto fault_of_oversize(std::string_view head) -> std::string_view;

}  // namespace waybill::nodes
