// What was asked of an import and how it went: `import/<id>`. What its records did to their collection stands
// in the collection's own stream (events/collection/events.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/collection/outcome.hpp"
#include "events/import/review.hpp"
#include "events/import/status.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

struct uploaded_file {
  std::string name;  ///< as the client called it; shown, never used as a path
  std::string path;  ///< below the data directory: `imports/usr_.../2025-06-28-1430-a7b3c9d2.json`
  std::uint64_t size_bytes = 0;
  digest sha256{};
  friend auto operator==(const uploaded_file&, const uploaded_file&) -> bool = default;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("name", e.name, "as the client called it");
    visit("path", e.path, "where it lies below the data directory");
    visit("size_bytes", e.size_bytes, "its size");
    visit("sha256", e.sha256, "hash of its bytes");
  }
};

struct import_submitted {
  static constexpr std::string_view tag = "import.submitted.v1";
  static constexpr std::string_view about = "A file was accepted: it is safe on disk.";
  static constexpr import_step step = import_step::submit;
  import_id import;
  owner_id owner;
  std::string kind;
  std::string format;   ///< as asked: `auto` or a format's name
  std::string options;  ///< JSON object text, e.g. {"on_duplicate":"skip"}
  uploaded_file file;
  std::string idempotency_key;  ///< "": none
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("import_id", e.import, "the import");
    visit("owner", e.owner, "whose collection it fills");
    visit("kind", e.kind, "what kind of import");
    visit("format", e.format, "how bytes become records: `auto` or a name");
    visit("options", e.options, "the kind's options, a JSON object");
    visit("file", e.file, "the uploaded file");
    visit("idempotency_key", e.idempotency_key, "given by the client, or empty");
  }
};

struct parsing_started {
  static constexpr std::string_view tag = "import.parsing_started.v1";
  static constexpr std::string_view about = "A seat was free: the whole file is being checked.";
  static constexpr import_step step = import_step::start_parsing;
  std::uint64_t attempt = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("attempt", e.attempt, "which attempt, from 1");
  }
};

struct parsing_finished {
  static constexpr std::string_view tag = "import.parsing_finished.v1";
  static constexpr std::string_view about = "The file is good; its records are being applied.";
  static constexpr import_step step = import_step::finish_parsing;
  std::string format;
  std::uint64_t total = 0;
  std::uint64_t list_offset = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("format", e.format, "the format it is in");
    visit("total", e.total, "how many records it holds");
    visit("list_offset", e.list_offset, "byte where its list of records begins");
  }
};

struct import_described {
  static constexpr std::string_view tag = "import.described.v1";
  static constexpr std::string_view about = "What the check found about the file; it is read by that.";
  static constexpr import_step step = import_step::describe;
  std::string findings;  ///< of the kind: a JSON object, e.g. {"dialect":{...}}
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("findings", e.findings, "what was found, a JSON object");
  }
};

struct import_ready {
  static constexpr std::string_view tag = "import.ready.v1";
  static constexpr std::string_view about =
      "The file is good; somebody has to look at what will happen, and commit it.";
  static constexpr import_step step = import_step::ask_review;
  std::string format;
  std::uint64_t total = 0;
  std::uint64_t list_offset = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("format", e.format, "the format it is in");
    visit("total", e.total, "how many records it holds");
    visit("list_offset", e.list_offset, "where its list of records begins");
  }
};

struct import_review_changed {
  static constexpr std::string_view tag = "import.review_changed.v1";
  static constexpr std::string_view about = "A person changed its options before it is committed.";
  static constexpr import_step step = import_step::review;
  std::string options;  ///< all of them, as the kind wrote them
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("options", e.options, "the kind's options from now on, a JSON object");
  }
};

struct import_read_again {
  static constexpr std::string_view tag = "import.read_again.v1";
  static constexpr std::string_view about = "What was changed asks for another look at the whole file.";
  static constexpr import_step step = import_step::read_again;
  bool takes_all_in = false;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("takes_all_in", e.takes_all_in,
          "the numbers of records may mean others then: what was left out is taken in when it was read");
  }
};

struct import_reading_refused {
  static constexpr std::string_view tag = "import.reading_refused.v1";
  static constexpr std::string_view about =
      "The file cannot be read as a person wished: its review goes on as it was before.";
  static constexpr import_step step = import_step::refuse_reading;
  std::string options;  ///< those of before
  std::string code;
  std::string message;
  std::optional<std::uint64_t> record;
  std::optional<std::uint64_t> byte_offset;
  std::optional<std::uint64_t> line;
  std::optional<std::uint64_t> column;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("options", e.options, "the kind's options from now on, as they were before");
    visit("code", e.code, "why, for programs");
    visit("message", e.message, "why, for a person");
    visit("record", e.record, "at which record");
    visit("byte_offset", e.byte_offset, "at which byte of the file, from 0");
    visit("line", e.line, "in which line, from 1");
    visit("column", e.column, "at which byte of the line, from 1");
  }
};

struct import_record_edited {
  static constexpr std::string_view tag = "import.record_edited.v1";
  static constexpr std::string_view about = "A person wrote other cells for a record that waits.";
  static constexpr import_step step = import_step::review;
  std::uint64_t record = 0;
  std::vector<edited_cell> cells;  ///< all of the record's edited ones; none: it is as in the file again
  std::uint64_t was = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("record", e.record, "which record, from 1");
    visit("cells", e.cells, "its edited cells, all of them");
    visit("was", e.was, "a mark of the record as the file has it");
  }
};

