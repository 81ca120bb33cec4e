// Every message and handle of the system on one page. All of it stays inside the process: messages carry
// shared, immutable values and are never serialized.
//
//   facade    --- submit_order, import_order ------------------> registry
//   facade    --- change_project ------------------------------> projects
//   projects  --- stop_owner, owner_settled -------------------> registry
//   registry  --- seat_granted, import_request, halt ---------> import
//   import    --- seat_wanted, seat_freed, import_rests -----> registry
//   import    --- check_stored_file, read_records, grant_credit -> reader
//   reader    --- file_checked, chunk_read --------------------> import
//   import    --- apply_chunk ---------------------------------> store
//   facade    --- admit_bulk, follow_bulk, cancel_bulk --------> bulks
//   reviews, bulks --- try_chunk, apply_bulk ------------------> store
//   import    --- remove_file ---------------------------------> janitor
//   facade    --- take_backup ---------------------------------> backups
//   registry, import, store, accounts, projects, backups, bulks --- append_events -> log
//   log       --- log_advanced --------------------------------> projectors
//   projector --- index_advanced ------------------------------> store
#pragma once

#include <caf/all.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/collection_store.hpp"
#include "actors/engine.hpp"
#include "domains/kind.hpp"
#include "events/account/state.hpp"
#include "events/import/state.hpp"
#include "events/log/event_log.hpp"
#include "events/project/state.hpp"

