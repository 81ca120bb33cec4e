#include "http/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "events/import/state.hpp"
#include "http/faults.hpp"
#include "http/kinds/room.hpp"
#include "http/reasons.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

/// Events that say why something failed.
auto names_cause(std::string_view type) -> bool {
  return type.starts_with("import.failed.") || type.starts_with("import.chunk_retried.") ||
         type.starts_with("import.suspended.");
}

void write_failure(json_text& to, const std::optional<import_failed>& failure) {
  to.key("error");
  if (!failure) {
    to.null();
    return;
  }
  const auto message = told_message(failure->code, failure->message);
  to.begin_object().field("code", failure->code).field("message", message);
  write_reason(to, message);
  if (failure->record) to.field("record", *failure->record);
  if (failure->byte_offset) to.field("byte_offset", *failure->byte_offset);
  if (failure->line) to.field("line", *failure->line);
  if (failure->column) to.field("column", *failure->column);
  to.end_object();
}

/// What something failed of is said as in an import's error: by a reason too, and without a library's words.
auto with_reason(story_item one) -> story_item {
  auto facts = nlohmann::ordered_json::parse(one.data, nullptr, false);
  if (!facts.is_object() || !facts.contains("message")) return one;
  const std::string kept = facts["message"];
  const auto message = told_message(facts.value("code", ""), kept);
  std::string text;
  json_text more{text};
  more.begin_object();
  write_reason(more, message);
  more.end_object();
  facts["message"] = message;
  facts.update(nlohmann::ordered_json::parse(text));
  if (const auto at = one.summary.find(kept); at != std::string::npos)
    one.summary.replace(at, kept.size(), message);
  one.data = facts.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return one;
}

void write_shown(json_text& to, std::span<const std::string_view> names,
                 const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < names.size(); ++i)
    write_text_or_null(to, names[i], i < texts.size() ? texts[i] : std::string());
}

/// Who paused it, and until when where that is known; null while it is not paused.
void write_pause(json_text& to, const import_row& row) {
  to.key("pause");
  if (row.status != import_status::paused) {
    to.null();
    return;
  }
  to.begin_object().field("by", row.suspension ? "system" : "person");
  if (row.suspension) {
    const auto message = told_message(row.suspension->code, row.suspension->message);
    to.field("code", row.suspension->code).field("message", message);
    write_reason(to, message);
    write_time(to, "next_try_at", row.suspension->next_try_at);
  }
  to.end_object();
}

/// Of which fields the faults are; nothing where that is not told.
void write_faults(json_text& to, const std::vector<told_fault>& faults) {
  if (faults.empty()) return;
  write_text_or_null(to, "field", faults.front().field);
  to.key("faults").begin_list();
  for (const auto& one : faults) {
    to.begin_object().field("code", one.code);
    write_text_or_null(to, "field", one.field);
    write_text_or_null(to, "value", one.value);
    write_text_or_null(to, "message", one.message);
    to.end_object();
  }
  to.end_list();
}

/// Whoever did not want records to be counted first is told of how many only when all are done.
auto tells_total(const import_row& row) -> bool {
  constexpr std::string_view wish = "\"count_total_first\":false";
  if (is_finished(row.status) || row.options.find(wish) == std::string::npos) return true;
  const auto options = nlohmann::json::parse(row.options, nullptr, false);
  return !options.is_object() || options.value("count_total_first", true);
}

void write_links(json_text& to, const import_id& id) {
  const auto self = "/api/v1/imports/" + id.value;
  to.key("links").begin_object().field("self", self).field("progress", self + "/progress");
  to.field("records", self + "/records").field("events", self + "/events").end_object();
}

/// What is being done with the records now, how many of them it has been done with, and how long that takes.
struct phase_figures {
  std::string_view name;  ///< "": none
  look_figures of;
};

auto one_decimal(double value) -> double { return std::round(value * 10.0) / 10.0; }

auto figures_of(const import_row& row, const told_now& at) -> phase_figures {
  if (row.status == import_status::parsing) {
    auto look = at.looks ? at.looks(row.id).value_or(look_figures{}) : look_figures{};
    look.records_per_second = one_decimal(look.records_per_second);
    // A walk that is through may be followed by another.
    if (look.seconds_left == 0.0)
      look.seconds_left.reset();
    else if (look.seconds_left)
      look.seconds_left = one_decimal(*look.seconds_left);
    return {"parse", look};
  }
  const bool tells = tells_total(row);
  return {row.status == import_status::processing ? "apply" : "",
          {row.progress.counts.processed(), tells ? row.total : std::nullopt, records_per_second(row, at.now),
           tells ? eta_seconds(row, at.now) : std::nullopt}};
}

}  // namespace

