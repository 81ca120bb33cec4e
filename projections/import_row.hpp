// What everybody sees of an import: one row, folded from its stream and from the chunks in its collection's
// stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/collection/outcome.hpp"
#include "events/import/events.hpp"
#include "events/import/state.hpp"

namespace waybill {

/// How many records had an outcome at a moment (by the events' own times, so that a rebuild gives the same).
struct progress_sample {
  instant at{};
  std::uint64_t processed = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("at", e.at, "");
    visit("processed", e.processed, "");
  }
};

/// The import as its own rules fold it, and what only readers ask for.
struct import_row : import_state {
  std::string idempotency_key;
  std::optional<instant> started_at;     ///< first time it began to be parsed
  std::optional<instant> committed_at;   ///< a person let it be applied
  std::optional<instant> finished_at;    ///< of the present status completed, failed or cancelled
  std::vector<progress_sample> samples;  ///< the last seconds, oldest first, at most 16
  position changed_at = 0;               ///< of the last event that touched it

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("id", e.id, "");
    visit("owner", e.owner, "");
    visit("started_by", e.started_by, "");
    visit("kind", e.kind, "");
    visit("format", e.format, "");
    visit("options", e.options, "");
    visit("file", e.file, "");
    visit("idempotency_key", e.idempotency_key, "");
    visit("status", e.status, "");
    visit("attempt", e.attempt, "");
    visit("total", e.total, "");
    visit("list_offset", e.list_offset, "");
    visit("findings", e.findings, "");
    visit("chunks", e.progress.chunks, "");
    visit("resume_offset", e.progress.resume_offset, "");
    visit("counts", e.progress.counts, "");
    visit("last_line", e.progress.last_line, "");
    visit("created_at", e.submitted_at, "");
    visit("started_at", e.started_at, "");
    visit("committed", e.committed, "");
    visit("committed_at", e.committed_at, "");
    visit("finished_at", e.finished_at, "");
    visit("failure", e.failure, "");
    visit("suspension", e.suspension, "");
    visit("samples", e.samples, "");
    visit("changed_at", e.changed_at, "");
  }
};

/// Records a second over the last five seconds, as of `now`; once completed: over the whole import, of one
/// with a review since its commit; 0 while it is not processing.
auto records_per_second(const import_row& row, instant now) -> double;
/// Seconds until every record has an outcome at that rate; nothing unless processing, and moving.
auto eta_seconds(const import_row& row, instant now) -> std::optional<double>;
/// Processed of total in percent with one decimal; nothing while the total is unknown; 100 for 0 of 0 once
/// completed.
auto percent(const import_row& row) -> std::optional<double>;

}  // namespace waybill
