// What people change of a review.
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

#include "http/json_body.hpp"
#include "http/kinds/leads/review.hpp"
#include "http/kinds/leads/shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/reviews.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

using json = nlohmann::json;

/// "" when it is not there.
auto text_in(const json& object, const char* key) -> result<std::string> {
  const auto found = object.find(key);
  if (found == object.end()) return std::string();
  if (!found->is_string()) return {errc::bad_value, "'" + std::string(key) + "' must be text."};
  return found->get<std::string>();
}

auto cells_rule() -> error {
  return {errc::bad_value,
          "'cells' is an object: what stands in a column, by its number, from 0; at least one of the file's.",
          {}};
}

auto column_of(const std::string& name, std::size_t columns) -> result<std::uint64_t> {
  std::uint64_t column = 0;
  const auto* end = name.data() + name.size();
  const auto [stop, failed] = std::from_chars(name.data(), end, column);
  const bool has_one_name = name == std::to_string(column);  // "0" and "00" would be the same
  if (failed != std::errc{} || stop != end || column >= columns || !has_one_name) return cells_rule();
  return column;
}

/// A cell as a file could bring it.
auto cell_text_of(const json& value) -> result<std::string> {
  constexpr std::size_t most_bytes = 32 << 10;
  if (!value.is_string() || value.get_ref<const std::string&>().size() > most_bytes)
    return {errc::bad_value, "A cell must be text of at most 32,768 bytes, or null."};
  if (value.get_ref<const std::string&>().find('\0') != std::string::npos)
    return {errc::bad_value, "A cell has no NUL characters."};
  return value.get<std::string>();
}

/// All cells of a record that people wrote, with what is wished now. A null takes one back.
auto edited_cells(const json& cells, std::size_t columns, std::map<std::uint64_t, std::string> kept)
    -> result<std::vector<edited_cell>> {
  for (const auto& [name, value] : cells.items()) {
    const auto column = column_of(name, columns);
    if (!column) return column.why();
    if (value.is_null()) {
      kept.erase(*column);
      continue;
    }
    auto text = cell_text_of(value);
    if (!text) return std::move(text).why();
    kept[*column] = *std::move(text);
  }
  std::vector<edited_cell> all;
  for (auto& [column, text] : kept) all.push_back({column, std::move(text)});
  return all;
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
  const auto seen = look_at(asks, call, *of, false);
  if (!seen) return seen.why();
  const auto records = meant_records(*body, *seen, out);
  if (!records) return records.why();
  // Also when none is meant: whether the version is the present one is looked at all the same.
  const auto now = asks.core.reviews().exclude(of->who, of->id, *version, {records->runs(), out, true});
  if (!now) return now.why();
  return changed_answer(*now, records->count());
}

}  // namespace

auto change_review(context& asks, request& call) -> result<answer> {
  auto body =
      read_object(call, asks.config.http_json_body_limit_bytes, {"version", "mapping", "dialect", "options"});
  if (!body) return std::move(body).why();
  const auto version = number_of(*body, "version");
  if (!version) return version.why();
  body->erase("version");
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  // Before anything is written: the answer needs it.
  if (!call.hold_seat()) return too_many_transfers();
  const auto made = asks.core.reviews().change(of->who, of->id, *version, body->dump());
  if (!made) return made.why();
  if (made->status != import_status::ready) return import_answer(asks, 202, *made, &call);
  const auto seen = look_at(asks, call, *of, false);
  if (!seen) return seen.why();
  return review_answer(*seen);
}

auto keep_review_mapping(context& asks, request& call) -> result<answer> {
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  auto wish = asks.core.reviews().columns_to_keep(of->who, of->id);
  if (!wish) return std::move(wish).why();
  const auto kept = asks.core.projects().change_details(
      of->who.by, {of->who.owner.value}, {{}, {{"leads", std::move(*wish)}}, member_role::editor});
  if (!kept) return kept.why();
  const auto mappings = leads::read_settings(settings_of(kept->project, "leads")).mappings;
  return object_answer(200, [&](json_text& to) { to.field("mappings", mappings.size()); });
}

auto change_review_row(context& asks, request& call) -> result<answer> {
  const auto number = record_of(call);
  if (!number) return number.why();
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"version", "cells"});
  if (!body) return body.why();
  const auto version = number_of(*body, "version");
  if (!version) return version.why();
  const auto cells_given = body->value("cells", json());
  if (!cells_given.is_object() || cells_given.empty()) return cells_rule();
  const auto of = reviewed_of(asks, call, member_role::editor);
  if (!of) return of.why();
  const auto seen = look_at(asks, call, *of, true);
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
  auto cells = edited_cells(cells_given, std::max(columns, record.cells.size()), std::move(kept));
  if (!cells) return std::move(cells).why();
  const import_record_edited what{*number, std::move(*cells), record.mark};
  const auto now = asks.core.reviews().edit(of->who, of->id, *version, what);
  if (!now) return now.why();
  return changed_answer(*now, 1);
}

auto exclude_review_rows(context& asks, request& call) -> result<answer> {
  return leave_many(asks, call, true);
}
auto include_review_rows(context& asks, request& call) -> result<answer> {
  return leave_many(asks, call, false);
}

}  // namespace waybill::http