void write_progress(json_text& to, const import_row& row, const told_now& at) {
  const auto phase = figures_of(row, at);
  to.begin_object();
  write_text_or_null(to, "phase", phase.name);
  to.field("read", phase.of.records).field("total", phase.of.total);
  to.field("processed", row.progress.counts.processed());
  to.field("created", row.progress.counts.created).field("updated", row.progress.counts.updated);
  to.field("skipped", row.progress.counts.skipped)
      .field("failed", row.progress.counts.failed)
      .field("percent", tells_total(row) ? percent(row) : std::nullopt);
  to.field("records_per_second", phase.of.records_per_second);
  to.field("eta_seconds", phase.of.seconds_left);
  to.end_object();
}

void write(json_text& to, const import_row& row, const told_now& at, const user_namer& called,
           const told_to* whom) {
  to.begin_object().field("id", row.id.value).field("kind", row.kind).field("format", row.format);
  to.field("status", name_of(row.status)).field("attempt", row.attempt);
  const auto project = row.owner.project();
  write_text_or_null(to, "project", project ? project->value : std::string());
  to.key("started_by").begin_object().field("id", row.started_by.value);
  to.field("username", called ? called(row.started_by) : row.started_by.value).end_object();
  to.key("file").begin_object().field("name", row.file.name).field("size_bytes", row.file.size_bytes);
  to.field("sha256", to_hex(row.file.sha256)).end_object();
  write_object(to, "options", row.options);
  to.key("progress");
  write_progress(to, row, at);
  write_failure(to, row.failure);
  write_pause(to, row);
  if (row.findings.empty())
    to.key("findings").null();
  else
    write_object(to, "findings", row.findings);
  write_time(to, "created_at", row.submitted_at);
  write_time(to, "started_at", row.started_at);
  write_time(to, "committed_at", row.committed_at);
  write_time(to, "finished_at", row.finished_at);
  for (const auto& room : kind_rooms())
    if (room.kind == row.kind && room.facts != nullptr) room.facts(to, row, whom);
  write_list(to, "actions", actions(row.status));
  to.field("position", row.changed_at);
  write_links(to, row.id);
  to.end_object();
}

void write(json_text& to, const record_outcome& one, const shown_columns& columns) {
  to.begin_object().field("record", one.record);
  if (one.line != one.record) to.field("row", one.line);
  to.field("outcome", name_of(one.what));
  write_text_or_null(to, "code", one.code);
  write_text_or_null(to, "message", one.message);
  write_list(to, "warnings", one.warnings);
  write_faults(to, one.faults);
  write_shown(to, columns.names, one.shown);
  if (columns.by_file) {
    to.key("cells").begin_object();
    write_cells(to, one);
    to.end_object();
  }
  write_text_or_null(to, "identity", one.identity);
  to.key("meets");
  if (one.meets) {
    to.begin_object();
    write_text_or_null(to, "identity", one.meets->identity);
    write_shown(to, columns.names.first(std::min<std::size_t>(columns.names.size(), 1)), one.meets->shown);
    to.end_object();
  } else {
    to.null();
  }
  to.end_object();
}

void write(json_text& to, const story_item& event) {
  const auto& one = names_cause(event.type) ? with_reason(event) : event;
  to.begin_object().field("position", one.at).field("at", to_rfc3339_ms(one.time)).field("by", one.by);
  to.field("type", one.type).field("summary", one.summary);
  write_object(to, "data", one.data);
  to.end_object();
}

void write_fields(json_text& to, const token_info& one) {
  to.field("id", one.id.value).field("name", one.name).field("created_at", to_rfc3339_ms(one.created_at));
}

void write(json_text& to, const token_info& one) {
  to.begin_object();
  write_fields(to, one);
  to.end_object();
}

void write(json_text& to, const account_info& one) {
  to.begin_object().field("id", one.id.value).field("username", one.username);
  to.field("role", name_of(one.may)).key("disabled").raw(one.disabled ? "true" : "false");
  to.field("created_at", to_rfc3339_ms(one.created_at));
  write_profile(to, one);
  to.end_object();
}

void write_profile(json_text& to, const account_info& one) {
  write_text_or_null(to, "display_name", one.display_name);
  write_text_or_null(to, "email", one.email);
}

void write(json_text& to, const progress_sample& one) {
  to.begin_object().field("at", to_rfc3339_ms(one.at)).field("processed", one.processed).end_object();
}

void write_fields(json_text& to, const caller& who) {
  to.field("id", who.user.value).field("username", who.username).field("role", name_of(who.may));
}

}  // namespace waybill::http
