// One item of a collection as a link: what it says, before anybody decides what to make of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace waybill::formats::activitystreams {

/// A text member that may be absent, null, or a text: the three are different, and stay so.
struct optional_text {
  enum class state : std::uint8_t { absent, null, text } is = state::absent;
  std::string_view text{};
};

/// A value as the file spells it, for whoever can read it.
struct spelled_value {
  std::string_view text;  ///< of a string, without its escapes; empty when it is none
  std::string_view raw;   ///< JSON, minified
};

/// Bits of `link_record::warnings`. What the format itself noticed; the domain adds its own (see
/// domains/bookmarks).
enum record_warning : std::uint32_t {
  warn_title_missing = 1,  ///< no name, nameMap or summary: the URL stands for the title
  warn_value_ignored = 2,  ///< a known member holds something of the wrong type, and was treated as absent
  warn_url_from_id = 16    ///< there is no URL anywhere: an http(s) `id` stands for it
};

/// All views point into the parser's memory or the item's bytes: valid until the next `parse`, and not longer
/// than the item.
struct link_record {
  std::string_view url;
  std::string_view title;
  optional_text description;  ///< `summary`
  bool has_tags = false;      ///< the `tag` list is present (perhaps empty)
  std::vector<std::string_view>
      tags;                ///< blanks dropped, doubles merged, leading '#' of tag objects dropped, order kept
  optional_text feed_url;  ///< `feedUrl`
  std::optional<spelled_value> published;  ///< not yet read as a date; absent when null
  std::optional<spelled_value> updated;
  std::string_view extra;  ///< every other member as one minified JSON object's text, "" when there is none;
                           ///< raw spelling of values kept, a double key's last value only. `url` is one of
                           ///< them when it was a list: what is left of it without the URL that counts
  std::uint32_t warnings = 0;
};

/// Whether a member with this name is read as a field of a record, and so never is one of `extra`.
auto is_field(std::string_view key) -> bool;
/// In front of such a name it makes a member of `extra` of it: of records that come from other formats.
inline constexpr std::string_view extra_prefix = "waybill:";

enum class item_errc : std::uint8_t { not_a_bookmark, url_missing };

/// Why one item is refused. `title` and `id` are what there is to find it by (may be empty).
struct item_fault {
  item_errc code = item_errc::not_a_bookmark;
  std::string message;
  std::string_view title;
  std::string_view id;
};

/// Reusable, holds its buffers; one thread at a time.
class item_parser {
 public:
  item_parser();
  ~item_parser();
  item_parser(const item_parser&) = delete;
  auto operator=(const item_parser&) -> item_parser& = delete;

  /// `raw` is one JSON value that was checked before, followed by at least 64 readable bytes. The reference
  /// stays valid until the next call.
  auto parse(std::string_view raw) -> const std::variant<link_record, item_fault>&;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill::formats::activitystreams
