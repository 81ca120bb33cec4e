#include "projections/event_payload.hpp"

#include <nlohmann/json.hpp>

#include "events/catalog.hpp"
#include "events/collection/chunk.hpp"
#include "projections/views.hpp"

namespace waybill {

using json = nlohmann::ordered_json;

namespace {

auto hex_list(digest_list keys) -> json {
  auto list = json::array();
  for (const auto& key : keys) list.push_back(to_hex(key));
  return list;
}

/// What a record is found by, as its kind names it; of a kind that is not known here by their numbers.
auto shown_json(const applied_record& one, const shown_columns& columns) -> json {
  auto texts = json::object();
  for (std::size_t i = 0; i < one.shown.size(); ++i)
    texts[i < columns.names.size() ? std::string(columns.names[i]) : std::to_string(i + 1)] = one.shown[i];
  return texts;
}

/// A record of a chunk in columns, its fields as chunks of the first version name them. Rows are the kind's
/// own.
auto record_json(const applied_record& one, std::uint64_t number, const shown_columns& columns) -> json {
  auto faults = json::array();
  for (const auto& fault : one.faults)
    faults.push_back({{"code", fault.code}, {"field", fault.field}, {"value", fault.value}});
  const auto size = [](std::string_view row) { return std::to_string(row.size()) + " bytes"; };
  return {{"record", number},
          {"line", one.line},
          {"outcome", name_of(one.what)},
          {"code", one.code},
          {"message", one.message},
          {"warnings", one.warnings},
          {"identity", one.keys.empty() ? json() : json(to_hex(one.id()))},
          {"keys", hex_list(one.keys)},
          {"released", hex_list(one.released)},
          {"before_position", one.before_at},
          {"before_index", one.before_index},
          {"before", size(one.before)},
          {"after", size(one.after)},
          {"shown", shown_json(one, columns)},
          {"faults", std::move(faults)}};
}

/// Record by record, however the event keeps them.
auto chunk_json(const stored_event& event) -> result<json> {
  auto printed = print_event(event.head.tag, event.payload);
  if (!printed || printed->contains("records")) return printed;
  chunk_applied chunk;
  if (auto read = read_chunk(event.head.tag, event.payload, event.head.at, chunk); !read) return read.why();
  collection_name of;
  const auto columns = parse_collection_stream(event.head.stream, of) ? columns_of(of.kind) : shown_columns{};
  auto records = json::array();
  for (const auto& one : chunk.records)
    records.push_back(record_json(one, chunk.head.first_record + records.size(), columns));
  return json{{"head", std::move((*printed)["head"])}, {"records", std::move(records)}};
}

}  // namespace

auto payload_document(const stored_event& event, bool in_full) -> json {
  chunk_header head;
  if (!in_full && is_chunk(event.head.tag) && decode_chunk_header(event.payload, head))
    return json{{"import_id", head.import.value},    {"chunk", head.chunk},
                {"first_record", head.first_record}, {"created", head.counts.created},
                {"updated", head.counts.updated},    {"skipped", head.counts.skipped},
                {"failed", head.counts.failed}};
  auto printed = is_chunk(event.head.tag) ? chunk_json(event) : print_event(event.head.tag, event.payload);
  return printed ? *std::move(printed) : json{{"unreadable", printed.why().message}};
}

auto payload_text(const stored_event& event, bool in_full) -> std::string {
  return payload_document(event, in_full).dump(-1, ' ', false, json::error_handler_t::replace);
}

auto is_readable(const stored_event& event) -> result<done> {
  const auto& tag = event.head.tag;
  chunk_applied chunk;
  if (holds_records(tag)) return read_chunk(tag, event.payload, event.head.at, chunk);
  return check_event(tag, event.payload);
}

}  // namespace waybill
