#include "http/shapes.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "events/import/state.hpp"

namespace waybill::http {
namespace {

using json = nlohmann::ordered_json;

template <class T>
auto or_null(const std::optional<T>& value) -> json {
  return value ? json(*value) : json(nullptr);
}
auto time_or_null(const std::optional<instant>& at) -> json {
  return at ? json(to_rfc3339_ms(*at)) : json(nullptr);
}

auto rounded(double value) -> double { return std::round(value * 10.0) / 10.0; }

/// Objects that the system keeps as text; one that cannot be read shows as an empty object.
auto object_of(const std::string& text) -> json {
  auto tree = json::parse(text.empty() ? "{}" : text, nullptr, false);
  return tree.is_object() ? tree : json::object();
}

auto failure_json(const std::optional<import_failed>& failure) -> json {
  if (!failure) return nullptr;
  json out{{"code", failure->code}, {"message", failure->message}};
  const auto add = [&](const char* key, const std::optional<std::uint64_t>& value) {
    if (value) out[key] = *value;
  };
  add("record", failure->record);
  add("byte_offset", failure->byte_offset);
  add("line", failure->line);
  add("column", failure->column);
  return out;
}

auto links_json(const import_id& id) -> json {
  const auto self = "/api/v1/imports/" + id.value;
  return {{"self", self},
          {"progress", self + "/progress"},
          {"records", self + "/records"},
          {"events", self + "/events"}};
}

auto plain_bookmark_json(const bookmarks::bookmark& what) -> json {
  return {{"url", what.url},
          {"title", what.title},
          {"description", or_null(what.description)},
          {"tags", what.tags},
          {"feed_url", or_null(what.feed_url)},
          {"created_at", to_rfc3339_ms(what.created_at)},
          {"updated_at", to_rfc3339_ms(what.updated_at)},
          {"extra", object_of(what.extra)}};
}

auto bookmark_or_null(const std::optional<bookmarks::bookmark>& what) -> json {
  return what ? plain_bookmark_json(*what) : json(nullptr);
}

}  // namespace

auto progress_json(const import_row& row, instant now) -> json {
  const auto eta = row.status == import_status::processing ? eta_seconds(row, now) : std::nullopt;
  return {{"total", or_null(row.total)},
          {"processed", row.counts.processed()},
          {"created", row.counts.created},
          {"updated", row.counts.updated},
          {"skipped", row.counts.skipped},
          {"failed", row.counts.failed},
          {"percent", or_null(percent(row))},
          {"records_per_second", rounded(records_per_second(row, now))},
          {"eta_seconds", eta ? json(rounded(*eta)) : json(nullptr)}};
}

auto import_json(const import_row& row, instant now) -> json {
  return {
      {"id", row.id.value},
      {"kind", row.kind},
      {"format", row.format},
      {"status", name_of(row.status)},
      {"attempt", row.attempt},
      {"file",
       {{"name", row.file.name}, {"size_bytes", row.file.size_bytes}, {"sha256", to_hex(row.file.sha256)}}},
      {"options", object_of(row.options)},
      {"progress", progress_json(row, now)},
      {"error", failure_json(row.failure)},
      {"created_at", to_rfc3339_ms(row.created_at)},
      {"started_at", time_or_null(row.started_at)},
      {"finished_at", time_or_null(row.finished_at)},
      {"actions", actions(row.status)},
      {"links", links_json(row.id)}};
}

auto record_json(const record_outcome& one) -> json {
  const auto text = [](const std::string& value) { return value.empty() ? json(nullptr) : json(value); };
  return {{"record", one.record},         {"outcome", name_of(one.what)},  {"code", text(one.code)},
          {"message", text(one.message)}, {"warnings", one.warnings},      {"url", text(one.url)},
          {"title", text(one.title)},     {"identity", text(one.identity)}};
}

auto story_json(const story_item& one) -> json {
  return {{"position", one.at}, {"at", to_rfc3339_ms(one.time)}, {"by", one.by},
          {"type", one.type},   {"summary", one.summary},        {"data", object_of(one.data)}};
}

auto bookmark_json(const bookmark_item& one) -> json {
  json out{{"identity", to_hex(one.id)}};
  out.update(plain_bookmark_json(one.what));
  return out;
}

auto change_json(const bookmark_change& one) -> json {
  return {{"position", one.at},
          {"at", to_rfc3339_ms(one.time)},
          {"by", one.by},
          {"what", one.what},
          {"import", one.import ? json(one.import->value) : json(nullptr)},
          {"record", or_null(one.record)},
          {"before", bookmark_or_null(one.before)},
          {"after", bookmark_or_null(one.after)}};
}

auto token_json(const token_info& one) -> json {
  return {{"id", one.id.value}, {"name", one.name}, {"created_at", to_rfc3339_ms(one.created_at)}};
}

auto user_json(const caller& who) -> json {
  return {{"id", who.user.value}, {"username", who.username}, {"role", name_of(who.may)}};
}

auto text_of_tree(const json& tree) -> std::string {
  return tree.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace waybill::http
