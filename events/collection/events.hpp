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

using bulk_id = id_of<struct bulk_tag>;  ///< `chg_` + 26 characters

/// What became of records of a bulk change.
struct bulk_tally {
  std::uint64_t changed = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t gone = 0;
  std::uint64_t changed_since = 0;
  std::uint64_t too_large = 0;

  [[nodiscard]] auto processed() const noexcept -> std::uint64_t {
    return changed + unchanged + gone + changed_since + too_large;
  }
  auto operator+=(const bulk_tally& more) noexcept -> bulk_tally&;
  friend auto operator==(const bulk_tally&, const bulk_tally&) -> bool = default;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("changed", e.changed, "records that are not what they were, deleted ones among them");
    visit("unchanged", e.unchanged, "records that are so already");
    visit("gone", e.gone, "records that are not there any more");
    visit("changed_since", e.changed_since, "records that an undo left, since something else changed them");
    visit("too_large", e.too_large, "records that would have become too large, and stayed");
  }
};

/// What of its chunk a bulk change itself has to know: written first, readable without the records.
struct bulk_header {
  bulk_id bulk;
  std::uint64_t chunk = 0;    ///< from 1
  std::uint64_t created = 0;  ///< records that are there again
  std::uint64_t deleted = 0;
  bulk_tally counts;
  friend auto operator==(const bulk_header&, const bulk_header&) -> bool = default;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("change_id", e.bulk, "the bulk change");
    visit("chunk", e.chunk, "number of the chunk in it, from 1");
    visit("created", e.created, "records of the chunk that are there again");
    visit("deleted", e.deleted, "records of the chunk that were deleted");
    visit("counts", e.counts, "what became of its records");
  }
};

struct records_changed {
  static constexpr std::string_view tag = "collection.records_changed.v1";
  static constexpr std::string_view about =
      "A chunk of a bulk change was applied: all of it, at once. Records are numbered as they stand here, "
      "the "
      "deleted ones behind the others.";

  struct record {
    digest_list keys;
    position before_at = 0;
    std::uint32_t before_index = 0;
    std::string_view before;
    std::string_view after;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("keys", e.keys, "by which the record is recognised; the first is its identity");
      visit("before_position", e.before_at, "event that holds its earlier version, or deleted it");
      visit("before_index", e.before_index, "index of that version or deletion in its event");
      visit("before", e.before, "the earlier row, in the kind's own bytes; empty: it had been deleted");
      visit("after", e.after, "the row as it is now, in the kind's own bytes");
    }
  };

  bulk_header head;
  std::vector<record> records;
  std::vector<record_deleted> deleted;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("head", e.head, "whose chunk it is, and what became of its records");
    visit("records", e.records, "those that are there, and are not what they were");
    visit("deleted", e.deleted, "those that are not there any more");
  }
};

/// The same of records that became one of them.
struct records_merged : records_changed {
  static constexpr std::string_view tag = "collection.records_merged.v1";
  static constexpr std::string_view about =
      "A person made one record of several, as in records_changed.v1: one stays, with what the others had; "
      "those "
      "are deleted.";
};

using collection_event = std::variant<chunk_applied_v1, chunk_applied_v2, chunk_applied_v3, chunk_handled_v1,
                                      record_deleted, record_edited, records_changed, records_merged>;

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
/// Does an event of this tag hold a chunk of a bulk change?
auto is_bulk(std::string_view tag) -> bool;
/// Does an event of this tag say that one record was deleted?
auto is_deletion(std::string_view tag) -> bool;
/// Reads one, of any version; false when `tag` is no deletion's or the bytes do not say what one can be.
auto read_deletion(std::string_view tag, std::string_view payload, record_deleted& out) -> bool;

/// Reads the header of a chunk's payload, of any version, without its records.
auto decode_chunk_header(std::string_view payload, chunk_header& out) -> bool;
/// The same with the line of its last record, where its version (`tag`) says that beside the header.
auto decode_chunk_header(std::string_view tag, std::string_view payload, chunk_header& out) -> bool;
/// The same of a chunk of a bulk change.
auto decode_bulk_header(std::string_view payload, bulk_header& out) -> bool;

}  // namespace waybill