namespace waybill {

// --- log: the only writer ---
struct append_events {
  std::shared_ptr<transaction> what;  ///< handed over: the log takes it apart
};
struct append_answer {
  result<receipt> what;
};
struct commit_waiting {};  ///< to itself: everything that came before it is one group
struct open_log_again {};  ///< to itself, after a pause: it could not be written
struct log_advanced {
  position tail = 0;
};

// --- projectors ---
struct show_everything {};  ///< somebody waits: flush what is folded
struct fold_on {};          ///< to itself: there is more
struct linger_over {};      ///< to itself: nothing may have come for a while
struct index_advanced {
  position at = 0;
};

using projector_actor = caf::typed_actor<caf::reacts_to<log_advanced>, caf::reacts_to<show_everything>,
                                         caf::reacts_to<fold_on>, caf::reacts_to<linger_over>>;
struct follow_log {
  projector_actor who;
};
using log_actor =
    caf::typed_actor<caf::replies_to<append_events>::with<append_answer>, caf::reacts_to<commit_waiting>,
                     caf::reacts_to<open_log_again>, caf::reacts_to<follow_log>>;

// --- store: the single writer of collections ---
struct apply_chunk {
  std::shared_ptr<const chunk_order> what;
};
struct chunk_answer {
  result<chunk_header> what;
};
struct try_chunk {  ///< decide it over the trial's chunks before, and append nothing
  std::shared_ptr<const chunk_order> what;
  std::shared_ptr<trial> over;  ///< nobody else touches it until the answer comes
};
struct delete_record {
  std::string kind;
  acting who;
  identity id{};
};
struct edit_record {
  std::string kind;
  acting who;
  std::shared_ptr<const candidate_chunk> what;    ///< one record, as an import would bring it
  std::shared_ptr<const record_decider> decider;  ///< what becomes of it, and of the one that is there
};
struct change_answer {
  result<position> what;  ///< of the event that did it (or of the last one, when nothing had to be done)
};
struct apply_bulk {
  std::shared_ptr<const bulk_order> what;
};
struct bulk_answer {
  result<bulk_header> what;
};
struct let_go {};  ///< the engine stops: whoever waits is answered `unavailable`, and so is all that comes

using store_actor = caf::typed_actor<
    caf::replies_to<apply_chunk>::with<chunk_answer>, caf::replies_to<try_chunk>::with<chunk_answer>,
    caf::replies_to<delete_record>::with<change_answer>, caf::replies_to<edit_record>::with<change_answer>,
    caf::replies_to<apply_bulk>::with<bulk_answer>, caf::reacts_to<index_advanced>, caf::reacts_to<let_go>>;

// --- janitor: takes uploaded files off the disk ---
struct remove_file {
  std::string path;  ///< below the data directory
};
struct look_for_old_files {};  ///< to itself, once a minute
using janitor_actor = caf::typed_actor<caf::reacts_to<remove_file>, caf::reacts_to<look_for_old_files>>;

// --- backups: copies the log and the files that belong to it ---
struct take_backup {
  std::string by;  ///< who asked; `system`: its time has come
};
struct look_for_backup {};  ///< to itself, once a minute: has its time come?
using backup_actor = caf::typed_actor<caf::reacts_to<take_backup>, caf::reacts_to<look_for_backup>>;

// --- reader: one for each import that runs ---
struct check_stored_file {
  digest must_be;  ///< of all its bytes
};
struct read_records {
  reading_start from;
  std::size_t credit = 0;  ///< chunks it may send before it is granted more
};
struct grant_credit {};  ///< one more chunk
struct file_checked {
  std::uint64_t reader = 0;  ///< which reader says so: one that was sent away is not listened to
  result<file_summary> what;
};
struct chunk_read {
  std::uint64_t reader = 0;
  result<std::shared_ptr<const candidate_chunk>> what;  ///< a chunk without records: the file has ended
};
struct finish_records {  ///< every record has its outcome: who works on them has to hear it
  tally counts;
};
struct records_finished {
  std::uint64_t reader = 0;
  result<done> what;
};
using reader_actor = caf::typed_actor<caf::reacts_to<check_stored_file>, caf::reacts_to<read_records>,
                                      caf::reacts_to<grant_credit>, caf::reacts_to<finish_records>>;

// --- import actor: one for each import that is not finished ---
struct import_request {
  user_id by;
  import_verb verb = import_verb::pause;
  std::shared_ptr<const import_command> command = nullptr;  ///< instead of the verb: a change of its review
};
struct seat_granted {
  std::uint64_t wish = 0;  ///< the number of the wish that it answers
};
struct try_again {};  ///< to itself, after a pause: the log could not be written, or it was suspended
struct chunk_again {  ///< to itself: the pause after a chunk that the store did not take is over
  std::uint64_t pause = 0;
};
struct halt {};  ///< the engine stops: end at the next chunk border, go on at the next start
using import_actor =
    caf::typed_actor<caf::reacts_to<seat_granted>, caf::replies_to<import_request>::with<change_answer>,
                     caf::reacts_to<file_checked>, caf::reacts_to<chunk_read>, caf::reacts_to<try_again>,
                     caf::reacts_to<chunk_again>, caf::reacts_to<records_finished>, caf::reacts_to<halt>>;

// --- registry: seats, recovery, supervision ---
struct submit_order {
  user_id by;
  import_submitted what;
  /// Of the check, when it was made as the file came in; null: it was not.
  std::shared_ptr<const result<file_summary>> verdict = nullptr;
  /// Why it is refused, unless its idempotency key is known: then the first answer comes again.
  std::optional<error> refusal = std::nullopt;
  bool refuses_same_file = false;  ///< while another import with the same is there
};
struct submit_receipt {
  import_id id;
  position at = 0;
  bool repeated = false;
};
struct submit_answer {
  result<submit_receipt> what;
};
struct import_order {
  acting who;
  import_id id;
  import_verb verb = import_verb::pause;
  std::shared_ptr<const import_command> command = nullptr;  ///< instead of the verb
};
struct seat_wanted {
  import_id id;
  std::uint64_t wish = 0;  ///< who gives a seat back, or wishes for another, has no use for an earlier grant
};
struct seat_freed {
  import_id id;
};
struct import_rests {
  import_id id;  ///< it is finished: nobody has to be there for it
};
struct revive {
  import_id id;  ///< to itself, after a pause: start an import again whose actor died
};
struct look_again {};  ///< to itself, after a pause: do the rows show what somebody waits for?
struct recover_imports {};
struct count_imports {};
struct import_counts {
  std::uint64_t running = 0;
  std::uint64_t waiting = 0;
  std::uint64_t seats = 0;  ///< of those that compute
  bool draining = false;
};
struct set_draining {  ///< on: no import is taken any more; those that were are worked on
  bool on = false;
};
struct set_seats {
  std::size_t count = 1;
};
/// End the import's actor and start it again from the log. Refused (not_found) when nobody works on it.
struct kick_import {
  import_id id;
};
struct may_upload {
  acting who;
};
struct stop_imports {};
/// From now on nobody begins to work on an import of this owner, and none is taken. To be settled. Refused
/// (busy) while one is at work.
struct stop_owner {
  owner_id owner;
};
/// The owner that was stopped is gone: what waits is cancelled, files go. Or it stays, and all goes on.
struct owner_settled {
  owner_id owner;
  user_id by;
  bool gone = false;
};
struct answered {
  result<done> what;
};

using registry_actor = caf::typed_actor<
    caf::replies_to<submit_order>::with<submit_answer>, caf::replies_to<import_order>::with<change_answer>,
    caf::reacts_to<seat_wanted>, caf::reacts_to<seat_freed>, caf::reacts_to<import_rests>,
    caf::reacts_to<revive>, caf::reacts_to<look_again>, caf::replies_to<recover_imports>::with<answered>,
    caf::replies_to<count_imports>::with<import_counts>, caf::replies_to<set_draining>::with<answered>,
    caf::replies_to<set_seats>::with<answered>, caf::replies_to<kick_import>::with<answered>,
    caf::replies_to<may_upload>::with<answered>, caf::replies_to<stop_imports>::with<answered>,
    caf::replies_to<stop_owner>::with<answered>, caf::replies_to<owner_settled>::with<answered>>;

// --- bulks: works off what people asked for many records ---
struct admit_bulk {  ///< somebody wants to ask for one more
  owner_id owner;
  bool given_up = false;  ///< or no longer wants to
};
struct follow_bulk {  ///< it is in the log: work on it
  bulk_id bulk;
};
struct cancel_bulk {
  user_id by;
  bulk_id bulk;
};
using bulk_actor =  // `halt` is answered once no chunk is under way
    caf::typed_actor<caf::replies_to<admit_bulk>::with<answered>, caf::reacts_to<follow_bulk>,
                     caf::replies_to<cancel_bulk>::with<change_answer>,
                     caf::replies_to<halt>::with<answered>>;

// --- projects: who may do what there ---
struct change_project {
  project_id project;
  project_command what;
  project_asker who;
};
struct project_answer {
  result<project_state> what;  ///< as it is from now on
};
using projects_actor = caf::typed_actor<caf::replies_to<change_project>::with<project_answer>>;

// --- accounts: who may ---
struct find_by_secret {
  digest secret{};  ///< of a token or a session's cookie
  bool cookie = false;
};
struct caller_answer {
  result<caller> what;
};
/// Does who opened that still have the right? A session that is looked at is looked at again by itself, for
/// as long as something is held by one.
struct check_right {
  opened what;
};
struct look_at_rights {};  ///< to itself: sessions end by time, too
struct find_account {
  std::string username;       ///< this spelling, or else the only one in another case
  std::optional<user_id> id;  ///< instead of the name
};
struct account_answer {
  result<account_state> what;
};
struct list_accounts {};
struct accounts_answer {
  std::vector<account_info> what;
};
struct create_account {
  std::string username;
  role may = role::user;
  std::string password_hash;
  std::string by;
};
/// An event for an account that exists. Refused (not_found) when it names a token or session that is not
/// there; (unauthorized) when the account is disabled or its password's hash is not `only_with_hash` any
/// more.
struct change_account {
  user_id user;
  account_event event;
  std::string by;
  std::string only_with_hash{};  ///< "": whatever it is
  bool revoke_tokens = false;    ///< all of them, in the same breath
};

using accounts_actor =
    caf::typed_actor<caf::replies_to<find_by_secret>::with<caller_answer>,
                     caf::replies_to<check_right>::with<answered>, caf::reacts_to<look_at_rights>,
                     caf::replies_to<find_account>::with<account_answer>,
                     caf::replies_to<list_accounts>::with<accounts_answer>,
                     caf::replies_to<create_account>::with<account_answer>,
                     caf::replies_to<change_account>::with<account_answer>>;

}  // namespace waybill

