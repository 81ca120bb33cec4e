// A bookmark, its bytes (a "row", as it stands in a chunk's event), and what a record becomes before anybody
// decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"
#include "formats/activitystreams/link_record.hpp"

namespace waybill::bookmarks {

inline constexpr std::size_t url_limit_bytes = 10'240;
inline constexpr std::size_t title_long_characters = 255;

/// Bits of an outcome's warnings. Those that have a twin in `record_warning` are the format's.
enum warning : std::uint32_t {
  warning_title_missing = 1,
  warning_value_ignored = 2,
  warning_title_long = 4,
  warning_date_unreadable = 8,
  warning_url_from_id = 16,
  warning_date_invalid = 32,      ///< of a file of links
  warning_undecodable_bytes = 64  ///< U+FFFD stands for each
};
/// "title_missing", ... for the bits set, in the order of the bits.
auto warning_names(std::uint32_t bits) -> std::vector<std::string_view>;

struct bookmark {
  std::string url;
  std::string title;
  std::optional<std::string> description;  ///< absent and empty are different
  std::vector<std::string> tags;
  std::optional<std::string> feed_url;
  instant created_at{};
  instant updated_at{};
  std::string
      extra;  ///< minified JSON object text, "" when there is none. `published` and `updated` stand here as
              ///< they were written when they could not be read, `url` as the list of those that do not count
  friend auto operator==(const bookmark&, const bookmark&) -> bool = default;
};

/// The bytes of a bookmark. Versioned by its first byte; appended to `out`. `decode_row` answers corrupt for
/// anything that `encode_row` did not write.
void encode_row(const bookmark& from, std::string& out);
auto decode_row(std::string_view row) -> result<bookmark>;

/// Views into a row, for scans that must not allocate.
struct row_view {
  std::string_view url, title;
  std::optional<std::string_view> description;
  std::optional<std::string_view> feed_url;
  std::vector<std::string_view> tags;
  std::string_view extra;
  instant created_at{}, updated_at{};
};
auto view_row(std::string_view row, row_view& out) -> bool;

/// What the file said about which members are there: needed to decide an overwrite.
struct presence {
  bool description = false;  ///< the key is there (null clears)
  bool feed_url = false;
  bool tags = false;        ///< a list that is not empty
  bool created_at = false;  ///< a readable date
  bool updated_at = false;
  bool is_untitled = false;  ///< it has no title: its URL stands there
};

/// As a record carries it on its way.
constexpr auto flags_of(const presence& has) -> std::uint32_t {
  return (has.description ? 1U : 0U) | (has.feed_url ? 2U : 0U) | (has.tags ? 4U : 0U) |
         (has.created_at ? 8U : 0U) | (has.updated_at ? 16U : 0U) | (has.is_untitled ? 64U : 0U);
}
constexpr auto presence_of(std::uint32_t flags) -> presence {
  return {(flags & 1U) != 0, (flags & 2U) != 0,  (flags & 4U) != 0,
          (flags & 8U) != 0, (flags & 16U) != 0, (flags & 64U) != 0};
}

/// Beside them: of its tags some are names of folders.
inline constexpr std::uint32_t has_folder_tags = 32;

/// A record on its way to the store: an identity and the row it would be if it were new.
struct candidate {
  identity id{};
  presence has;
  std::uint32_t warnings = 0;
};

/// Makes a candidate of a link: normalizes, hashes, reads dates and APPENDS the encoded row to `row`.
/// `import_time` stands in for a missing `published`. Fails (url_too_long) leaving `row` as it was.
/// Holds scratch memory: one per reader. One thread at a time.
class candidate_maker {
 public:
  explicit candidate_maker(instant import_time) : import_time_(import_time) {}
  enum class fault : std::uint8_t { none, url_missing, url_too_long };
  auto make(const formats::activitystreams::link_record& from, candidate& out, std::string& row) -> fault;

 private:
  instant import_time_;
  std::string normalized_;
  std::string extra_;
};

/// ISO 8601 / RFC 3339 with or without fraction and offset (none: UTC), with ` UTC` or a `[Zone]` behind, or
/// a count of seconds, ms or us since 1970 (five digits at least; eight are a date); nothing when unreadable.
/// Fractions beyond microseconds are cut.
auto parse_date(std::string_view text) -> std::optional<instant>;
/// The same of a number of JSON: a count, whatever its size, or a date like 20240115.
auto parse_date_number(std::string_view number) -> std::optional<instant>;
/// As the export writes it: `2024-01-16T09:15:00.250000+00:00`, without fraction when it is zero.
void append_date(instant at, std::string& out);

enum class duplicate_policy : std::uint8_t { skip, overwrite };

/// What an overwrite makes of an existing bookmark. Pure. `now` stands in for a missing `updated`.
struct merge_result {
  bool changed = false;  ///< false: the record says nothing new (`unchanged`)
  bookmark after;
};
auto merge(const bookmark& existing, const bookmark& incoming, const presence& has, instant now)
    -> merge_result;

/// One item of the export, an ActivityStreams Link, appended to `out` (no trailing comma).
void append_item(const bookmark& from, std::string& out);
/// What stands before the first and after the last item of an export.
auto export_head(instant now, std::uint64_t total) -> std::string;
auto export_tail() -> std::string;

}  // namespace waybill::bookmarks
