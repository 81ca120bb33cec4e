// Bookmarks on their way out, one after the other, in constant memory: what other programs read.
// `docs/bookmark_exports.md` says what each format cannot carry.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "domains/bookmarks/bookmark.hpp"

namespace waybill::bookmarks {

/// Writes one document: `begin`, `add` for each bookmark, `end`; all append. One thread at a time.
class exporter {
 public:
  virtual ~exporter() = default;
  virtual void begin(std::string& out) = 0;
  virtual void add(const bookmark& one, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

/// What stands above all bookmarks.
struct export_facts {
  instant now{};
  std::uint64_t total = 0;
};

struct export_format {
  std::string_view name;  ///< in the API
  std::string_view ending;
  std::string_view content_type;
  bool tells_total = false;  ///< how many there are must be known before the first
  auto(*make)(const export_facts&) -> std::unique_ptr<exporter>;
};

/// In the order in which people are told of them; the first is meant where none is named.
auto export_formats() -> std::span<const export_format>;

// One format each.

auto activitystreams_exporter(const export_facts& facts) -> std::unique_ptr<exporter>;
/// What browsers import. Source:
/// https://learn.microsoft.com/en-us/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)
auto netscape_exporter(const export_facts& facts) -> std::unique_ptr<exporter>;
auto csv_exporter(const export_facts& facts) -> std::unique_ptr<exporter>;
/// As Pinboard writes it. Source: https://pinboard.in/api/#posts_all
auto json_exporter(const export_facts& facts) -> std::unique_ptr<exporter>;
/// Those with a feed, for feed readers. Source: http://opml.org/spec2.opml
auto opml_exporter(const export_facts& facts) -> std::unique_ptr<exporter>;

}  // namespace waybill::bookmarks
