#include "http/kinds/leads/review.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/kinds/leads/shapes.hpp"
#include "http/reasons.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/shape_parts.hpp"
#include "projections/cursor.hpp"

namespace waybill::http {
namespace {

using json = nlohmann::json;

constexpr std::size_t most_edits_looked_at = 1'000;

/// Part of findings, or null.
void write_found(json_text& to, std::string_view name, const nlohmann::ordered_json& findings) {
  const auto found = findings.find(std::string(name));
  to.key(name).raw(found == findings.end() ? "null" : found->dump());
}

void write_why_not(json_text& to, const std::optional<error>& why) {
  to.key("can_commit").raw(why ? "false" : "true").key("why_not");
  if (!why) {
    to.null();
    return;
  }
  to.begin_object().field("code", name_of(why->code)).field("message", why->message);
  write_reason(to, why->message);
  to.end_object();
}

/// How many edits there are, and which of them are not taken since the file reads otherwise now.
auto write_edits(json_text& to, const import_review& seen) -> result<done> {
  std::uint64_t kept = 0;
  std::vector<std::uint64_t> left;
  if (seen.import.changes && !seen.import.changes->records.empty()) {
    const auto file = leads::open_lead_file(seen.order);
    if (!file) return file.why();
    std::size_t looked_at = 0;
    leads::file_record record;
    for (const auto& [number, edit] : seen.import.changes->records) {
      if (edit.cells.empty() || ++looked_at > most_edits_looked_at) continue;
      const bool lost = !(*file)->read(number, record) || record.edit_left;
      if (lost)
        left.push_back(number);
      else
        ++kept;
    }
  }
  to.key("edits").begin_object().field("kept", kept).key("left").begin_list();
  for (const auto number : left) to.value(number);
  to.end_list().end_object();
  return done{};
}

void write_refused_reading(json_text& to, const std::optional<import_reading_refused>& why) {
  to.key("refused_reading");
  if (!why) {
    to.null();
    return;
  }
  to.begin_object().field("code", why->code).field("message", why->message);
  write_reason(to, why->message);
  to.end_object();
}

}  // namespace

auto review_answer(const import_review& seen) -> result<answer> {
  const auto findings = nlohmann::ordered_json::parse(
      seen.import.findings.empty() ? "{}" : seen.import.findings, nullptr, false);
  if (!findings.is_object()) return error{errc::corrupt, "What was found of the file cannot be read.", {}};
  const auto& counts = seen.plan->counts();
  const auto& plan = seen.plan->outcomes();
  std::string text;
  json_text to{text};
  to.begin_object().field("version", seen.import.review_version);
  to.key("counts").begin_object().field("rows", counts.records).field("valid", counts.valid);
  to.field("invalid", counts.invalid).field("warning", counts.warning);
  to.field("duplicate_in_file", counts.duplicate_in_file).field("duplicate", counts.duplicate);
  to.field("excluded", counts.excluded).end_object();
  to.key("plan").begin_object().field("create", plan.created).field("update", plan.updated);
  to.field("skip", plan.skipped).field("fail", plan.failed).end_object();
  for (const auto* name : {"dialect", "sheet", "columns", "mapping"}) write_found(to, name, findings);
  write_object(to, "options", seen.import.options);
  write_refused_reading(to, seen.import.refused_reading);
  write_why_not(to, seen.why_not);
  if (auto told = write_edits(to, seen); !told) return std::move(told).why();
  to.end_object();
  return json_answer(200, std::move(text));
}

auto reviewed_of(const context& asks, const request& call, member_role takes) -> result<reviewed> {
  const auto row = import_of(asks, call, takes);
  if (!row) return row.why();
  if (row->kind != "leads") return {errc::not_found, "Imports of this kind have no review."};
  return reviewed{{call.who->user, row->owner}, row->id};
}

auto look_at(const context& asks, request& call, const reviewed& of, bool may_be_old)
    -> result<import_review> {
  if (!call.hold_seat()) return too_many_transfers();
  return asks.core.reviews().look(of.who, of.id, may_be_old);
}

auto get_review(context& asks, request& call) -> result<answer> {
  const auto of = reviewed_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  const auto seen = look_at(asks, call, *of, false);
  if (!seen) return seen.why();
  return review_answer(*seen);
}

auto list_review_rows(context& asks, request& call) -> result<answer> {
  const auto limit = limit_of(call);
  if (!limit) return limit.why();
  const auto in = language_of(call);
  if (!in) return in.why();
  const auto from = read_number_cursor(cursor_of(call));
  if (!from) return from.why();
  const auto wish = review_wish_of(call.param("state").value_or(""), call.param("q").value_or(""));
  if (!wish) return wish.why();
  const auto of = reviewed_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  const auto seen = look_at(asks, call, *of, true);
  if (!seen) return seen.why();
  const auto found = wished_records(*seen, *wish, std::max<std::uint64_t>(*from, 1), *limit + 1);
  if (!found) return found.why();
  const auto project = asks.core.projects().find(project_id{of->who.owner.value});
  const auto shown = asks.core.shown("leads", of->who.owner);
  if (!shown) return shown.why();
  const lead_people people{asks.core, project.value_or(project_state{})};
  const auto views = make_lead_views(shown->rows, shown->log);
  auto writer = review_writer::open(*seen, people, *views, *in);
  if (!writer) return std::move(writer).why();
  std::string text;
  json_text to{text};
  to.begin_object().key("items").begin_list();
  std::size_t written = 0;
  for (; written < std::min(found->size(), *limit) && text.size() < page_limit_bytes; ++written)
    if (auto fine = writer->write(to, (*found)[written]); !fine) return std::move(fine).why();
  to.end_list().key("next_cursor");
  if (written < found->size())
    to.value(std::to_string((*found)[written].record));
  else
    to.null();
  to.end_object();
  return json_answer(200, std::move(text));
}

}  // namespace waybill::http
