// Every message that crosses between an operator's console and the server, on one page. Each is a named
// struct with `inspect`; its bytes are its place in the list below (two bytes, big endian), then its fields
// as caf::binary_serializer writes them. Places and fields are never changed: what is new comes behind, with
// a new version of the protocol (tests/console/messages_test.cpp holds the bytes).
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace waybill::console {

/// Both ends say theirs first; they talk when it is the same.
inline constexpr std::uint32_t protocol_version = 2;

// --- what operators ask ---

struct status_asked {};
template <class Inspector>
auto inspect(Inspector& with, status_asked&) -> typename Inspector::result_type {
  return with();
}

struct imports_asked {  ///< of everybody, newest first
  std::string status;   ///< "": of all
  std::uint64_t limit = 100;
  std::string cursor;  ///< of the page before; "": the first
};
template <class Inspector>
auto inspect(Inspector& with, imports_asked& x) -> typename Inspector::result_type {
  return with(x.status, x.limit, x.cursor);
}

struct import_asked {
  std::string id;
};
template <class Inspector>
auto inspect(Inspector& with, import_asked& x) -> typename Inspector::result_type {
  return with(x.id);
}

struct order_imports {
  std::string verb;  ///< pause, resume, cancel, retry or kick
  std::vector<std::string> ids;
};
template <class Inspector>
auto inspect(Inspector& with, order_imports& x) -> typename Inspector::result_type {
  return with(x.verb, x.ids);
}

struct order_drain {
  bool on = true;
};
template <class Inspector>
auto inspect(Inspector& with, order_drain& x) -> typename Inspector::result_type {
  return with(x.on);
}

struct order_seats {
  std::uint64_t count = 0;
};
template <class Inspector>
auto inspect(Inspector& with, order_seats& x) -> typename Inspector::result_type {
  return with(x.count);
}

struct order_level {
  std::string level;
};
template <class Inspector>
auto inspect(Inspector& with, order_level& x) -> typename Inspector::result_type {
  return with(x.level);
}

struct order_stop {};
template <class Inspector>
auto inspect(Inspector& with, order_stop&) -> typename Inspector::result_type {
  return with();
}

struct imports_of_asked {  ///< of one owner, newest first
  std::string owner;       ///< name or id of a user, or id of a project; "": of everybody
  std::string status;      ///< "": of all
  std::uint64_t limit = 100;
  std::string cursor;
};
template <class Inspector>
auto inspect(Inspector& with, imports_of_asked& x) -> typename Inspector::result_type {
  return with(x.owner, x.status, x.limit, x.cursor);
}

struct story_asked {
  std::string id;
  bool with_chunks = true;
  std::uint64_t limit = 100;
  std::string cursor;
};
template <class Inspector>
auto inspect(Inspector& with, story_asked& x) -> typename Inspector::result_type {
  return with(x.id, x.with_chunks, x.limit, x.cursor);
}

struct progress_asked {
  std::string id;
};
template <class Inspector>
auto inspect(Inspector& with, progress_asked& x) -> typename Inspector::result_type {
  return with(x.id);
}

struct troubles_asked {};
template <class Inspector>
auto inspect(Inspector& with, troubles_asked&) -> typename Inspector::result_type {
  return with();
}

using request =
    std::variant<status_asked, imports_asked, import_asked, order_imports, order_drain, order_seats,
                 order_level, order_stop, imports_of_asked, story_asked, progress_asked, troubles_asked>;

// --- what the server answers ---

struct refused {
  std::string code;  ///< as in docs/errors.md
  std::string message;
};
template <class Inspector>
auto inspect(Inspector& with, refused& x) -> typename Inspector::result_type {
  return with(x.code, x.message);
}

struct done_told {
  std::string message;
};
template <class Inspector>
auto inspect(Inspector& with, done_told& x) -> typename Inspector::result_type {
  return with(x.message);
}

struct status_told {
  std::string version;
  std::uint64_t pid = 0, uptime_s = 0;
  std::uint64_t log_tail = 0, log_bytes = 0;
  std::uint64_t imports_at = 0, collections_at = 0, projection_bytes = 0;
  bool log_open = false, caught_up = false, draining = false;
  std::uint64_t seats = 0, running = 0, waiting = 0, records_applied = 0;
  std::uint64_t memory_bytes = 0, memory_peak_bytes = 0;
  std::uint64_t descriptors = 0, descriptors_limit = 0, disk_free_bytes = 0;
};
template <class Inspector>
auto inspect(Inspector& with, status_told& x) -> typename Inspector::result_type {
  return with(x.version, x.pid, x.uptime_s, x.log_tail, x.log_bytes, x.imports_at, x.collections_at,
              x.projection_bytes, x.log_open, x.caught_up, x.draining, x.seats, x.running, x.waiting,
              x.records_applied, x.memory_bytes, x.memory_peak_bytes, x.descriptors, x.descriptors_limit,
              x.disk_free_bytes);
}

struct import_told {
  std::string id, owner, started_by, kind, status, file, created_at;
  std::uint64_t processed = 0, failed = 0;
  std::uint64_t total = 0;
  bool total_known = false;
  std::uint64_t attempt = 0;
  std::string failure_code, failure_message;  ///< "": it has not failed
};
template <class Inspector>
auto inspect(Inspector& with, import_told& x) -> typename Inspector::result_type {
  return with(x.id, x.owner, x.started_by, x.kind, x.status, x.file, x.created_at, x.processed, x.failed,
              x.total, x.total_known, x.attempt, x.failure_code, x.failure_message);
}

struct imports_told {
  std::vector<import_told> items;
  std::string next_cursor;  ///< "": there is no more
};
template <class Inspector>
auto inspect(Inspector& with, imports_told& x) -> typename Inspector::result_type {
  return with(x.items, x.next_cursor);
}

struct change_told {
  std::string id;
  std::string status;         ///< of the import afterwards; of one that was kicked: what it was doing
  std::string code, message;  ///< "": it was done
};
template <class Inspector>
auto inspect(Inspector& with, change_told& x) -> typename Inspector::result_type {
  return with(x.id, x.status, x.code, x.message);
}

struct changes_told {
  std::vector<change_told> items;
};
template <class Inspector>
auto inspect(Inspector& with, changes_told& x) -> typename Inspector::result_type {
  return with(x.items);
}

struct event_told {
  std::uint64_t position = 0;
  std::string at, by, type;
  std::string summary;  ///< a sentence; "": none
  std::string data;     ///< JSON object text
};
template <class Inspector>
auto inspect(Inspector& with, event_told& x) -> typename Inspector::result_type {
  return with(x.position, x.at, x.by, x.type, x.summary, x.data);
}

struct story_told {
  std::vector<event_told> items;
  std::string next_cursor;  ///< "": there is no more
};
template <class Inspector>
auto inspect(Inspector& with, story_told& x) -> typename Inspector::result_type {
  return with(x.items, x.next_cursor);
}

struct progress_told {
  import_told now;
  std::uint64_t changed_at = 0;  ///< position of the last event that touched it
  std::uint64_t records_per_second = 0;
  bool left_known = false;
  std::uint64_t left_ms = 0;
  bool goes_on_by_itself = false;  ///< of a paused one: the server did it
};
template <class Inspector>
auto inspect(Inspector& with, progress_told& x) -> typename Inspector::result_type {
  return with(x.now, x.changed_at, x.records_per_second, x.left_known, x.left_ms, x.goes_on_by_itself);
}

struct trouble_told {  ///< what the journal said
  std::string at, level, event, text;
};
template <class Inspector>
auto inspect(Inspector& with, trouble_told& x) -> typename Inspector::result_type {
  return with(x.at, x.level, x.event, x.text);
}

struct stalled_told {
  std::string id, status, since, why;
};
template <class Inspector>
auto inspect(Inspector& with, stalled_told& x) -> typename Inspector::result_type {
  return with(x.id, x.status, x.since, x.why);
}

struct troubles_told {
  std::vector<trouble_told> errors;   ///< the newest first
  std::vector<stalled_told> stalled;  ///< imports that are at work and do not move
};
template <class Inspector>
auto inspect(Inspector& with, troubles_told& x) -> typename Inspector::result_type {
  return with(x.errors, x.stalled);
}

using answer = std::variant<refused, done_told, status_told, import_told, imports_told, changes_told,
                            story_told, progress_told, troubles_told>;

}  // namespace waybill::console
