// A sitemap as it is read: entry by entry, from any of them on. Internal to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domains/nodes/metadata_writer.hpp"
#include "domains/nodes/record.hpp"
#include "events/result.hpp"
#include "formats/byte_source.hpp"
#include "formats/sitemap/parser.hpp"

namespace waybill::nodes {

/// What the first tag of a file says, by its first bytes.
auto opening_of(std::string_view first) -> formats::sitemap::opening;

/// The entries, one after the other. One thread at a time.
class sitemap_text {
 public:
  /// `bytes` stand at `offset`; `first` are the first bytes of the text.
  sitemap_text(std::unique_ptr<formats::byte_source> bytes, std::uint64_t offset, std::string_view first)
      : bytes_(std::move(bytes)),
        parser_(offset == 0 ? std::make_unique<formats::sitemap::parser>()
                            : std::make_unique<formats::sitemap::parser>(opening_of(first), offset)) {}
  /// Null: there is no more, or the text is broken. Holds until the next call.
  auto next() -> const formats::sitemap::entry*;
  [[nodiscard]] auto is_broken() const -> bool { return broken_; }
  [[nodiscard]] auto parser() const -> const formats::sitemap::parser& { return *parser_; }

 private:
  std::unique_ptr<formats::byte_source> bytes_;
  std::unique_ptr<formats::sitemap::parser> parser_;
  std::string block_ = std::string(64 << 10, '\0');
  bool at_end_ = false;
  bool broken_ = false;
};

/// Holds what the node of an entry points to, beside the entry. One thread at a time.
class sitemap_item {
 public:
  auto node_of(const formats::sitemap::entry& from) -> given_node;

 private:
  metadata_writer metadata_;
};

auto error_of(const formats::sitemap::fault& from) -> error;
/// Of a sitemap whose root holds other tags alone.
auto without_urls(std::string_view stranger) -> error;
/// An index without these sitemaps.
auto index_alone(const std::vector<std::string>& missing) -> error;

}  // namespace waybill::nodes
