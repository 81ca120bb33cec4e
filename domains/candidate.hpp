// Records on their way from a file to the store, chunk by chunk.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/words.hpp"

namespace waybill {

/// A piece of `candidate_chunk::bytes`.
struct byte_span {
  std::uint32_t at = 0;
  std::uint32_t size = 0;
};

/// One record on its way to the store.
struct candidate_record {
  std::uint32_t first_key = 0;  ///< in `candidate_chunk::keys`
  std::uint32_t own_keys =
      0;                    ///< it is found by these; the first is its identity; 0: it is never found again
  std::string_view fault;   ///< why it cannot be taken (then it has no keys); static storage; empty: it can
  std::string_view reason;  ///< the same for a person; static storage
  byte_span said;           ///< the same in words that came from outside; empty: `reason` says it
  std::uint32_t warnings = 0;
  std::uint32_t flags = 0;        ///< the kind's own: what the record said of itself
  byte_span row;                  ///< the row it would be if it were new
  std::uint32_t first_shown = 0;  ///< in `candidate_chunk::shown`
  std::uint32_t own_shown = 0;  ///< a faulty one is found by these, in the order of the kind's `shown_names`
  std::uint32_t first_fault = 0;  ///< in `candidate_chunk::faults`
  std::uint32_t own_faults = 0;   ///< what is wrong with its fields, if that is known
  std::uint64_t line = 0;  ///< as the file counts: rises, may leave gaps; 0: as its records are numbered
  std::uint64_t end_offset = 0;  ///< byte of the file behind it
};

/// What is wrong with one field of a record.
struct candidate_fault {
  std::string_view code;  ///< static storage
  byte_span field;        ///< as the kind's files or calls name it
  byte_span value;        ///< what stands there
};

/// Consecutive records that are applied together.
struct candidate_chunk {
  std::uint64_t number = 0;         ///< from 1
  std::uint64_t first_record = 0;   ///< from 1
  std::uint64_t resume_offset = 0;  ///< byte of the file behind its last record
  std::string common;  ///< what rows of it have in common, in the kind's own bytes; stands in its event once
  std::string bytes;   ///< owns what the spans point into
  std::vector<candidate_record> records;
  std::vector<identity> keys;           ///< of all records, one after the other
  std::vector<byte_span> shown;         ///< of all faulty records
  std::vector<candidate_fault> faults;  ///< of all faulty records
  std::string planned;                  ///< what was shown of each record (plan_file.hpp); "": nothing was

  /// The record has one more key; only of the last record.
  void add_key(const identity& key) {
    auto& record = records.back();
    if (record.own_keys++ == 0) record.first_key = static_cast<std::uint32_t>(keys.size());
    keys.push_back(key);
  }
  /// The record is also found by this text; only of the last record.
  void show(std::string_view text) {
    auto& record = records.back();
    if (record.own_shown++ == 0) record.first_shown = static_cast<std::uint32_t>(shown.size());
    shown.push_back(keep(text));
  }
  /// One of its fields is wrong; only of the last record.
  void add_fault(std::string_view code, std::string_view field, std::string_view value) {
    auto& record = records.back();
    if (record.own_faults++ == 0) record.first_fault = static_cast<std::uint32_t>(faults.size());
    const auto named = keep(field);
    faults.push_back({code, named, keep(value)});
  }
  auto keep(std::string_view text) -> byte_span {
    const byte_span span{static_cast<std::uint32_t>(bytes.size()), static_cast<std::uint32_t>(text.size())};
    bytes.append(text);
    return span;
  }
  [[nodiscard]] auto keys_of(const candidate_record& record) const -> std::span<const identity> {
    return std::span(keys).subspan(record.first_key, record.own_keys);
  }
  [[nodiscard]] auto view(byte_span span) const -> std::string_view {
    return std::string_view(bytes).substr(span.at, span.size);
  }
};

}  // namespace waybill
