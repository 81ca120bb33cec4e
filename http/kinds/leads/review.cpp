#include "http/kinds/leads/review.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "http/json_body.hpp"
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
  write_why_not(to, seen.why_not);
  if (auto told = write_edits(to, seen); !told) return std::move(told).why();
  to.end_object();
  return json_answer(200, std::move(text));
}

auto record_of(const request& call) -> result<std::uint64_t> {
  const auto& text = call.captured[1];
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || stop != end || number == 0)
    return {errc::not_found, "There is no such record."};
  return number;
}

auto number_of(const json& object, const char* key) -> result<std::uint64_t> {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned())
    return {errc::bad_value, "'" + std::string(key) + "' must be a whole number from 0."};
  return found->get<std::uint64_t>();
}

/// "" when it is not there.
auto text_in(const json& object, const char* key) -> result<std::string> {
  const auto found = object.find(key);
  if (found == object.end()) return std::string();
  if (!found->is_string()) return {errc::bad_value, "'" + std::string(key) + "' must be text."};
  return found->get<std::string>();
}

auto changed_answer(std::uint64_t version, std::uint64_t records) -> result<answer> {
  return object_answer(200, [&](json_text& to) { to.field("version", version).field("records", records); });
}

auto column_of(const std::string& name, std::size_t columns) -> result<std::uint64_t> {
  std::uint64_t column = 0;
  const auto* end = name.data() + name.size();
  const auto [stop, failed] = std::from_chars(name.data(), end, column);
  if (failed != std::errc{} || stop != end || column >= columns)
    return {errc::bad_value, "'cells' names columns by their number, from 0."};
  return column;
}

/// All cells of a record that people wrote, with what is wished now. A null takes one back.
auto edited_cells(const json& cells, std::size_t columns, std::map<std::uint64_t, std::string> kept)
    -> result<std::vector<edited_cell>> {
  constexpr std::size_t most_bytes = 64 << 10;
  for (const auto& [name, value] : cells.items()) {
    const auto column = column_of(name, columns);
    if (!column) return column.why();
    if (value.is_null()) {
      kept.erase(*column);
      continue;
    }
    if (!value.is_string() || value.get_ref<const std::string&>().size() > most_bytes)
      return {errc::bad_value, "A cell must be text of at most 65,536 bytes, or null."};
    kept[*column] = value.get<std::string>();
  }
  std::vector<edited_cell> all;
  for (auto& [column, text] : kept) all.push_back({column, std::move(text)});
  return all;
}

auto leave_one(context& asks, request& call, bool out) -> result<answer> {
  const auto record = record_of(call);
  if (!record) return record.why();
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"version"});
  if (!body) return body.why();
  const auto version = number_of(*body, "version");
  if (!version) return version.why();
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  import_records_excluded what;
  what.records.push_back({*record, *record});
  what.excluded = out;
  if (auto made = asks.core.reviews().exclude(of->who, of->id, *version, what); !made)
    return std::move(made).why();
  return changed_answer(*version + 1, 1);
}

/// Records that the body names by their numbers.
auto named_records(const json& list, std::uint64_t records) -> result<record_set> {
  record_set all;
  if (!list.is_array()) return {errc::bad_value, "'records' is a list of the numbers of records."};
  for (const auto& one : list) {
    if (!one.is_number_unsigned()) return {errc::bad_value, "'records' is a list of the numbers of records."};
    if (one.get<std::uint64_t>() == 0 || one.get<std::uint64_t>() > records)
      return {errc::not_found, "The import has no such record."};
    all.add({one.get<std::uint64_t>(), one.get<std::uint64_t>()});
  }
  return all;
}

auto meant_records(const json& body, const import_review& seen, bool out) -> result<record_set> {
  const bool has_filter = body.contains("state") || body.contains("q");
  if (body.contains("records") && !has_filter)
    return named_records(body["records"], seen.plan->counts().records);
  auto states = text_in(body, "state");
  if (!states) return std::move(states).why();
  const auto text = text_in(body, "q");
  if (!text) return text.why();
  if (!out && states->empty()) *states = "excluded";
  if (body.contains("records") || (states->empty() && text->empty()))
    return {errc::bad_value, "Which records are meant is said by 'state', 'q' or 'records'."};
  const auto wish = review_wish_of(*states, *text);
  if (!wish) return wish.why();
  record_set all;
  constexpr std::size_t at_once = 1'000;
  for (std::uint64_t from = 1;;) {
    const auto some = wished_records(seen, *wish, from, at_once);
    if (!some) return some.why();
    for (const auto& one : *some) all.add({one.record, one.record});
    if (some->size() < at_once) return all;
    from = some->back().record + 1;
  }
}

auto leave_many(context& asks, request& call, bool out) -> result<answer> {
  const auto body =
      read_object(call, asks.config.http_json_body_limit_bytes, {"version", "state", "q", "records"});
  if (!body) return body.why();
  const auto version = number_of(*body, "version");
  if (!version) return version.why();
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  const auto seen = asks.core.reviews().look(of->who, of->id, false);
  if (!seen) return seen.why();
  const auto records = meant_records(*body, *seen, out);
  if (!records) return records.why();
  if (records->empty()) return changed_answer(*version, 0);
  const import_records_excluded what{records->runs(), out, true};
  if (auto made = asks.core.reviews().exclude(of->who, of->id, *version, what); !made)
    return std::move(made).why();
  return changed_answer(*version + 1, records->count());
}

