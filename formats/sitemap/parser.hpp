// Sitemaps and indexes of sitemaps, entry by entry, in memory that does not depend on the file. Nothing is
// fetched, no entity is expanded, no document type is read. Sources: https://www.sitemaps.org/protocol.html,
// XML 1.0; the work is expat's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::formats::sitemap {

enum class root : std::uint8_t { unknown, urls, index };

/// One `url` of a sitemap, or one `sitemap` of an index. Texts are without blanks around them; very long ones
/// are cut, URLs behind `url_kept_bytes`.
struct entry {
  std::string loc, lastmod, changefreq, priority;
  std::string further_locs;  ///< of one that has more than one `loc`: the others, with blanks between them
  std::uint64_t end_offset = 0;  ///< where reading may go on
};
inline constexpr std::size_t url_kept_bytes = 16 << 10;

enum class fault_code : std::uint8_t {
  none,
  invalid_xml,
  refused,    ///< a document type, or what is built to cost memory
  other_root  ///< XML, but no sitemap
};
struct fault {
  fault_code code = fault_code::none;
  std::string message;  ///< a sentence for a person
  std::uint64_t byte_offset = 0, line = 1, column = 1;
};

/// What a parser has to know that begins in the middle.
struct opening {
  std::string root;      ///< the name of the first tag
  std::string encoding;  ///< as declared; empty: UTF-8
  /// Of tags that mean the same as those with the root's own prefix, `s:`, or "" for none.
  std::vector<std::string> prefixes{};
};

/// Is fed bytes, and gives the entries in them. One thread at a time.
class parser {
 public:
  /// A tag, comment or declaration that is longer is refused: it would be held whole.
  static constexpr std::size_t token_limit_bytes = 1 << 20;
  static constexpr std::uint32_t depth_limit = 100;

  /// From the file's first byte on.
  parser();
  /// From behind an entry on.
  parser(const opening& head, std::uint64_t offset);
  ~parser();
  parser(const parser&) = delete;
  auto operator=(const parser&) -> parser& = delete;

  /// The next bytes, split anywhere; they are looked at when there are enough of them. False: there is a
  /// fault, and no more may be fed.
  auto feed(std::string_view bytes) -> bool;
  /// Looks at all bytes so far.
  auto flush() -> bool;
  /// There are no more bytes. False: there is a fault.
  auto finish() -> bool;
  /// The next entry of what was fed; null: there is none yet. Holds until the next call of `feed`.
  auto next() -> const entry*;

  [[nodiscard]] auto kind() const -> root;
  /// The first tag in the root that is no entry; "": there is none.
  [[nodiscard]] auto stranger() const -> const std::string&;
  [[nodiscard]] auto head() const -> const opening&;
  [[nodiscard]] auto why() const -> const fault&;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill::formats::sitemap
