// A chunk as everybody reads it, whatever its version. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "events/collection/events.hpp"
#include "events/result.hpp"

namespace waybill {

/// What is wrong with one field of a record. The sentence is made where the language is known.
struct record_fault {
  std::string_view code, field, value;
  friend auto operator==(const record_fault&, const record_fault&) -> bool = default;
};

/// One record of a chunk. Its index in the chunk is that of its `record_place`. Views point into the event's
/// payload and into the `chunk_applied` it stands in. Rows are the kind's own bytes; nobody below `domains/`
/// looks into them.
struct applied_record {
  outcome what = outcome::created;
  std::uint32_t warnings = 0;  ///< bits, named by the kind
  std::uint64_t line = 0;      ///< as the file counts
  std::string_view code;       ///< why: `duplicate`, `url_missing`, ...; empty when there is nothing to add
  std::string_view message;    ///< a sentence, when the code alone does not make it
  std::span<const record_fault> faults;
  /// To find it by, when there is no row; what each text is, the kind says. Empty ones at the end may be
  /// missing.
  std::span<const std::string_view> shown;
  /// By which it is recognised, the first is its identity. Of one that changed nothing (skipped, failed) only
  /// in chunks of the first version: else it is that of the record it met.
  digest_list keys;
  digest_list released;    ///< keys of the earlier version that are no longer its own
  position before_at = 0;  ///< where the version stands that it changed or met; 0: there is none
  std::uint32_t before_index = 0;
  std::string_view before;  ///< the earlier row (updated)
  std::string_view after;   ///< the row as it is now (created, updated)

  /// All zero for one without.
  [[nodiscard]] auto id() const -> identity { return keys.empty() ? identity{} : keys.front(); }
  /// The `n`th text it is found by; empty when there is none.
  [[nodiscard]] auto found_by(std::size_t n) const -> std::string_view {
    return n < shown.size() ? shown[n] : std::string_view{};
  }
};

/// Views of its records point into it: it moves, but is not copied.
class chunk_applied {
 public:
  chunk_applied() = default;
  chunk_applied(chunk_applied&&) = default;
  auto operator=(chunk_applied&&) -> chunk_applied& = default;

  chunk_header head;                    ///< of what a person changed: without an import
  bulk_id bulk;                         ///< whose chunk it is; empty: of no bulk change
  std::string_view common;              ///< what its rows have in common, in the kind's own bytes
  std::vector<applied_record> records;  ///< in file order
  /// Of a bulk change: what it deleted. Numbered behind the records: the first has the index records.size().
  std::vector<record_deleted> deleted;

 private:
  friend class chunk_lifter;
  std::vector<std::string_view> texts_;
  std::vector<record_fault> faults_;
  std::vector<digest> keys_;
};

/// Does an event of this tag hold a chunk of an import?
auto is_chunk(std::string_view tag) -> bool;
/// Does it hold records as they are from then on: a chunk, of an import or of a bulk change, or one record
/// that a person changed?
auto holds_records(std::string_view tag) -> bool;

/// Reads the records of any event that holds some; one that a person changed is a chunk of one record. It
/// stands in the payload of the event at `at`; `payload` must outlive `into`, whose memory is used
/// again. Errors: corrupt, when `tag` is of no such event or the bytes do not say what a chunk can be.
auto read_chunk(std::string_view tag, std::string_view payload, position at, chunk_applied& into)
    -> result<done>;

}  // namespace waybill