#define WAYBILL_LOCAL(type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(waybill::type)
WAYBILL_LOCAL(append_events)
WAYBILL_LOCAL(append_answer)
WAYBILL_LOCAL(commit_waiting)
WAYBILL_LOCAL(open_log_again)
WAYBILL_LOCAL(log_advanced)
WAYBILL_LOCAL(show_everything)
WAYBILL_LOCAL(fold_on)
WAYBILL_LOCAL(linger_over)
WAYBILL_LOCAL(index_advanced)
WAYBILL_LOCAL(follow_log)
WAYBILL_LOCAL(apply_chunk)
WAYBILL_LOCAL(chunk_answer)
WAYBILL_LOCAL(try_chunk)
WAYBILL_LOCAL(delete_record)
WAYBILL_LOCAL(edit_record)
WAYBILL_LOCAL(change_answer)
WAYBILL_LOCAL(apply_bulk)
WAYBILL_LOCAL(bulk_answer)
WAYBILL_LOCAL(admit_bulk)
WAYBILL_LOCAL(follow_bulk)
WAYBILL_LOCAL(cancel_bulk)
WAYBILL_LOCAL(let_go)
WAYBILL_LOCAL(remove_file)
WAYBILL_LOCAL(look_for_old_files)
WAYBILL_LOCAL(take_backup)
WAYBILL_LOCAL(look_for_backup)
WAYBILL_LOCAL(check_stored_file)
WAYBILL_LOCAL(read_records)
WAYBILL_LOCAL(grant_credit)
WAYBILL_LOCAL(file_checked)
WAYBILL_LOCAL(chunk_read)
WAYBILL_LOCAL(import_request)
WAYBILL_LOCAL(seat_granted)
WAYBILL_LOCAL(try_again)
WAYBILL_LOCAL(chunk_again)
WAYBILL_LOCAL(finish_records)
WAYBILL_LOCAL(records_finished)
WAYBILL_LOCAL(halt)
WAYBILL_LOCAL(submit_order)
WAYBILL_LOCAL(submit_receipt)
WAYBILL_LOCAL(submit_answer)
WAYBILL_LOCAL(import_order)
WAYBILL_LOCAL(seat_wanted)
WAYBILL_LOCAL(seat_freed)
WAYBILL_LOCAL(import_rests)
WAYBILL_LOCAL(revive)
WAYBILL_LOCAL(look_again)
WAYBILL_LOCAL(recover_imports)
WAYBILL_LOCAL(count_imports)
WAYBILL_LOCAL(import_counts)
WAYBILL_LOCAL(set_draining)
WAYBILL_LOCAL(set_seats)
WAYBILL_LOCAL(kick_import)
WAYBILL_LOCAL(may_upload)
WAYBILL_LOCAL(stop_imports)
WAYBILL_LOCAL(answered)
WAYBILL_LOCAL(stop_owner)
WAYBILL_LOCAL(owner_settled)
WAYBILL_LOCAL(change_project)
WAYBILL_LOCAL(project_answer)
WAYBILL_LOCAL(find_by_secret)
WAYBILL_LOCAL(caller_answer)
WAYBILL_LOCAL(check_right)
WAYBILL_LOCAL(look_at_rights)
WAYBILL_LOCAL(find_account)
WAYBILL_LOCAL(account_answer)
WAYBILL_LOCAL(list_accounts)
WAYBILL_LOCAL(accounts_answer)
WAYBILL_LOCAL(create_account)
WAYBILL_LOCAL(change_account)
#undef WAYBILL_LOCAL
