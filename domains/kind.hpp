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

#include "config/groups.hpp"
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

/// What is to be read, and how.
struct reading_order {
  std::string path;            ///< of the stored file
  std::string options = "{}";  ///< as the kind's `check_options` wrote them
  instant import_time{};       ///< stands in for "now"
  reading_limits limits{};
  import_id import{};  ///< whose file it is
};

struct reading_start {
  std::uint64_t offset = 0;
  bool at_list_start = true;
  std::uint64_t chunk = 1;
  std::uint64_t record = 1;
  std::uint64_t last_line = 0;  ///< of the record before, as the file counts; 0: not known
};

/// Looks at a file's bytes once, as they pass by: well formed? how many records? One thread at a time.
class file_check {
 public:
  virtual ~file_check() = default;
  /// The next bytes, split anywhere.
  virtual void feed(std::string_view bytes) = 0;
  /// Once, behind the last byte. Errors: those of the content, with their place.
  virtual auto finish() -> result<file_summary> = 0;
  /// Behind the last byte: what passed by is a file that is read from its end. Then `finish_at` says what
  /// `finish` would.
  [[nodiscard]] virtual auto needs_file() -> bool { return false; }
  /// Once; blocks on the disk. `keep_on` answers false to stop: then nothing comes back.
  virtual auto finish_at(const std::string& /*path*/, const std::function<bool()>& /*keep_on*/)
      -> std::optional<result<file_summary>> {
    return finish();
  }
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
  std::string_view common{};    ///< with `row`: what it has in common with the rows of its chunk
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

/// With whom the collections of a kind live.
enum class kind_home : std::uint8_t { user, project, either };
constexpr auto name_of(kind_home what) noexcept -> std::string_view {
  return what == kind_home::user ? "user" : what == kind_home::project ? "project" : "either";
}

/// Stateless; any thread.
class kind_module {
 public:
  virtual ~kind_module() = default;
  [[nodiscard]] virtual auto name() const -> std::string_view = 0;
  [[nodiscard]] virtual auto home() const -> kind_home { return kind_home::user; }
  /// Named groups that it takes in the file of settings. Static storage.
  [[nodiscard]] virtual auto groups() const -> std::span<const group_type> { return {}; }
  /// May a file that begins so be read, when `format` is asked for? Errors: unknown_format, with what the
  /// file is instead where that is certain. `first` are `formats::recognised_bytes` of it, or all.
  [[nodiscard]] virtual auto recognise(std::string_view format, std::string_view first) const
      -> result<done> = 0;
  /// Checks options and writes them out in full. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto check_options(const std::string& json) const -> result<std::string> = 0;
  /// Do options, as check_options wrote them, fit a file that begins so? What cannot be told yet fits.
  /// Errors: bad_value.
  [[nodiscard]] virtual auto fits(const std::string& /*options*/, std::string_view /*first*/) const
      -> result<done> {
    return done{};
  }
  /// Checks what a project sets for all its imports of the kind, and writes it out in full; once something
  /// was imported it stays. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto check_settings(const std::string& /*json*/) const -> result<std::string> {
    return {errc::unknown_field, "Imports of this kind have no settings in a project."};
  }
  /// Options with what the project has set (as check_settings wrote it; "": nothing).
  [[nodiscard]] virtual auto with_settings(const std::string& options, std::string_view /*settings*/) const
      -> std::string {
    return options;
  }
  /// `options` as check_options wrote them; `import_time` stands in for "now".
  [[nodiscard]] virtual auto decider(const std::string& options, instant import_time) const
      -> std::unique_ptr<record_decider> = 0;
  [[nodiscard]] virtual auto checker() const -> std::unique_ptr<file_check> = 0;
  /// The same with the options of one import. What is checked while a file comes in is checked without any:
  /// the kind says whether that holds for an import with these.
  [[nodiscard]] virtual auto checker_with(const std::string& /*options*/) const
      -> std::unique_ptr<file_check> {
    return checker();
  }
  [[nodiscard]] virtual auto is_checked_without(const std::string& /*options*/) const -> bool { return true; }
  /// Of a file that was checked; `bytes` are the file's from `from.offset` on. (Where offsets are not those
  /// of the stored bytes, because it is packed, the kind opens the file itself.)
  [[nodiscard]] virtual auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                                    const reading_order& order) const -> std::unique_ptr<record_source> = 0;
  /// How many records a chunk has; `usual` is what the server is set to.
  [[nodiscard]] virtual auto chunk_records(const std::string& /*options*/, std::size_t usual) const
      -> std::size_t {
    return usual;
  }
  /// The keys of a row beside its identity: they are free when it is deleted.
  virtual void further_keys(std::string_view /*row*/, std::vector<identity>& /*out*/) const {}
  /// What people find a record by: the names of those texts, as in the API and in CSV, in the order in which
  /// they are read. For ever: so they stand in the log. Static storage.
  [[nodiscard]] virtual auto shown_names() const -> std::span<const std::string_view> = 0;
  /// Appends those texts of a row, one for each name; none, when the row is none. They point into it.
  virtual void show(std::string_view row, std::vector<std::string_view>& out) const = 0;
  /// For a kind whose `shown_names` are none, since each file has its own: the names of those texts in a
  /// chunk with this `common`.
  virtual void name_shown(std::string_view /*common*/, std::vector<std::string>& /*out*/) const {}
  /// The row so that it can be read without the chunk it stands in; points into `row` or `scratch`.
  [[nodiscard]] virtual auto whole_row(std::string_view row, std::string_view /*common*/,
                                       std::string& /*scratch*/) const -> std::string_view {
    return row;
  }
  /// Does it tell which field of a record a fault is of? Then lists have room for it.
  [[nodiscard]] virtual auto names_fields() const -> bool { return false; }
  /// A warning to give where a record met one that was there; both as they are shown. Empty: none.
  [[nodiscard]] virtual auto met_warning(std::span<const std::string> /*record*/,
                                         std::span<const std::string> /*met*/) const -> std::string_view {
    return {};
  }
  [[nodiscard]] virtual auto warning_names(std::uint32_t bits) const -> std::vector<std::string_view> = 0;
  /// The sentence for an outcome's code.
  [[nodiscard]] virtual auto sentence(std::string_view code) const -> std::string_view = 0;
};

/// The code of records that the store could not take, of every kind.
inline constexpr std::string_view storage_failed = "storage_failed";
/// The sentence for an outcome's code: of those that all kinds have, or the kind's own.
auto sentence_of(const kind_module& kind, std::string_view code) -> std::string_view;

/// All kinds, in the order in which people are told of them; the first is meant where none is named. The list
/// stands alone in its file: a test program has its own in its place.
auto kinds() -> std::span<const kind_module* const>;
/// What becomes of a record with a fault: it fails, and is shown with all that its reader found.
void fail(const kind_module& kind, const candidate_chunk& chunk, const candidate_record& record,
          decided_record& out);
/// An error for a format that a kind does not know.
auto no_such_format(std::string_view format) -> error;
/// May an import of this kind be this owner's? Errors: bad_value.
auto may_live_with(const kind_module& kind, const owner_id& owner) -> result<done>;
/// The kind of that name; null when there is none.
auto kind_named(std::string_view name) -> const kind_module*;
/// Those that a person lists: `all`, or their names with spaces between them. Errors: bad_value.
auto kinds_listed(std::string_view wish) -> result<std::vector<const kind_module*>>;
/// As people are told: with commas between them.
auto kind_names() -> std::string;

}  // namespace waybill
