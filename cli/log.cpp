// The event log, read only: works beside a running server, and shows it as it was when this began.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <optional>

#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "events/catalog.hpp"
#include "events/collection/chunk.hpp"
#include "events/log/rocksdb_log.hpp"
#include "projections/origin.hpp"
#include "projections/views.hpp"

namespace waybill::cli {
namespace {

constexpr std::size_t page_events = 256;
constexpr std::size_t page_bytes = 4 << 20;
constexpr std::size_t faults_shown = 100;

auto how_to_open(const log_verb_options& options) -> result<log_options> {
  const auto loaded = load_settings(options.data, options.config);
  if (!loaded) return loaded.why();
  if (const auto there = require_store((*loaded).values); !there) return there.why();
  log_options how;
  how.directory = (std::filesystem::path((*loaded).values.data_directory) / "log").string();
  how.cache_bytes = (*loaded).values.storage_log_cache_bytes;
  how.read_only = true;
  return how;
}

/// Every event of the log that can be read, in order. `take` answers false to end it; what cannot be read
/// goes to `fault`.
void each_event(const event_log& log, position from, const std::function<bool(const stored_event&)>& take,
                const std::function<void(position, const error&)>& fault) {
  const auto tail = log.tail();
  while (from <= tail) {
    const auto page = log.read_all(from, page_events, page_bytes);
    if (page) {
      if ((*page).empty()) return;
      for (const auto& event : *page)
        if (!take(event)) return;
      from = (*page).back().head.at + 1;
      continue;
    }
    // Somewhere on this page: event by event, up to and over the first that cannot be read.
    for (bool good = true; good && from <= tail; ++from) {
      const auto event = log.read_at(from);
      good = event.ok();
      if (!good) fault(from, event.why());
      if (good && !take(*event)) return;
    }
  }
}

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

auto payload_of(const stored_event& event, bool in_full) -> json {
  chunk_header head;
  // A chunk's records fill pages; what they add up to says enough unless all was asked for.
  if (!in_full && is_chunk(event.head.tag) && decode_chunk_header(event.payload, head))
    return json{{"import_id", head.import.value},    {"chunk", head.chunk},
                {"first_record", head.first_record}, {"created", head.counts.created},
                {"updated", head.counts.updated},    {"skipped", head.counts.skipped},
                {"failed", head.counts.failed}};
  auto printed = is_chunk(event.head.tag) ? chunk_json(event) : print_event(event.head.tag, event.payload);
  return printed ? *std::move(printed) : json{{"unreadable", printed.why().message}};
}

void print(const stored_event& event, bool as_json) {
  const auto& head = event.head;
  const auto payload = payload_of(event, as_json);
  if (!as_json) {
    std::cout << head.at << "  " << to_rfc3339_ms(head.time) << "  " << printable(head.stream) << " "
              << head.version << "  by " << printable(head.by) << "  " << printable(head.tag) << "  "
              << printable(json_line(payload)) << "\n";
    return;
  }
  std::cout << json_line({{"position", head.at},
                          {"stream", head.stream},
                          {"version", head.version},
                          {"at", to_rfc3339_ms(head.time)},
                          {"by", head.by},
                          {"cause", head.cause},
                          {"type", head.tag},
                          {"seal", to_hex(head.seal)},
                          {"data", payload}})
            << "\n";
}

/// An empty answer has a reason.
void say_nothing_there(const event_log& log, const log_verb_options& options) {
  std::cerr << "There is nothing";
  if (!options.stream.empty()) std::cerr << " of a stream '" << printable(options.stream) << "'";
  if (options.from > 1) std::cerr << " from position " << options.from << " on";
  std::cerr << "; the log ends at position " << log.tail() << ".\n";
}

auto show(const event_log& log, const std::string& directory, const log_verb_options& options)
    -> result<int> {
  auto left = options.limit;
  std::size_t faults = 0;
  each_event(
      log, std::max<position>(options.from, 1),
      [&](const stored_event& event) {
        if (!options.stream.empty() && event.head.stream != options.stream) return true;
        print(event, options.json);
        return --left > 0 && !output::has_lost();
      },
      [&faults](position at, const error& why) {
        ++faults;
        std::cout << std::flush;
        std::cerr << "position " << at << ": " << printable(why.message) << "\n";
      });
  std::cout << std::flush;
  if (const auto whole = check_end(directory); !whole) {
    ++faults;
    std::cerr << printable(whole.why().message) << "\n";
  }
  if (left == options.limit && faults == 0) say_nothing_there(log, options);
  return faults == 0 ? exit_good : exit_some_failed;
}

auto is_readable(const stored_event& event) -> result<done> {
  const auto& tag = event.head.tag;
  chunk_applied chunk;
  if (holds_records(tag)) return read_chunk(tag, event.payload, event.head.at, chunk);
  return check_event(tag, event.payload);
}

/// `folded`: how far the read models are, looked at before the log, which they never are ahead of.
auto check(const event_log& log, const std::string& directory, std::optional<position> folded)
    -> result<int> {
  const auto report = verify(log);
  if (!report) return report.why();
  auto faults = (*report).faults;
  // Seals say that bytes are what was written; that they are events this program knows is another question.
  each_event(
      log, 1,
      [&faults](const stored_event& event) {
        if (const auto readable = is_readable(event); !readable)
          faults.push_back({event.head.at, event.head.stream, readable.why().message});
        return faults.size() < faults_shown;
      },
      [](position, const error&) {});
  std::stable_sort(faults.begin(), faults.end(),
                   [](const log_fault& a, const log_fault& b) { return a.at < b.at; });
  for (const auto& fault : faults)
    std::cout << "position " << fault.at << (fault.stream.empty() ? "" : ", " + printable(fault.stream))
              << ": " << printable(fault.what) << "\n";
  auto count = faults.size();
  if (const auto whole = check_end(directory); !whole) {
    ++count;
    std::cout << printable(whole.why().message) << "\n";
  }
  // Of a log that is known to have lost its end it is no second fault.
  if (count == 0 && folded && *folded > log.tail()) {
    ++count;
    std::cout << "The projections were folded up to position " << *folded << ", but the log ends at "
              << log.tail() << ": events are gone, or it is another log.\n";
  }
  std::cout << counted((*report).events, "event") << " in " << counted((*report).streams, "stream") << ", "
            << grouped((*report).bytes)
            << " bytes: " << (count == 0 ? "the log is whole" : counted(count, "fault")) << "\n"
            << std::flush;
  return count == 0 ? exit_good : exit_some_failed;
}

}  // namespace

auto run(const log_verb_options& options) -> result<int> {
  const auto how = how_to_open(options);
  if (!how) return how.why();
  const bool verifies = options.verb == log_verb_options::what::verify;
  const auto models = std::filesystem::path((*how).directory).parent_path() / "projections";
  const auto folded = verifies ? furthest_checkpoint(models.string()) : std::nullopt;
  const auto log = open_rocksdb_log(*how);
  if (!log) return log.why();
  return verifies ? check(**log, (*how).directory, folded) : show(**log, (*how).directory, options);
}

}  // namespace waybill::cli
