// A kind of import as a module: how its files become records, what it decides about each, and what it says of
// them. What is common to all kinds (upload, chunks, progress, pause, retry, outcomes) knows kinds only by
// this interface.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/collection/chunk_writer.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "formats/byte_source.hpp"

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
  std::uint32_t warnings = 0;
  std::uint32_t flags = 0;  ///< the kind's own: what the record said of itself
  byte_span row;            ///< the row it would be if it were new
  byte_span url;            ///< to find a faulty one by
  byte_span title;
  std::uint64_t end_offset = 0;  ///< byte of the file behind it
};

/// Consecutive records that are applied together.
struct candidate_chunk {
  std::uint64_t number = 0;         ///< from 1
  std::uint64_t first_record = 0;   ///< from 1
  std::uint64_t resume_offset = 0;  ///< byte of the file behind its last record
  std::string bytes;                ///< owns what the spans point into
  std::vector<candidate_record> records;
  std::vector<identity> keys;  ///< of all records, one after the other

  /// The record has one more key; only of the last record.
  void add_key(const identity& key) {
    auto& record = records.back();
    if (record.own_keys++ == 0) record.first_key = static_cast<std::uint32_t>(keys.size());
    keys.push_back(key);
  }
  [[nodiscard]] auto keys_of(const candidate_record& record) const -> std::span<const identity> {
    return std::span(keys).subspan(record.first_key, record.own_keys);
  }
  [[nodiscard]] auto view(byte_span span) const -> std::string_view {
    return std::string_view(bytes).substr(span.at, span.size);
  }
};

struct file_summary {
  std::string format;
  std::uint64_t records = 0;
  std::uint64_t list_offset = 0;
};

struct reading_limits {
  std::size_t chunk_records = 500;
  std::size_t chunk_bytes = 1 << 20;  ///< a chunk ends when its bytes pass this
  std::size_t item_bytes = 1 << 20;   ///< a record beyond fails, it is never held whole
};

struct reading_start {
  std::uint64_t offset = 0;
  bool at_list_start = true;
  std::uint64_t chunk = 1;
  std::uint64_t record = 1;
};

/// Looks at a file's bytes once, as they pass by: well formed? how many records? One thread at a time.
class file_check {
 public:
  virtual ~file_check() = default;
  /// The next bytes, split anywhere.
  virtual void feed(std::string_view bytes) = 0;
  /// Once, behind the last byte. Errors: those of the content, with their place.
  virtual auto finish() -> result<file_summary> = 0;
};

/// The records of one stored file, one after the other: format and kind meet here, and nowhere else. What is
/// common to all files is `chunk_reader`'s (reading.hpp). One thread at a time; blocks on the disk.
class record_source {
 public:
  enum class step : std::uint8_t {
    record,  ///< one was appended, with the byte behind it
    end,     ///< there is no more
    broken   ///< the file is no longer what was checked
  };
  virtual ~record_source() = default;
  virtual auto next(candidate_chunk& into) -> step = 0;
};

/// What is there already under one of a record's keys.
struct known_record {
  record_place at;              ///< 0: nothing
  std::string_view row;         ///< filled when the decider needs rows
  bool of_this_import = false;  ///< an earlier record of the same import made it
  explicit operator bool() const { return at.at != 0; }
};

/// Decides record by record, with the options of one import. Pure; one thread at a time.
class record_decider {
 public:
  virtual ~record_decider() = default;
  /// Does `decide` look at rows that are there?
  [[nodiscard]] virtual auto needs_rows() const -> bool = 0;
  /// `known[i]` is what the record's i-th key meets. Fills `out` (as new, without line), whose views point
  /// into `chunk`, `known`, static storage, or `scratch`: an empty string that the caller keeps as long as
  /// `out`. What is created or updated has all the keys of its row in `out.keys`, and in `out.released` those
  /// of the earlier version that it has no more; without any, it has those of `record`.
  virtual void decide(const candidate_chunk& chunk, const candidate_record& record,
                      std::span<const known_record> known, std::string& scratch,
                      decided_record& out) const = 0;
};

struct record_label {
  std::string url;
  std::string title;
};

/// Stateless; any thread.
class kind_module {
 public:
  virtual ~kind_module() = default;
  [[nodiscard]] virtual auto name() const -> std::string_view = 0;
  /// May a file that begins so be read, when `format` is asked for? Errors: unknown_format, with what the
  /// file is instead where that is certain. `first` are `formats::recognised_bytes` of it, or all.
  [[nodiscard]] virtual auto recognise(std::string_view format, std::string_view first) const
      -> result<done> = 0;
  /// Checks options and writes them out in full. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto check_options(const std::string& json) const -> result<std::string> = 0;
  /// `options` as check_options wrote them; `import_time` stands in for "now".
  [[nodiscard]] virtual auto decider(const std::string& options, instant import_time) const
      -> std::unique_ptr<record_decider> = 0;
  [[nodiscard]] virtual auto checker() const -> std::unique_ptr<file_check> = 0;
  /// Of a file that was checked; `bytes` stand at `from.offset`.
  [[nodiscard]] virtual auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                                    instant import_time, const reading_limits& limits) const
      -> std::unique_ptr<record_source> = 0;
  /// The keys of a row beside its identity: they are free when it is deleted.
  virtual void further_keys(std::string_view /*row*/, std::vector<identity>& /*out*/) const {}
  /// What a row is to be found by.
  [[nodiscard]] virtual auto label(std::string_view row) const -> record_label = 0;
  [[nodiscard]] virtual auto warning_names(std::uint32_t bits) const -> std::vector<std::string_view> = 0;
  /// The sentence for an outcome's code.
  [[nodiscard]] virtual auto sentence(std::string_view code) const -> std::string_view = 0;
};

/// All kinds, in the order in which people are told of them. The list stands alone in its file: a test
/// program has its own in its place.
auto kinds() -> std::span<const kind_module* const>;
/// An error for a format that a kind does not know.
auto no_such_format(std::string_view format) -> error;
/// The kind of that name; null when there is none.
auto kind_named(std::string_view name) -> const kind_module*;

}  // namespace waybill
