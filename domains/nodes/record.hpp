// What a record says of a node, in whatever format, and what becomes of it before anybody decides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domains/kind.hpp"
#include "domains/nodes/options.hpp"

namespace waybill::nodes {

/// Bits of an outcome's warnings.
enum warning : std::uint32_t {
  warning_very_deep = 1,      ///< more than ten levels
  warning_unknown_key = 2,    ///< kept in the metadata
  warning_value_ignored = 4,  ///< a title that is no text
  warning_title_long = 8,
  warning_undecodable_bytes = 16,
  warning_unterminated_quote = 32,
  warning_quote_inside = 64
};
/// "very_deep", ... for the bits set, in the order of the bits.
auto warning_names(std::uint32_t bits) -> std::vector<std::string_view>;

/// Bits of `candidate_record::flags`: what an update is told by null.
enum record_flag : std::uint32_t {
  clears_title = 1,
  clears_metadata = 2,
  holds_nulls = 4  ///< the row's metadata does, which no stored row may
};

/// Views that hold until the next record is read.
struct given_node {
  std::string_view url;
  std::string_view title;     ///< blank: none
  std::string_view metadata;  ///< minified object, each key once; members may be null; "" when there is none
  std::uint32_t flags = 0;
  std::uint32_t warnings = 0;
};

/// Makes candidates of what formats have read. One thread at a time; holds scratch memory.
class candidate_maker {
 public:
  candidate_maker(const import_options& options, instant import_time)
      : rule_(options.rule), linked_(options.build_relationships), import_time_(import_time) {}
  /// Appends the record: its key and the row it would be, or its fault.
  void add(const given_node& from, candidate_chunk& chunk);
  /// Appends a record that cannot be taken; `code` in static storage, the others what it is found by.
  static void refuse(std::string_view code, std::string_view url, std::string_view title,
                     candidate_chunk& chunk);

 private:
  identity_rule rule_;
  bool linked_;
  instant import_time_;
  std::string canonical_;
  std::string title_;
};

/// What an update makes of a stored row: title and metadata only. False: it says nothing new. Pure.
auto update_row(std::string_view existing, std::string_view incoming, std::uint32_t flags, instant now,
                std::string& out) -> bool;
/// The same row without metadata that is null.
void settle_row(std::string_view row, std::string& out);

}  // namespace waybill::nodes
