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
#include "events/log/each_event.hpp"
#include "events/log/rocksdb_log.hpp"
#include "events/log/verifier.hpp"
#include "projections/event_payload.hpp"
#include "projections/origin.hpp"

namespace waybill::cli {
namespace {

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

void print(const stored_event& event, bool as_json) {
  const auto& head = event.head;
  const auto payload = payload_document(event, as_json);
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
      log, std::max<position>(options.from, 1), log.tail(),
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

/// `folded`: how far the read models are, looked at before the log, which they never are ahead of.
auto check(const event_log& log, const std::string& directory, std::optional<position> folded)
    -> result<int> {
  // Seals say that bytes are what was written; that they are events this program knows is another question.
  log_verifier all{log, 1, is_readable};
  for (;;) {
    const auto more = all.step();
    if (!more) return more.why();
    if (!*more) break;
  }
  const auto& report = all.report();
  for (const auto& fault : report.faults)
    std::cout << "position " << fault.at << (fault.stream.empty() ? "" : ", " + printable(fault.stream))
              << ": " << printable(fault.what) << "\n";
  auto count = report.faults.size();
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
  std::cout << counted(report.events, "event") << " in " << counted(report.streams, "stream") << ", "
            << grouped(report.bytes)
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
