// Events in words, for the story of an import.
#include <nlohmann/json.hpp>

#include "events/catalog.hpp"
#include "events/collection/chunk.hpp"
#include "events/import/events.hpp"
#include "projections/import_views.hpp"

namespace waybill {
namespace {

auto tell_chunk(const chunk_header& head) -> std::string {
  const auto last = head.first_record + head.counts.processed() - 1;
  std::string text =
      "Records " + std::to_string(head.first_record) + " to " + std::to_string(last) + " applied:";
  const char* between = " ";
  for (const auto what : {outcome::created, outcome::updated, outcome::skipped, outcome::failed}) {
    if (head.counts.of(what) == 0) continue;
    text += between + std::to_string(head.counts.of(what)) + " " + std::string(name_of(what));
    between = ", ";
  }
  return text + ".";
}

struct teller {
  auto operator()(const import_submitted& e) const -> std::string {
    return "The file '" + e.file.name + "' of " + std::to_string(e.file.size_bytes) + " bytes was accepted.";
  }
  auto operator()(const parsing_started& e) const -> std::string {
    return e.attempt > 1 ? "Attempt " + std::to_string(e.attempt) + " began." : "The file is being checked.";
  }
  auto operator()(const parsing_finished& e) const -> std::string {
    return "The file is good: " + std::to_string(e.total) + " records to apply.";
  }
  auto operator()(const import_described&) const -> std::string {
    return "What the file is, and how it is read, was found.";
  }
  auto operator()(const import_taken_up& e) const -> std::string {
    return "The server was started again; it goes on with record " + std::to_string(e.next_record) + ".";
  }
  auto operator()(const import_chunk_retried& e) const -> std::string {
    const auto tried = "Records from " + std::to_string(e.first_record) + " on could not be stored at try " +
                       std::to_string(e.tries) + ": " + e.message;
    return tried + (e.pause_ms == 0 ? " They are given up." : " They are tried again.");
  }
  auto operator()(const import_completed& e) const -> std::string {
    return "All " + std::to_string(e.total) + " records have an outcome.";
  }
  auto operator()(const import_failed& e) const -> std::string { return "The import failed: " + e.message; }
  auto operator()(const import_paused&) const -> std::string { return "Paused."; }
  auto operator()(const import_suspended& e) const -> std::string {
    return "Paused by the server, which lets it go on by itself: " + e.message;
  }
  auto operator()(const import_resumed&) const -> std::string { return "Resumed; it waits for a seat."; }
  auto operator()(const import_cancelled&) const -> std::string {
    return "Cancelled; what was applied stays.";
  }
  auto operator()(const import_retried& e) const -> std::string {
    return "Attempt " + std::to_string(e.attempt) + " was asked for.";
  }
  auto operator()(const import_ready& e) const -> std::string {
    return "The file is good: " + std::to_string(e.total) + " records wait until somebody commits them.";
  }
  auto operator()(const import_review_changed&) const -> std::string { return "Its options were changed."; }
  auto operator()(const import_read_again&) const -> std::string { return "The file is being read again."; }
  auto operator()(const import_reading_refused& e) const -> std::string {
    return "The file cannot be read like that: " + e.message;
  }
  auto operator()(const import_record_edited& e) const -> std::string {
    return "Record " + std::to_string(e.record) + " was edited.";
  }
  auto operator()(const import_records_excluded& e) const -> std::string {
    record_set all;
    for (const auto& run : e.records) all.add(run);
    return std::to_string(all.count()) +
           (e.excluded ? " records were left out." : " records were taken in again.");
  }
  auto operator()(const import_committed&) const -> std::string {
    return "Committed; its records are applied.";
  }
  auto operator()(const import_removed&) const -> std::string { return "Deleted from the lists."; }
};

}  // namespace

auto tell(const stored_event& event) -> result<story_item> {
  story_item item{event.head.at, event.head.time, event.head.by, event.head.tag, {}, {}};
  if (is_chunk(event.head.tag)) {
    chunk_header head;
    if (!decode_chunk_header(event.payload, head))
      return {errc::corrupt, "The chunk at position " + std::to_string(event.head.at) + " cannot be read."};
    item.summary = tell_chunk(head);
    item.data = nlohmann::ordered_json{{"chunk", head.chunk},
                                       {"first_record", head.first_record},
                                       {"resume_offset", head.resume_offset},
                                       {"created", head.counts.created},
                                       {"updated", head.counts.updated},
                                       {"skipped", head.counts.skipped},
                                       {"failed", head.counts.failed}}
                    .dump();
    return item;
  }
  const auto decoded = decode_event<import_event>(event.head.tag, event.payload);
  if (!decoded) return decoded.why();
  const auto printed = print_event(event.head.tag, event.payload);
  if (!printed) return printed.why();
  item.summary = std::visit(teller{}, *decoded);
  if (std::holds_alternative<import_paused>(*decoded) && event.head.by == "system")
    item.summary = "Paused by the server: it came out of a backup, and somebody has to let it go on.";
  // File names are the client's: bytes that are no UTF-8 must not end the answer.
  item.data = printed->dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return item;
}

}  // namespace waybill
