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

#include "config/settings.hpp"
#include "domains/bulk.hpp"
#include "domains/candidate.hpp"
#include "domains/look_progress.hpp"
#include "events/collection/chunk_writer.hpp"
#include "events/import/review.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "formats/byte_source.hpp"

namespace waybill {

struct file_summary {
  std::string format;
  std::uint64_t records = 0;
  std::uint64_t list_offset = 0;
  std::string findings{};  ///< what was found about the file, a JSON object; "": nothing
};

/// What the server is set to for kinds: named groups of the settings.
struct kind_surroundings {
  std::vector<named_group> groups;
  std::string folder;  ///< of the file of settings: paths in them begin there
};

auto surroundings_of(const settings& config) -> std::shared_ptr<const kind_surroundings>;

/// Who hands in an import.
struct options_asker {
  std::string_view user;  ///< by name
  std::string_view role;  ///< `user` or `admin`
  std::shared_ptr<const kind_surroundings> around;
};

struct reading_limits {
  std::size_t chunk_records = 500;
  std::size_t chunk_bytes = 1 << 20;  ///< a chunk ends when its bytes pass this
  std::size_t item_bytes = 1 << 20;   ///< a record beyond fails, it is never held whole
  std::size_t batch_rows = 500;       ///< `chunk_records` of tables
};

auto reading_limits_of(const settings& config) -> reading_limits;

/// What is to be read, and how.
struct reading_order {
  std::string path;            ///< of the stored file
  std::string options = "{}";  ///< as the kind's `check_options` wrote them
  instant import_time{};       ///< stands in for "now"
  reading_limits limits{};
  import_id import{};      ///< whose file it is
  std::string findings{};  ///< of its check
  std::uint64_t attempt = 1;
  std::shared_ptr<const kind_surroundings> around{};  ///< null: no groups
  std::function<bool()> has_room{};   ///< on the disk, for what is made of the file; empty: nobody counts
  std::function<bool()> is_wanted{};  ///< false: what takes long ends soon; empty: it is
  std::shared_ptr<const review_changes> changes{};  ///< of its records, by people; null: none
  std::string agreed{};                             ///< as `agree` wrote it; "": nothing was
  std::string file_name{};                          ///< as the client called it
  std::string settings{};                           ///< what its project has set for the kind; "": nothing
  std::shared_ptr<look_progress>
      looked{};             ///< who looks at the whole file says how far that is; null: nobody asks
  std::string plan_path{};  ///< of what was shown when it was committed (plan_file.hpp); "": of nothing
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

/// Works on records between reading and deciding, outside of the server if it must. One thread at a time;
/// blocks. When it is destroyed, all that it began has ended.
class record_worker {
 public:
  virtual ~record_worker() = default;
  /// How many chunks it may be given that were not taken back.
  [[nodiscard]] virtual auto ahead() const -> std::size_t = 0;
  /// The next chunk of the file; may begin to work on it.
  virtual void give(std::unique_ptr<candidate_chunk> chunk) = 0;
  /// The oldest chunk that was given, worked on. `keep_on` answers false to stop: then nothing comes back.
  /// Errors: the import fails by them; by handler_unavailable it is suspended.
  virtual auto take(const std::function<bool()>& keep_on)
      -> std::optional<result<std::unique_ptr<candidate_chunk>>> = 0;
  /// Once, when every record has its outcome.
  virtual auto finish(const tally& counts, const std::function<bool()>& keep_on) -> result<done> = 0;
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
  /// Where it does not: does it for this record all the same? `known` has no rows then.
  [[nodiscard]] virtual auto needs_rows_for(const candidate_chunk& /*chunk*/,
                                            const candidate_record& /*record*/,
                                            std::span<const known_record> /*known*/) const -> bool {
    return false;
  }
  /// `known[i]` is what the record's i-th key meets. Fills `out` (as new, without line), whose views point
  /// into `chunk`, `known`, static storage, or `scratch`: an empty string that the caller keeps as long as
  /// `out`. What is created or updated has all the keys of its row in `out.keys`, and in `out.released` those
  /// of the earlier version that it has no more; without any, it has those of `record`.
  virtual void decide(const candidate_chunk& chunk, const candidate_record& record,
                      std::span<const known_record> known, std::string& scratch,
                      decided_record& out) const = 0;
  /// The same for a kind that goes by what its import did before: so many of its records became new.
  virtual void decide_after(std::uint64_t /*created*/, const candidate_chunk& chunk,
                            const candidate_record& record, std::span<const known_record> known,
                            std::string& scratch, decided_record& out) const {
    decide(chunk, record, known, scratch, out);
  }
};

/// What a person's change of a review makes of the options of its import.
struct changed_options {
  std::string options;       ///< all of them, as check_options wrote them
  bool reads_again = false;  ///< the file has to be looked at anew
};

/// Somebody whom records can be given to.
struct assignable {
  user_id user;
  std::string username;
  std::string display_name;  ///< "": none
  std::string email;         ///< "": none
  bool has_left = false;     ///< was one of them once
  std::uint64_t holds = 0;   ///< how many records he was given, where the kind asks for that
};

/// What the server is set to for one kind of import.
struct kind_limits {
  std::uint64_t retention_days = 0;   ///< a finished import is deleted after so long; 0: it stays
  std::uint64_t waiting_reviews = 0;  ///< of one owner, at most; 0: as many as come
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
  [[nodiscard]] virtual auto limits_of(const settings& config) const -> kind_limits {
    return {config.imports_retention_days, 0};
  }
  /// May a file that begins so be read, when `format` is asked for? Errors: unknown_format, with what the
  /// file is instead where that is certain. `first` are `formats::recognised_bytes` of it, or all.
  [[nodiscard]] virtual auto recognise(std::string_view format, std::string_view first) const
      -> result<done> = 0;
  /// Checks options and writes them out in full. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto check_options(const std::string& json) const -> result<std::string> = 0;
  /// The same for somebody on a server that is set so. Errors: also no_such_type, handler_by_type.
  [[nodiscard]] virtual auto check_options_for(const std::string& json, const options_asker& /*who*/) const
      -> result<std::string> {
    return check_options(json);
  }
  /// May somebody let an import go on that was handed in with these options (as check_options_for wrote
  /// them), by whomever? Errors: no_such_type.
  [[nodiscard]] virtual auto may_go_on(const std::string& /*options*/, const options_asker& /*who*/) const
      -> result<done> {
    return done{};
  }
  /// Are its groups as they must be? Asked at the start. Errors: bad_value, with the line.
  [[nodiscard]] virtual auto check_groups(const kind_surroundings& /*around*/) const -> result<done> {
    return done{};
  }
  /// What its groups, which are as they must be, name that is not there now, and may come. A sentence each,
  /// with the line. Asked at the start; blocks on the disk.
  [[nodiscard]] virtual auto missing(const kind_surroundings& /*around*/) const -> std::vector<std::string> {
    return {};
  }
  /// Do options, as check_options wrote them, fit a file of which a check without any found this? Errors: the
  /// import fails by them.
  [[nodiscard]] virtual auto fits(const std::string& /*options*/, std::string_view /*findings*/) const
      -> result<done> {
    return done{};
  }
  /// Checks what a project sets for all its imports of the kind, and writes it out in full; what is to be
  /// added to something is added. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto check_settings(const std::string& /*json*/) const -> result<std::string> {
    return {errc::unknown_field, "Imports of this kind have no settings in a project."};
  }
  /// Do its records stay what they are when that is changed? Else it stays once something was imported.
  [[nodiscard]] virtual auto may_change_settings() const -> bool { return false; }
  /// Options with what the project has set (as check_settings wrote it; "": nothing).
  [[nodiscard]] virtual auto with_settings(const std::string& options, std::string_view /*settings*/) const
      -> std::string {
    return options;
  }
  /// `options` as check_options wrote them; `import_time` stands in for "now".
  [[nodiscard]] virtual auto decider(const std::string& options, instant import_time) const
      -> std::unique_ptr<record_decider> = 0;
  /// The same, of an import with all that its order says.
  [[nodiscard]] virtual auto decider_for(const reading_order& order) const
      -> std::unique_ptr<record_decider> {
    return decider(order.options, order.import_time);
  }
  /// Do its imports wait, once their file was checked, until a person commits them?
  [[nodiscard]] virtual auto has_review() const -> bool { return false; }
  /// Of a kind with a review: what a person wishes, put into the options of an import. `findings` are those
  /// of its file. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto change_options(const std::string& /*options*/, const std::string& /*wish*/,
                                            std::string_view /*findings*/) const -> result<changed_options> {
    return {errc::unknown_field, "Imports of this kind have no review."};
  }
  /// Of a kind with a review: does it matter how many records each member was given already?
  [[nodiscard]] virtual auto counts_given(const std::string& /*options*/) const -> bool { return false; }
  /// Of a kind with a review: what has to be changed of a project's settings (as check_settings takes it) so
  /// that what people decided about this file's columns is found again with another of the same header.
  /// Errors: bad_value.
  [[nodiscard]] virtual auto columns_to_keep(std::string_view /*findings*/) const -> result<std::string> {
    return {errc::bad_value, "Imports of this kind have no columns that could be kept."};
  }
  /// Of a kind with a review: the warning of a record of which something else became than was shown.
  [[nodiscard]] virtual auto warning_of_changed_plan() const -> std::uint32_t { return 0; }
  /// Of a kind with a review: what its records go by once it is committed, for ever: a JSON object. Errors:
  /// bad_value (why it cannot be committed; also asked to tell that).
  [[nodiscard]] virtual auto agree(const reading_order& /*order*/,
                                   const std::vector<assignable>& /*members*/) const -> result<std::string> {
    return std::string("{}");
  }
  /// Is the same file refused while another import of it is there? (As `options` say.)
  [[nodiscard]] virtual auto refuses_same_file(const std::string& /*options*/) const -> bool { return false; }
  /// Checks what a person wants done to many records, a JSON object. Errors: bad_value, unknown_field.
  [[nodiscard]] virtual auto check_bulk(const std::string& /*json*/) const -> result<bulk_wish> {
    return {errc::unknown_field, "Records of this kind are changed one by one."};
  }
  /// Of a kind that takes such wishes. `at`: when it was asked for.
  [[nodiscard]] virtual auto changer(const std::string& /*wish*/, instant /*at*/) const
      -> std::unique_ptr<row_changer> {
    return nullptr;
  }
  [[nodiscard]] virtual auto checker() const -> std::unique_ptr<file_check> = 0;
  /// The same for one import. What is checked while a file comes in is checked without options: the kind
  /// says whether that holds for an import with these.
  [[nodiscard]] virtual auto checker_with(const reading_order& /*order*/) const
      -> std::unique_ptr<file_check> {
    return checker();
  }
  [[nodiscard]] virtual auto is_checked_without(const std::string& /*options*/) const -> bool { return true; }
  /// Of a file that was checked; `bytes` are the file's from `from.offset` on. (Where offsets are not those
  /// of the stored bytes, because it is packed, the kind opens the file itself.)
  [[nodiscard]] virtual auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                                    const reading_order& order) const -> std::unique_ptr<record_source> = 0;
  /// What works on the records of an import before they are decided, from `from` on; null: nothing. Errors:
  /// the import fails by them.
  [[nodiscard]] virtual auto worker(const reading_order& /*order*/, const reading_start& /*from*/) const
      -> result<std::unique_ptr<record_worker>> {
    return std::unique_ptr<record_worker>{};
  }
  /// Does an import with these options wait for others, who work on its records outside of the server? Then
  /// it needs no seat among those that compute.
  [[nodiscard]] virtual auto waits_outside(const std::string& /*options*/,
                                           const std::shared_ptr<const kind_surroundings>& /*around*/) const
      -> bool {
    return false;
  }
  /// How many records a chunk has; `usual` is what the server is set to.
  [[nodiscard]] virtual auto chunk_records(const std::string& /*options*/, const reading_limits& usual) const
      -> std::size_t {
    return usual.chunk_records;
  }
  /// Is the identity of every record made anew, so that no file can name one? Then it is found by its other
  /// keys alone.
  [[nodiscard]] virtual auto makes_identities() const -> bool { return false; }
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
