// Every message that crosses between an operator's console and the server, on one page. Each is a named
// struct with its `fields`; its bytes are its place in the list below (two bytes, big endian), then its
// fields as caf::binary_serializer writes them. Places and fields are never changed: what is new comes
// behind, with a new version of the protocol (tests/console/messages_test.cpp holds the bytes).
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace waybill::console {

/// Both ends say theirs first; they talk when it is the same.
inline constexpr std::uint32_t protocol_version = 2;

/// How each of them names its fields, in their order on the wire.
template <class Message>
concept crossing = requires(Message& x) {
  x.fields();
};

template <class Inspector, crossing Message>
auto inspect(Inspector& with, Message& x) -> typename Inspector::result_type {
  return std::apply([&with](auto&... each) { return with(each...); }, x.fields());
}

struct no_fields {
  static auto fields() { return std::tie(); }
};

// --- what operators ask ---

struct status_asked : no_fields {};

struct imports_asked {  ///< of everybody, newest first
  std::string status;   ///< "": of all
  std::uint64_t limit = 100;
  std::string cursor;  ///< of the page before; "": the first
  auto fields() { return std::tie(status, limit, cursor); }
};

struct import_asked {
  std::string id;
  auto fields() { return std::tie(id); }
};

struct order_imports {
  std::string verb;  ///< pause, resume, cancel, retry or kick
  std::vector<std::string> ids;
  auto fields() { return std::tie(verb, ids); }
};

struct order_drain {
  bool on = true;
  auto fields() { return std::tie(on); }
};

struct order_seats {
  std::uint64_t count = 0;
  auto fields() { return std::tie(count); }
};

struct order_level {
  std::string level;
  auto fields() { return std::tie(level); }
};

struct order_stop : no_fields {};

struct imports_of_asked {  ///< of one owner, newest first
  std::string owner;       ///< name or id of a user, or id of a project; "": of everybody
  std::string status;      ///< "": of all
  std::uint64_t limit = 100;
  std::string cursor;
  auto fields() { return std::tie(owner, status, limit, cursor); }
};

struct story_asked {
  std::string id;
  bool with_chunks = true;
  std::uint64_t limit = 100;
  std::string cursor;
  auto fields() { return std::tie(id, with_chunks, limit, cursor); }
};

struct progress_asked {
  std::string id;
  auto fields() { return std::tie(id); }
};

struct troubles_asked : no_fields {};

struct log_end_asked {       ///< the last events before a position that pass, as far as one look goes
  std::uint64_t before = 0;  ///< 0: the end
  std::string stream, type;  ///< "": any
  std::uint64_t limit = 20;
  auto fields() { return std::tie(before, stream, type, limit); }
};

struct log_after_asked {  ///< the first events behind a position that pass, as far as one look goes
  std::uint64_t after = 0;
  std::string stream, type;  ///< "": any
  std::uint64_t limit = 500;
  std::uint64_t wait_ms = 0;  ///< at most, for there to be any event behind it
  auto fields() { return std::tie(after, stream, type, limit, wait_ms); }
};

struct event_asked {
  std::uint64_t position = 0;
  auto fields() { return std::tie(position); }
};

struct order_log_check {  ///< in the background
  std::uint64_t from = 1;
  auto fields() { return std::tie(from); }
};

struct log_check_asked : no_fields {};

struct actors_asked {
  std::uint64_t limit = 100;  ///< those with most in their mailboxes, then the busiest
  auto fields() { return std::tie(limit); }
};

struct commits_asked : no_fields {};  ///< how fast the log commits

struct still_here : no_fields {};  ///< who says it is not cut off for silence

struct projections_asked : no_fields {};

struct accounts_asked : no_fields {};

struct sessions_asked : no_fields {};

struct tokens_asked : no_fields {};

struct order_sign_out {
  std::string user;  ///< name or id
  auto fields() { return std::tie(user); }
};

struct order_backup {  ///< in the background
  std::string folder;  ///< from the root of the server's machine
  auto fields() { return std::tie(folder); }
};

struct backup_asked : no_fields {};

struct order_rebuild {  ///< in the background
  std::string name;
  auto fields() { return std::tie(name); }
};

struct rebuild_asked : no_fields {};

struct order_level_for {  ///< and then as it was before
  std::string level;
  std::uint64_t seconds = 0;
  auto fields() { return std::tie(level, seconds); }
};

using request =
    std::variant<status_asked, imports_asked, import_asked, order_imports, order_drain, order_seats,
                 order_level, order_stop, imports_of_asked, story_asked, progress_asked, troubles_asked,
                 log_end_asked, log_after_asked, event_asked, order_log_check, log_check_asked, actors_asked,
                 commits_asked, still_here, projections_asked, accounts_asked, sessions_asked, tokens_asked,
                 order_sign_out, order_backup, backup_asked, order_rebuild, rebuild_asked, order_level_for>;

// --- what the server answers ---

struct refused {
  std::string code;  ///< as in docs/errors.md
  std::string message;
  auto fields() { return std::tie(code, message); }
};

template <class T>
struct told_list {
  std::vector<T> items;
  auto fields() { return std::tie(items); }
};

struct done_told {
  std::string message;
  auto fields() { return std::tie(message); }
};

struct status_told {
  std::string version;
  std::uint64_t pid = 0, uptime_s = 0;
  std::uint64_t log_tail = 0, log_bytes = 0;
  std::uint64_t imports_at = 0, collections_at = 0, projection_bytes = 0;
  bool log_open = false, caught_up = false, draining = false;
  std::uint64_t seats = 0, running = 0, waiting = 0, records_applied = 0;
  std::uint64_t memory_bytes = 0, memory_peak_bytes = 0;
  std::uint64_t descriptors = 0, descriptors_limit = 0, disk_free_bytes = 0;
  auto fields() {
    return std::tie(version, pid, uptime_s, log_tail, log_bytes, imports_at, collections_at, projection_bytes,
                    log_open, caught_up, draining, seats, running, waiting, records_applied, memory_bytes,
                    memory_peak_bytes, descriptors, descriptors_limit, disk_free_bytes);
  }
};

struct import_told {
  std::string id, owner, started_by, kind, status, file, created_at;
  std::uint64_t processed = 0, failed = 0;
  std::uint64_t total = 0;
  bool total_known = false;
  std::uint64_t attempt = 0;
  std::string failure_code, failure_message;  ///< "": it has not failed
  auto fields() {
    return std::tie(id, owner, started_by, kind, status, file, created_at, processed, failed, total,
                    total_known, attempt, failure_code, failure_message);
  }
};

struct imports_told {
  std::vector<import_told> items;
  std::string next_cursor;  ///< "": there is no more
  auto fields() { return std::tie(items, next_cursor); }
};

struct change_told {
  std::string id;
  std::string status;         ///< of the import afterwards; of one that was kicked: what it was doing
  std::string code, message;  ///< "": it was done
  auto fields() { return std::tie(id, status, code, message); }
};

struct changes_told {
  std::vector<change_told> items;
  auto fields() { return std::tie(items); }
};

struct event_told {
  std::uint64_t position = 0;
  std::string at, by, type;
  std::string summary;  ///< a sentence; "": none
  std::string data;     ///< JSON object text
  auto fields() { return std::tie(position, at, by, type, summary, data); }
};

struct story_told {
  std::vector<event_told> items;
  std::string next_cursor;  ///< "": there is no more
  auto fields() { return std::tie(items, next_cursor); }
};

struct progress_told {
  import_told now;
  std::uint64_t changed_at = 0;  ///< position of the last event that touched it
  std::uint64_t records_per_second = 0;
  bool left_known = false;
  std::uint64_t left_ms = 0;
  bool goes_on_by_itself = false;  ///< of a paused one: the server did it
  auto fields() {
    return std::tie(now, changed_at, records_per_second, left_known, left_ms, goes_on_by_itself);
  }
};

struct trouble_told {  ///< what the journal said
  std::string at, level, event, text;
  auto fields() { return std::tie(at, level, event, text); }
};

struct stalled_told {
  std::string id, status, since, why;
  auto fields() { return std::tie(id, status, since, why); }
};

struct troubles_told {
  std::vector<trouble_told> errors;   ///< the newest first
  std::vector<stalled_told> stalled;  ///< imports that are at work and do not move
  auto fields() { return std::tie(errors, stalled); }
};

struct logged_told {  ///< an event as the log has it
  std::uint64_t position = 0, version = 0, cause = 0;
  std::string stream, at, by, type, seal;
  std::string data;  ///< JSON text; of a chunk in a list: what its records add up to
  auto fields() { return std::tie(position, version, cause, stream, at, by, type, seal, data); }
};

struct fault_told {
  std::uint64_t position = 0;
  std::string stream, message;
  auto fields() { return std::tie(position, stream, message); }
};

struct log_told {
  std::vector<logged_told> items;  ///< in log order
  std::vector<fault_told> faults;  ///< what could not be read
  std::uint64_t looked_from = 0;   ///< the first position that was looked at; 1: there is nothing before
  std::uint64_t looked_to = 0;     ///< the last one
  std::uint64_t tail = 0;
  auto fields() { return std::tie(items, faults, looked_from, looked_to, tail); }
};

struct log_check_told {
  bool began = false, running = false;
  std::uint64_t from = 0, at = 0, end = 0;
  std::uint64_t events = 0, bytes = 0, streams = 0;
  std::vector<fault_told> faults;
  std::string why;  ///< it could not go on; "": it could
  auto fields() { return std::tie(began, running, from, at, end, events, bytes, streams, faults, why); }
};

struct actor_told {
  std::string name;
  bool own_thread = false;  ///< else it shares the pool's
  std::uint64_t mailbox = 0, mailbox_most = 0, handled = 0;
  std::uint64_t busy_us = 0;        ///< since it began
  std::uint64_t busy_permille = 0;  ///< of the last 10 to 20 seconds
  std::uint64_t at_work_us = 0;     ///< on the message that it is at; 0: on none
  std::uint64_t age_us = 0;
  std::string since;  ///< RFC 3339
  std::uint64_t restarts = 0;
  std::string last_fault;  ///< "": none is known
  auto fields() {
    return std::tie(name, own_thread, mailbox, mailbox_most, handled, busy_us, busy_permille, at_work_us,
                    age_us, since, restarts, last_fault);
  }
};

struct actors_told {
  std::vector<actor_told> items;
  std::uint64_t total = 0;  ///< also those that are not told
  auto fields() { return std::tie(items, total); }
};

struct commits_told {
  std::uint64_t commits = 0;             ///< since the start
  std::uint64_t per_1000_s = 0;          ///< over the last 10 seconds
  std::uint64_t p50_us = 0, p99_us = 0;  ///< of the last minute
  std::uint64_t most_us = 0;
  auto fields() { return std::tie(commits, per_1000_s, p50_us, p99_us, most_us); }
};

struct projection_told {
  std::string name;
  std::uint64_t at = 0, lag = 0, size_bytes = 0;
  std::string layout;
  bool stuck = false;
  auto fields() { return std::tie(name, at, lag, size_bytes, layout, stuck); }
};

using projections_told = told_list<projection_told>;

struct account_told {
  std::string id, username, role, created_at, display_name, email;
  bool disabled = false;
  std::uint64_t sessions = 0, tokens = 0;
  auto fields() {
    return std::tie(id, username, role, created_at, display_name, email, disabled, sessions, tokens);
  }
};

using accounts_told = told_list<account_told>;

struct session_told {
  std::string id, user, username, began_at, ends_at;
  auto fields() { return std::tie(id, user, username, began_at, ends_at); }
};

using sessions_told = told_list<session_told>;

struct token_told {
  std::string id, user, username, name, created_at;
  auto fields() { return std::tie(id, user, username, name, created_at); }
};

using tokens_told = told_list<token_told>;

struct backup_told {
  bool running = false;
  std::string by, began_at;
  std::uint64_t bytes_done = 0, bytes_total = 0;  ///< of one that is being made
  std::uint64_t told_at = 0;  ///< position of what the log says of the last one; 0: nothing
  std::string summary;        ///< of that: JSON text
  std::string type;
  auto fields() { return std::tie(running, by, began_at, bytes_done, bytes_total, told_at, summary, type); }
};

struct rebuild_told {
  bool began = false, running = false;
  std::uint64_t at = 0, end = 0;
  std::uint64_t changed = 0;  ///< rows that were not as the log has it
  std::string why;            ///< it could not go on; "": it could
  auto fields() { return std::tie(began, running, at, end, changed, why); }
};

using answer = std::variant<refused, done_told, status_told, import_told, imports_told, changes_told,
                            story_told, progress_told, troubles_told, logged_told, log_told, log_check_told,
                            actors_told, commits_told, projections_told, accounts_told, sessions_told,
                            tokens_told, backup_told, rebuild_told>;

}  // namespace waybill::console