auto flag_of(const json& object, const char* key) -> result<bool> {
  const auto found = object.find(key);
  if (found == object.end()) return false;
  if (!found->is_boolean()) return {errc::bad_value, "'" + std::string(key) + "' must be true or false."};
  return found->get<bool>();
}

auto commit_wish_of(const json& body) -> result<commit_wish> {
  commit_wish wish;
  if (body.contains("version")) {
    const auto version = number_of(body, "version");
    if (!version) return version.why();
    wish.version = *version;
  }
  const auto accepts = flag_of(body, "accept_changed");
  if (!accepts) return accepts.why();
  wish.accept_changed = *accepts;
  const auto expected = body.find("expect");
  if (expected == body.end() || expected->is_null()) return wish;
  if (!expected->is_object()) return {errc::bad_value, "'expect' is an object of create, update and skip."};
  auto& counts = wish.expect.emplace();
  for (auto [key, into] : {std::pair{"create", &counts.created}, std::pair{"update", &counts.updated},
                           std::pair{"skip", &counts.skipped}}) {
    const auto count = number_of(*expected, key);
    if (!count) return count.why();
    *into = *count;
  }
  return wish;
}

}  // namespace

auto reviewed_of(const context& asks, const request& call, member_role takes) -> result<reviewed> {
  const auto row = import_of(asks, call, takes);
  if (!row) return row.why();
  if (row->kind != "leads") return {errc::not_found, "Imports of this kind have no review."};
  return reviewed{{call.who->user, row->owner}, row->id};
}

auto get_review(context& asks, request& call) -> result<answer> {
  const auto of = reviewed_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  const auto seen = asks.core.reviews().look(of->who, of->id, false);
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
  // A search looks at many rows: so many at once, and no more, that short calls keep their threads.
  if (!wish->text.empty() && !call.hold_seat()) return too_many_transfers();
  const auto of = reviewed_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  const auto seen = asks.core.reviews().look(of->who, of->id, true);
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

auto change_review(context& asks, request& call) -> result<answer> {
  auto body =
      read_object(call, asks.config.http_json_body_limit_bytes, {"version", "mapping", "dialect", "options"});
  if (!body) return std::move(body).why();
  const auto version = number_of(*body, "version");
  if (!version) return version.why();
  body->erase("version");
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  const auto made = asks.core.reviews().change(of->who, of->id, *version, body->dump());
  if (!made) return made.why();
  if (made->status != import_status::ready) return import_answer(asks, 202, *made, &call);
  const auto seen = asks.core.reviews().look(of->who, of->id, false);
  if (!seen) return seen.why();
  return review_answer(*seen);
}

auto change_review_row(context& asks, request& call) -> result<answer> {
  const auto number = record_of(call);
  if (!number) return number.why();
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"version", "cells"});
  if (!body) return body.why();
  const auto version = number_of(*body, "version");
  if (!version) return version.why();
  if (!body->contains("cells") || !(*body)["cells"].is_object())
    return error{errc::bad_value, "'cells' names columns by their number, from 0.", {}};
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  const auto seen = asks.core.reviews().look(of->who, of->id, true);
  if (!seen) return seen.why();
  const auto file = leads::open_lead_file(seen->order);
  if (!file) return file.why();
  leads::file_record record;
  if (!(*file)->read(*number, record)) return error{errc::not_found, "There is no such record.", {}};
  std::map<std::uint64_t, std::string> kept;
  if (record.edited && !record.edit_left)
    for (const auto& cell : seen->import.changes->records.at(*number).cells) kept[cell.column] = cell.text;
  const auto findings = json::parse(seen->import.findings, nullptr, false);
  const auto columns = findings.is_object() && findings.contains("mapping") ? findings["mapping"].size() : 0;
  auto cells = edited_cells((*body)["cells"], std::max(columns, record.cells.size()), std::move(kept));
  if (!cells) return std::move(cells).why();
  const import_record_edited what{*number, std::move(*cells), record.mark};
  if (auto made = asks.core.reviews().edit(of->who, of->id, *version, what); !made)
    return std::move(made).why();
  return changed_answer(*version + 1, 1);
}

auto exclude_review_row(context& asks, request& call) -> result<answer> {
  return leave_one(asks, call, true);
}
auto include_review_row(context& asks, request& call) -> result<answer> {
  return leave_one(asks, call, false);
}
auto exclude_review_rows(context& asks, request& call) -> result<answer> {
  return leave_many(asks, call, true);
}
auto include_review_rows(context& asks, request& call) -> result<answer> {
  return leave_many(asks, call, false);
}

auto commit_import(context& asks, request& call) -> result<answer> {
  const auto body =
      read_object(call, asks.config.http_json_body_limit_bytes, {"version", "expect", "accept_changed"});
  if (!body) return body.why();
  const auto wish = commit_wish_of(*body);
  if (!wish) return wish.why();
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  const auto made = asks.core.reviews().commit(of->who, of->id, *wish);
  if (!made) return made.why();
  return import_answer(asks, 202, *made, &call);
}

}  // namespace waybill::http
