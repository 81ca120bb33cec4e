#include "backup/restored_log.hpp"

#include <sys/stat.h>

#include <map>
#include <tuple>

#include "events/bulk/ending.hpp"
#include "events/catalog.hpp"
#include "events/import/state.hpp"
#include "events/log/transaction.hpp"
#include "events/server/events.hpp"

namespace waybill::backup {
namespace {

constexpr std::size_t page_events = 1'000;
constexpr std::size_t page_bytes = 4U << 20;

/// Calls `each` with every event in order, until it answers false or an error.
template <class Each>
auto walk(const event_log& log, const Each& each) -> result<done> {
  for (position from = 1; from <= log.tail();) {
    const auto page = log.read_all(from, page_events, page_bytes);
    if (!page) return page.why();
    for (const auto& event : *page) {
      const result<bool> on = each(event);
      if (!on) return on.why();
      if (!*on) return done{};
    }
    from = page->back().head.at + 1;
  }
  return done{};
}

/// The last position before the first event that is later.
auto end_at(const log_options& how, instant time) -> result<position> {
  auto reading = how;
  reading.read_only = true;
  const auto log = open_rocksdb_log(reading);
  if (!log) return log.why();
  position last = 0;
  auto walked = walk(**log, [&](const stored_event& event) -> result<bool> {
    if (event.head.time > time) return false;
    last = event.head.at;
    return true;
  });
  if (!walked) return std::move(walked).why();
  if (last == 0)
    return {errc::bad_value, "The log begins after " + to_rfc3339_ms(time) + ": nothing would be restored."};
  return last;
}

struct open_import {
  import_state state;
  std::uint64_t version = 0;
  position last_at = 0;
};
struct open_bulk {
  std::uint64_t version = 0;
  position asked_at = 0;
};

/// By stream: imports that are neither completed nor deleted, changes of many records that have not ended.
struct open_work {
  std::map<std::string, open_import> imports;
  std::map<std::string, open_bulk> bulks;
};

/// One whose records were not all named yet is nobody's concern: the next start ends it.
void follow_bulk(const stored_event& event, std::map<std::string, open_bulk>& all) {
  const auto& [stream, tag] = std::tie(event.head.stream, event.head.tag);
  if (tag == bulk_begun::tag) all[stream].asked_at = event.head.at;
  if (const auto found = all.find(stream); found != all.end()) found->second.version = event.head.version;
  if (ends_bulk(tag)) all.erase(stream);
}

auto find_open(const event_log& log) -> result<open_work> {
  open_work work;
  auto& all = work.imports;
  auto walked = walk(log, [&](const stored_event& event) -> result<bool> {
    if (event.head.stream.starts_with(bulk_stream_prefix)) follow_bulk(event, work.bulks);
    if (!event.head.stream.starts_with("import/")) return true;
    const auto decoded = decode_event<import_event>(event.head.tag, event.payload);
    if (!decoded)
      return error{
          errc::corrupt, "Position " + std::to_string(event.head.at) + ": " + decoded.why().message, {}};
    // One that was completed is deleted later, and is as little concern as before.
    if (event.head.tag != import_submitted::tag && !all.contains(event.head.stream)) return true;
    auto& one = all[event.head.stream];
    one.state = apply(std::move(one.state), *decoded, event.head.time);
    one.version = event.head.version;
    one.last_at = event.head.at;
    const auto now = one.state.status;
    if (now == import_status::completed || now == import_status::removed) all.erase(event.head.stream);
    return true;
  });
  if (!walked) return std::move(walked).why();
  return work;
}

auto goes_on_by_itself(const import_state& import) -> bool {
  return import.status == import_status::pending || import.status == import_status::parsing ||
         import.status == import_status::processing || import.suspension;
}

auto has_file(const std::string& data, const import_state& import) -> bool {
  struct stat about {};
  return is_backup_path(import.file.path) && ::lstat((data + "/" + import.file.path).c_str(), &about) == 0 &&
         S_ISREG(about.st_mode);
}

auto append(event_log& log, const transaction& what) -> result<done> {
  auto answers = log.commit({&what, 1});
  if (!answers.front()) return std::move(answers.front()).why();
  return done{};
}

}  // namespace

auto cut(const log_options& how, const manifest& from, const restore_until& until) -> result<position> {
  auto end = std::get_if<position>(&until) != nullptr ? result<position>(std::get<position>(until))
                                                      : end_at(how, std::get<instant>(until));
  if (!end) return end;
  if (*end == 0 || *end > from.at)
    return {errc::bad_value, "The backup's log has the positions 1 to " + std::to_string(from.at) + "."};
  if (auto fine = cut_log(how, *end); !fine) return std::move(fine).why();
  return end;
}

auto settle(event_log& log, const restore_plan& plan, restore_report& report) -> result<done> {
  const auto open = find_open(log);
  if (!open) return open.why();
  for (const auto& [stream, one] : open->imports) {
    if (!has_file(plan.data_directory, one.state))
      report.missing.push_back({one.state.id, one.state.file.name});
    if (!goes_on_by_itself(one.state)) continue;
    const auto events = decide(one.state, pause_import{}, {});
    if (!events) return events.why();
    const auto what =
        transaction_of(stream, one.version, encoded(*events), "system", one.last_at, *plan.clock);
    if (auto written = append(log, *what); !written) return written;
    report.paused.push_back(one.state.id);
  }
  for (const auto& [stream, one] : open->bulks) {
    const auto what = transaction_of(stream, one.version, encoded(std::vector<bulk_event>{bulk_cancelled{}}),
                                     "system", one.asked_at, *plan.clock);
    if (auto written = append(log, *what); !written) return written;
    report.cancelled.push_back({stream.substr(stream.find('/') + 1)});
  }
  const auto head = log.head(server_stream);
  if (!head) return head.why();
  const server_event event = backup_restored{plan.folder, report.from.number, report.at, report.paused.size(),
                                             report.missing.size()};
  return append(log, *transaction_of(std::string(server_stream), head->version,
                                     encoded(std::vector<server_event>{event}), "system", 0, *plan.clock));
}

}  // namespace waybill::backup
