// How a chunk is written: by columns, so that what records have in common stands in its event once. A record
// that was skipped or failed costs a few bytes and what it is found by; a thousand equal ones cost what one
// does.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "events/codec.hpp"
#include "events/collection/outcome.hpp"
#include "events/words.hpp"

namespace waybill {

/// `before_at` of a record whose earlier version stands in the same event: its own position is not known
/// while it is written.
inline constexpr position same_event = ~position{0};

/// No chunk has more records (`imports.chunk_records` is bounded by it).
inline constexpr std::uint32_t most_chunk_records = 10'000;

/// What of a chunk the import itself has to know: written first, readable without the records.
struct chunk_header {
  import_id import;
  std::uint64_t chunk = 0;          ///< from 1
  std::uint64_t first_record = 0;   ///< number of its first record, from 1
  std::uint64_t resume_offset = 0;  ///< byte of the file behind its last record
  tally counts;
  /// Where its last record stands, as the file counts; 0: the chunk is of a version that does not say it
  /// here. Stands beside the header, not in it.
  std::uint64_t last_line = 0;
  friend auto operator==(const chunk_header&, const chunk_header&) -> bool = default;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("import_id", e.import, "the import");
    visit("chunk", e.chunk, "number of the chunk in its import, from 1");
    visit("first_record", e.first_record, "number of its first record in the file, from 1");
    visit("resume_offset", e.resume_offset, "byte of the file behind its last record: where to go on");
    visit("counts", e.counts, "what became of its records");
  }
};

/// Numbers that point into a list are checked by `read_chunk`, which alone knows what the columns say
/// together.
struct chunk_applied_v2 {
  static constexpr std::string_view tag = "collection.chunk_applied.v2";
  static constexpr std::string_view about =
      "A chunk of an import was applied: all of it, at once. Its records stand in columns: each takes its "
      "shape "
      "from `runs`; then those created or updated take the next of `changes` each, and those whose reason "
      "says "
      "that they met a record the next place of `meets`.";

  struct line_jump {
    std::uint32_t records = 0;
    std::uint64_t lines = 0;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("records", e.records, "so many records after the jump before it, or after the first record");
      visit("lines", e.lines, "so many lines hold no record before this one");
    }
  };
  struct fault {
    std::uint32_t code = 0;
    std::uint32_t field = 0;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("code", e.code, "word: what is wrong, for programs");
      visit("field", e.field, "word: with which field of the record");
    }
  };
  struct reason {
    outcome what = outcome::created;
    std::uint32_t code = 0;
    std::uint32_t message = 0;
    std::uint32_t warnings = 0;
    bool meets = false;
    std::vector<fault> faults;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("outcome", e.what, "0 created, 1 updated, 2 skipped, 3 failed");
      visit("code", e.code, "word: why, for programs: `duplicate`, `url_missing`, ...");
      visit("message", e.message, "word: why, for a person, when the code alone does not say it");
      visit("warnings", e.warnings, "bits named by the kind");
      visit("meets", e.meets, "each such record met one that was there, and changed nothing");
      visit("faults", e.faults, "what is wrong with fields of the record");
    }
  };
  struct shape {
    std::uint32_t reason = 0;
    text_list values;
    text_list shown;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("reason", e.reason, "index of its reason");
      visit("values", e.values, "what the faults of its reason found, one each");
      visit("shown", e.shown,
            "to find the record by, when no row says it; what the texts are is the kind's to say; empty ones "
            "at "
            "the end are left out");
    }
  };
  struct run {
    std::uint32_t shape = 0;
    std::uint32_t records = 0;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit(
          "shape", e.shape,
          "0: each record has the first shape that no record before it had; else all have the one with this "
          "number, from 1");
      visit("records", e.records, "so many records, one behind the other");
    }
  };
  struct change {
    digest_list keys;
    digest_list released;
    std::uint64_t before_event = 0;
    std::uint32_t before_index = 0;
    std::string_view before;
    std::string_view after;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("keys", e.keys, "by which the record is recognised; the first is its identity");
      visit("released", e.released, "keys of its earlier version that are no longer its own");
      visit("before_event", e.before_event,
            "event that holds the earlier version: 0: none; 1: this one; else its position + 1");
      visit("before_index", e.before_index, "index of the earlier version in that event");
      visit("before", e.before, "the earlier row, in the kind's own bytes (updated)");
      visit("after", e.after, "the row as it is now, in the kind's own bytes");
    }
  };
  struct meeting {
    std::int64_t event = 0;
    std::int64_t index = 0;
    std::int64_t records = 0;
    template <class Self, class V>
    static void fields(Self& e, V& visit) {
      visit("event", e.event,
            "by so much the number of the event, as in `before_event`, is above that of the meeting before, "
            "or 0");
      visit("index", e.index, "by so much the record's index is above that of the meeting before, or 0");
      visit("records", e.records,
            "n: the next n records met that one and those behind it; -n: they all met that one");
    }
  };

  chunk_header head;
  std::uint64_t first_line = 0;
  std::vector<line_jump> jumps;
  std::vector<std::string_view> words;
  std::vector<reason> reasons;
  std::vector<shape> shapes;
  std::vector<run> runs;
  std::vector<change> changes;
  std::vector<meeting> meets;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("head", e.head, "whose chunk it is, and where to go on");
    records(e, visit);
  }
  /// All but the header.
  template <class Self, class V>
  static void records(Self& e, V& visit) {
    visit("first_line", e.first_line, "where its first record stands, as the file counts");
    visit("jumps", e.jumps, "records that do not stand on the line behind the record before");
    visit("words", e.words, "codes, fields and messages, each once; pointed at from 1; 0: none");
    visit("reasons", e.reasons, "what became of records, each once");
    visit("shapes", e.shapes, "what there is to say of records beside their rows, each once");
    visit("runs", e.runs, "the records in file order, by their shapes");
    visit("changes", e.changes, "one for each record created or updated, in file order");
    visit("meets", e.meets, "what records met that changed nothing, in file order");
  }
};

/// The same with what its rows have in common. Only kinds whose rows have that write it.
struct chunk_applied_v3 : chunk_applied_v2 {
  static constexpr std::string_view tag = "collection.chunk_applied.v3";
  static constexpr std::string_view about =
      "A chunk of an import was applied, as in v2; what all its rows have in common (the columns of a table) "
      "stands once.";

  std::uint64_t last_line = 0;
  std::string_view common;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("head", e.head, "whose chunk it is, and where to go on");
    visit("last_line", e.last_line, "where its last record stands, as the file counts");
    visit("common", e.common, "what its rows have in common, in the kind's own bytes");
    records(e, visit);
  }
};

/// The same of records that were handed to somebody, who took them or did not: nothing of them is in the
/// collection. None has a key.
struct chunk_handled_v1 : chunk_applied_v3 {
  static constexpr std::string_view tag = "collection.chunk_handled.v1";
  static constexpr std::string_view about =
      "A chunk of an import was handled, as in chunk_applied.v3: its records have outcomes, and nothing of "
      "them is kept in the collection. None has keys or an earlier version; `after` is the record as it "
      "came.";
};

}  // namespace waybill
