// What happens to a collection: `collection/<kind>/<owner>`. A chunk of an import is ONE event, so that its
// records' changes, their outcomes and the place to go on from are one atomic write. These are the shapes of
// the bytes; who reads chunks reads them by `read_chunk` (chunk.hpp), whatever their version.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/collection/chunk_columns.hpp"
#include "events/collection/outcome.hpp"
#include "events/words.hpp"

namespace waybill {

/// One record of a chunk as it was written first. Views point into the event's payload.
struct applied_record_v1 {
  outcome what = outcome::created;
  std::string_view code;       ///< why: `duplicate`, `url_missing`, ...; empty when there is nothing to add
  std::string_view message;    ///< a sentence for failed records
  std::uint32_t warnings = 0;  ///< bits, named by the kind
  digest id{};                 ///< identity; all zero for a record without one
  position before_at = 0;      ///< where the earlier version stands (updated, skipped); 0: there is none
  std::uint32_t before_index = 0;
  std::string_view before;  ///< the earlier row (updated)
  std::string_view after;   ///< the row as it is now (created, updated)
  std::string_view url;     ///< to find it by, when there is no row (skipped, failed)
  std::string_view title;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("outcome", e.what, "0 created, 1 updated, 2 skipped, 3 failed");
    visit("code", e.code, "why, for programs: `duplicate`, `url_missing`, ...");
    visit("message", e.message, "why, for a person (failed records)");
    visit("warnings", e.warnings, "bits; each kind names its own");
    visit("identity", e.id, "by which the record is recognised; zero: it has none");
    visit("before_position", e.before_at,
          "event that holds the earlier version; 0: none; 2^64 - 1: this same event");
    visit("before_index", e.before_index, "index of the earlier version in that event");
    visit("before", e.before, "the earlier row, in the kind's own bytes (updated)");
    visit("after", e.after, "the row as it is now, in the kind's own bytes (created, updated)");
    visit("url", e.url, "to find it by (skipped, failed)");
    visit("title", e.title, "to find it by (skipped, failed)");
  }
};

/// How a chunk was written at first. Read for ever, written no more.
struct chunk_applied_v1 {
  static constexpr std::string_view tag = "collection.chunk_applied.v1";
  static constexpr std::string_view about = "A chunk of an import was applied: all of it, at once.";
  chunk_header head;
  std::vector<applied_record_v1> records;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("head", e.head, "whose chunk it is, and where to go on");
    visit("records", e.records, "its records in file order");
  }
};

struct record_deleted {
  static constexpr std::string_view tag = "collection.record_deleted.v1";
  static constexpr std::string_view about = "A person deleted one record of the collection.";
  digest id{};
  position before_at = 0;
  std::uint32_t before_index = 0;
  std::string_view before;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("identity", e.id, "the record");
    visit("before_position", e.before_at, "event that holds its last version");
    visit("before_index", e.before_index, "index of that version in its event");
    visit("before", e.before, "its last row, in the kind's own bytes");
  }
};

struct record_edited {
  static constexpr std::string_view tag = "collection.record_edited.v1";
  static constexpr std::string_view about = "A person changed one record of the collection.";
  digest_list keys;
  digest_list released;
  position before_at = 0;
  std::uint32_t before_index = 0;
  std::string_view before;
  std::string_view after;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("keys", e.keys, "by which the record is recognised; the first is its identity");
    visit("released", e.released, "keys of its earlier version that are no longer its own");
    visit("before_position", e.before_at, "event that holds its earlier version");
    visit("before_index", e.before_index, "index of that version in its event");
    visit("before", e.before, "the earlier row, in the kind's own bytes");
    visit("after", e.after, "the row as it is now, in the kind's own bytes");
  }
};

using collection_event = std::variant<chunk_applied_v1, chunk_applied_v2, chunk_applied_v3, chunk_handled_v1,
                                      record_deleted, record_edited>;

/// `collection/<kind>/usr_01...`
auto collection_stream(std::string_view kind, const owner_id& owner) -> std::string;

/// The two parts of a collection's stream name; false when `stream` is none.
struct collection_name {
  std::string_view kind;
  std::string_view owner;
};
auto parse_collection_stream(std::string_view stream, collection_name& out) -> bool;

/// Does an event of this tag hold a chunk of whose records nothing is kept?
auto is_handled(std::string_view tag) -> bool;
/// Does an event of this tag say that one record was deleted?
auto is_deletion(std::string_view tag) -> bool;
/// Reads one, of any version; false when `tag` is no deletion's or the bytes do not say what one can be.
auto read_deletion(std::string_view tag, std::string_view payload, record_deleted& out) -> bool;

/// Reads the header of a chunk's payload, of any version, without its records.
auto decode_chunk_header(std::string_view payload, chunk_header& out) -> bool;
/// The same with the line of its last record, where its version (`tag`) says that beside the header.
auto decode_chunk_header(std::string_view tag, std::string_view payload, chunk_header& out) -> bool;

}  // namespace waybill