struct import_records_excluded {
  static constexpr std::string_view tag = "import.records_excluded.v1";
  static constexpr std::string_view about = "A person left records out, or took them in again.";
  static constexpr import_step step = import_step::review;
  std::vector<record_run> records;
  bool excluded = true;
  bool in_bulk = false;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("records", e.records, "which records, as runs");
    visit("excluded", e.excluded, "left out; else taken in again");
    visit("in_bulk", e.in_bulk, "a change of the whole review, not of one record");
  }
};

struct import_committed {
  static constexpr std::string_view tag = "import.committed.v1";
  static constexpr std::string_view about = "A person let its records be applied as they were shown.";
  static constexpr import_step step = import_step::commit;
  std::string agreed;  ///< of the kind: what its records go by from now on, a JSON object
  tally expected;      ///< what was shown then
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("agreed", e.agreed, "what its records go by from now on, a JSON object");
    visit("expected", e.expected, "what was shown");
  }
};

struct import_taken_up {
  static constexpr std::string_view tag = "import.taken_up.v1";
  static constexpr std::string_view about =
      "The server was started again in the middle of its work: it goes on where it stopped.";
  static constexpr import_step step = import_step::take_up;
  std::uint64_t next_record = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("next_record", e.next_record, "the first record that has no outcome yet, from 1");
  }
};

struct import_chunk_retried {
  static constexpr std::string_view tag = "import.chunk_retried.v1";
  static constexpr std::string_view about =
      "Records could not be stored. They are tried again; after the last try they fail.";
  static constexpr import_step step = import_step::try_again;
  std::uint64_t first_record = 0;
  std::uint64_t tries = 0;
  std::string code;
  std::string message;
  std::uint64_t pause_ms = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("first_record", e.first_record, "the first of the records, from 1");
    visit("tries", e.tries, "how often they were tried");
    visit("code", e.code, "why, for programs");
    visit("message", e.message, "why, for a person");
    visit("pause_ms", e.pause_ms, "milliseconds until the next try; 0: there is none, the records fail");
  }
};

struct import_completed {
  static constexpr std::string_view tag = "import.completed.v1";
  static constexpr std::string_view about = "Every record has an outcome.";
  static constexpr import_step step = import_step::complete;
  std::uint64_t total = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("total", e.total, "how many records there were");
  }
};

struct import_failed {
  static constexpr std::string_view tag = "import.failed.v1";
  static constexpr std::string_view about = "The import as a whole cannot go on. What was applied stays.";
  static constexpr import_step step = import_step::fail;
  std::string code;
  std::string message;
  std::optional<std::uint64_t> record;
  std::optional<std::uint64_t> byte_offset;
  std::optional<std::uint64_t> line;
  std::optional<std::uint64_t> column;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("code", e.code, "why, for programs");
    visit("message", e.message, "why, for a person");
    visit("record", e.record, "at which record");
    visit("byte_offset", e.byte_offset, "at which byte of the file, from 0");
    visit("line", e.line, "in which line, from 1");
    visit("column", e.column, "at which byte of the line, from 1");
  }
};

struct import_paused {
  static constexpr std::string_view tag = "import.paused.v1";
  static constexpr std::string_view about = "A person paused it; or, by `system`, it came out of a backup.";
  static constexpr import_step step = import_step::pause;
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct import_suspended {
  static constexpr std::string_view tag = "import.suspended.v1";
  static constexpr std::string_view about =
      "What it needs from outside does not answer: the server paused it, and lets it go on by itself.";
  static constexpr import_step step = import_step::suspend;
  std::string code;
  std::string message;
  instant next_try_at{};
  friend auto operator==(const import_suspended&, const import_suspended&) -> bool = default;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("code", e.code, "why, for programs");
    visit("message", e.message, "why, for a person");
    visit("next_try_at", e.next_try_at, "when it is to go on");
  }
};

struct import_resumed {
  static constexpr std::string_view tag = "import.resumed.v1";
  static constexpr std::string_view about = "It was let go on, and waits for a seat.";
  static constexpr import_step step = import_step::resume;
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct import_cancelled {
  static constexpr std::string_view tag = "import.cancelled.v1";
  static constexpr std::string_view about = "A person stopped it. What was applied stays.";
  static constexpr import_step step = import_step::cancel;
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct import_retried {
  static constexpr std::string_view tag = "import.retried.v1";
  static constexpr std::string_view about =
      "A person asked for another attempt; it goes on after the last applied chunk.";
  static constexpr import_step step = import_step::retry;
  std::uint64_t attempt = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("attempt", e.attempt, "which attempt this is, from 2");
  }
};

struct import_removed {
  static constexpr std::string_view tag = "import.removed.v1";
  static constexpr std::string_view about =
      "A person deleted it from the lists; its file is gone, the log keeps what happened.";
  static constexpr import_step step = import_step::remove;
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

using import_event =
    std::variant<import_submitted, parsing_started, parsing_finished, import_described, import_taken_up,
                 import_chunk_retried, import_completed, import_failed, import_paused, import_suspended,
                 import_resumed, import_cancelled, import_retried, import_removed, import_ready,
                 import_review_changed, import_read_again, import_reading_refused, import_record_edited,
                 import_records_excluded, import_committed>;

inline auto import_stream(const import_id& id) -> std::string { return "import/" + id.value; }

auto to_event(const error& why) -> import_failed;

}  // namespace waybill
