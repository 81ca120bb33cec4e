// The import aggregate: decide (may refuse), apply (never refuses), owed (what still has to be done). Pure:
// no clock, no disk, no actor. Used by the import actor while running and by recovery alike.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/collection/events.hpp"
#include "events/import/events.hpp"
#include "events/import/status.hpp"
#include "events/result.hpp"

namespace waybill {

/// Where the records of an import stand: folded from its chunks in the collection's stream.
struct import_progress {
  std::uint64_t chunks = 0;         ///< applied
  std::uint64_t resume_offset = 0;  ///< byte behind the last applied record; 0: nothing applied yet
  tally counts;
  std::uint64_t last_line = 0;  ///< of that record, as the file counts; 0: not said
  friend auto operator==(const import_progress&, const import_progress&) -> bool = default;
};

struct import_state {
  import_id id;
  owner_id owner;
  user_id started_by;  ///< who handed it in: no event says so, their envelopes do
  std::string kind;
  std::string format;
  std::string options;
  uploaded_file file;
  instant submitted_at{};
  import_status status = import_status::none;
  std::uint64_t attempt = 0;
  std::optional<std::uint64_t> total;  ///< known once the file was checked
  std::uint64_t list_offset = 0;
  std::string findings;  ///< of the check, a JSON object; "": none
  import_progress progress;
  std::optional<import_failed> failure;
  std::optional<import_suspended> suspension;  ///< of a paused one: the server did it, and lets it go on
  std::uint64_t review_version = 0;            ///< how often its review was changed as a whole
  std::uint64_t revision = 0;  ///< how often anything of its review was changed, single records too
  std::string options_before;  ///< as they were before the last change of its review
  bool takes_all_in = false;   ///< when its file was read anew: what was left out
  bool is_read_again = false;  ///< it was ready once, and its file is looked at anew
  std::optional<import_reading_refused> refused_reading;  ///< what the last change of its review led to
  bool committed = false;                   ///< of a kind with a review: a person let it be applied
  std::string agreed;                       ///< then: what its records go by, as the kind wrote it
  std::shared_ptr<review_changes> changes;  ///< of its records; null: none. Never changed while it is shared
};

/// What decisions need from outside.
struct import_limits {
  std::uint64_t records = 5'000'000;
};

// Commands, in the imperative.
struct submit_import {
  import_submitted what;
};
struct start_parsing {};
struct finish_parsing {
  std::string format;
  std::uint64_t total = 0;
  std::uint64_t list_offset = 0;
  std::string findings{};
  bool asks_for_review = false;  ///< its kind has one
};
// Changes of a review. `version` is the one that their author saw.
struct change_review {
  std::uint64_t version = 0;
  std::string options;
  bool reads_again = false;
  bool takes_all_in = false;  ///< what was left out, when that went well: numbers may mean other records then
};
struct edit_record_of_review {
  import_record_edited what;
  std::uint64_t version = 0;  ///< of the record
};
struct exclude_records {
  import_records_excluded what;
  std::uint64_t version = 0;  ///< of the review; of a single record: its own
};
struct commit_import {
  std::optional<std::uint64_t> version{};  ///< nothing: whatever was changed since
  std::uint64_t revision = 0;              ///< that `what` was made for
  std::string options;                     ///< with what the project has set now: they stay; "": as they are
  import_committed what;
};
/// It was at work when the server ended, and has a seat again.
struct take_up_import {};
/// The store did not take a chunk.
struct note_refusal {
  import_chunk_retried what;
};
struct complete_import {};
struct fail_import {
  error why;
};
struct pause_import {};
struct suspend_import {
  import_suspended what;
};
struct resume_import {};
struct cancel_import {};
struct retry_import {};
struct remove_import {};

using import_command =
    std::variant<submit_import, start_parsing, finish_parsing, take_up_import, note_refusal, complete_import,
                 fail_import, pause_import, suspend_import, resume_import, cancel_import, retry_import,
                 remove_import, change_review, edit_record_of_review, exclude_records, commit_import>;

using decided = result<std::vector<import_event>>;

/// The events a command leads to. None: it already is as asked. Errors: wrong_status, naming the status and
/// what is possible; stale_version.
auto decide(const import_state& state, const import_command& command, const import_limits& limits) -> decided;

/// Folds one event. Never refuses.
auto apply(import_state state, const import_event& event, instant at) noexcept -> import_state;

/// How often a record was changed by itself in the review.
auto version_of(const import_state& state, std::uint64_t record) -> std::uint64_t;

/// Folds one applied chunk of this import.
void apply(import_progress& progress, const chunk_header& chunk) noexcept;

// What is owed.
struct wait_for_seat {};
/// The file must still have the digest it came with.
struct check_file {};
/// Apply records from here on.
struct apply_records {
  std::uint64_t next_chunk = 1;
  std::uint64_t next_record = 1;
  std::uint64_t offset = 0;
  bool at_list_start = true;
  std::uint64_t last_line = 0;  ///< of the record before, as the file counts; 0: not known
};
struct say_completed {};
struct discard_file {};

using effect = std::variant<wait_for_seat, check_file, apply_records, say_completed, discard_file>;

/// What still has to be done, given how it stands: the same after an append and after a start.
auto owed(const import_state& state) -> std::optional<effect>;

/// Is its file still there? A committed import keeps it: people look up what they handed in.
auto keeps_file(const import_state& state) -> bool;

/// The verbs a person may use now: "pause", "cancel", ... in a fixed order.
auto actions(import_status status) -> std::vector<std::string_view>;

}  // namespace waybill
