// The log of the running server: its events, and whether it is whole.
#include <algorithm>
#include <chrono>
#include <iterator>

#include "actors/operator_desk.hpp"
#include "console/answers.hpp"
#include "events/log/each_event.hpp"
#include "projections/event_payload.hpp"

namespace waybill::console {
namespace {

/// Of one question. What passes a filter may lie far apart.
constexpr std::size_t most_looked_at = 5'000;
constexpr std::size_t most_looked_at_bytes = std::size_t{32} << 20;
constexpr std::size_t most_answer_bytes = std::size_t{4} << 20;
constexpr std::size_t most_faults = 100;
constexpr position window = 256;

auto told_in(const stored_event& event, bool in_full) -> logged_told {
  const auto& head = event.head;
  return {head.at,
          head.version,
          head.cause,
          head.stream,
          to_rfc3339_ms(head.time),
          head.by,
          head.tag,
          to_hex(head.seal),
          payload_text(event, in_full)};
}

template <class Asked>
auto passes(const Asked& asked, const stored_event& event) -> bool {
  return (asked.stream.empty() || event.head.stream == asked.stream) &&
         (asked.type.empty() || event.head.tag == asked.type);
}

/// How much one look took so far.
struct effort {
  std::size_t events = 0, bytes = 0;
  [[nodiscard]] auto is_enough() const -> bool {
    return events >= most_looked_at || bytes >= most_looked_at_bytes;
  }
};

void keep_fault(log_told& in, position at, const error& why) {
  if (in.faults.size() < most_faults) in.faults.push_back({at, "", why.message});
}

/// Window by window towards the beginning. Each is looked at whole: its last events are the ones wanted.
auto last_events(const event_log& log, const log_end_asked& asked, position end) -> log_told {
  const auto wanted = std::clamp<std::size_t>(asked.limit, 1, most_items);
  log_told all;
  all.looked_from = end + 1;
  all.looked_to = end;
  effort so_far;
  while (all.looked_from > 1 && all.items.size() < wanted && !so_far.is_enough()) {
    const auto from = all.looked_from > window ? all.looked_from - window : 1;
    std::vector<logged_told> found;
    each_event(
        log, from, all.looked_from - 1,
        [&](const stored_event& event) {
          ++so_far.events;
          so_far.bytes += event.payload.size();
          if (passes(asked, event)) found.push_back(told_in(event, false));
          return true;
        },
        [&](position at, const error& why) { keep_fault(all, at, why); });
    all.items.insert(all.items.begin(), std::make_move_iterator(found.begin()),
                     std::make_move_iterator(found.end()));
    all.looked_from = from;
  }
  if (all.items.size() > wanted)
    all.items.erase(all.items.begin(), all.items.end() - static_cast<std::ptrdiff_t>(wanted));
  return all;
}

auto events_behind(const event_log& log, const log_after_asked& asked, position tail) -> log_told {
  const auto wanted = std::clamp<std::size_t>(asked.limit, 1, most_items);
  log_told all;
  all.looked_from = all.looked_to = asked.after;
  if (asked.after >= tail) return all;
  ++all.looked_from;
  all.looked_to = tail;
  effort so_far;
  std::size_t answer_bytes = 0;
  each_event(
      log, asked.after + 1, tail,
      [&](const stored_event& event) {
        ++so_far.events;
        so_far.bytes += event.payload.size();
        if (passes(asked, event)) {
          all.items.push_back(told_in(event, false));
          answer_bytes += all.items.back().data.size();
        }
        const bool enough =
            all.items.size() >= wanted || so_far.is_enough() || answer_bytes >= most_answer_bytes;
        if (enough) all.looked_to = event.head.at;
        return !enough;
      },
      [&](position at, const error& why) { keep_fault(all, at, why); });
  return all;
}

}  // namespace

auto answer_to(const session_surroundings& around, const log_end_asked& asked) -> answer {
  const auto& log = around.core->log();
  const auto tail = log.tail();
  const auto end = asked.before == 0 ? tail : std::min(tail, asked.before - 1);
  auto all = last_events(log, asked, end);
  all.tail = tail;
  return all;
}

auto answer_to(const session_surroundings& around, const log_after_asked& asked) -> answer {
  constexpr std::chrono::milliseconds longest{1'000};
  const auto& log = around.core->log();
  const auto wait = std::min<std::uint64_t>(asked.wait_ms, longest.count());
  const auto tail = wait == 0 ? log.tail() : log.wait_beyond(asked.after, std::chrono::milliseconds{wait});
  auto all = events_behind(log, asked, tail);
  all.tail = tail;
  return all;
}

auto answer_to(const session_surroundings& around, const event_asked& asked) -> answer {
  const auto& log = around.core->log();
  const auto event = log.read_at(asked.position);
  if (!event && event.why().code == errc::not_found)
    return refused_for(errc::not_found, "There is no event at that position; the log ends at position " +
                                            std::to_string(log.tail()) + ".");
  if (!event) return refused_for(event.why());
  return told_in(*event, true);
}

auto answer_to(const session_surroundings& around, const order_log_check& asked) -> answer {
  if (auto began = around.core->operators().check_of_log().begin(asked.from); !began)
    return refused_for(began.why());
  return done_told{"The log is being verified."};
}

auto answer_to(const session_surroundings& around, const log_check_asked&) -> answer {
  const auto now = around.core->operators().check_of_log().figures();
  log_check_told all;
  all.began = now.began;
  all.running = now.running;
  all.from = now.from;
  all.at = now.at;
  all.end = now.end;
  all.events = now.report.events;
  all.bytes = now.report.bytes;
  all.streams = now.report.streams;
  for (const auto& fault : now.report.faults) all.faults.push_back({fault.at, fault.stream, fault.what});
  all.why = now.why;
  return all;
}

}  // namespace waybill::console
