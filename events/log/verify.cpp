#include <algorithm>

#include "events/log/record_format.hpp"
#include "events/log/verifier.hpp"

namespace waybill {
namespace {

constexpr std::size_t most_faults = 100;
constexpr std::size_t page_events = 4096;
constexpr std::size_t page_bytes = 4U << 20;

}  // namespace

log_verifier::log_verifier(const event_log& log, position from, further_check further)
    : log_(log),
      from_(std::max<position>(from, 1)),
      next_(from_),
      tail_(log.tail()),
      expected_(from_),
      further_(std::move(further)) {}

auto log_verifier::step() -> result<bool> {
  if (through_) return false;
  if (next_ <= tail_) {
    const auto page = log_.read_all(next_, page_events, page_bytes);
    if (!page && page.why().code != errc::corrupt) return page.why();
    next_ = page && !(*page).empty() ? check_page(*page) : pass_fault(next_);
    return true;
  }
  check_heads();
  std::stable_sort(report_.faults.begin(), report_.faults.end(),
                   [](const log_fault& a, const log_fault& b) { return a.at < b.at; });
  through_ = true;
  return false;
}

/// Answers where to go on. What lies beyond the end as it was is left out.
auto log_verifier::check_page(const std::vector<stored_event>& page) -> position {
  for (const auto& event : page) {
    if (event.head.at > tail_) return event.head.at;
    check(event);
  }
  return page.back().head.at + 1;
}

/// A page could not be read: walks event by event up to and over the first that is at fault.
auto log_verifier::pass_fault(position from) -> position {
  for (; from <= tail_; ++from) {
    const auto event = log_.read_at(from);
    if (!event) {
      note(from, {}, event.why().message);
      lost_ = true;
      expected_ = from + 1;
      return from + 1;
    }
    check(*event);
  }
  return from;
}

void log_verifier::check(const stored_event& event) {
  const auto& head = event.head;
  if (head.at != expected_)
    note(expected_, {}, "position " + std::to_string(head.at) + " stands where this one should");
  expected_ = head.at + 1;
  ++report_.events;
  report_.bytes += event.payload.size();
  auto& seen = stream_before(head);
  if (head.version != seen.version + 1)
    note(head.at, head.stream,
         "version " + std::to_string(head.version) + " of the stream follows version " +
             std::to_string(seen.version) + (lost_ ? ": what cannot be read may be of this stream" : ""));
  // After a gap the seal before it is unknown: this event can only be checked by the one that follows it.
  const bool chained = head.version == seen.version + 1;
  const bool whole =
      !chained || seal_of(seen.seal, encode_head(head, event.payload.size()), event.payload) == head.seal;
  if (!whole)
    note(head.at, head.stream,
         "the event's seal does not fit its bytes: it, or the event of its stream before it, was changed");
  seen = {head.version, head.at, head.seal};
  if (!further_) return;
  if (const auto fine = further_(event); !fine) note(head.at, head.stream, fine.why().message);
}

/// Where the stream was before this event; of one that is met for the first time, as the log has it.
auto log_verifier::stream_before(const envelope& head) -> seen_stream& {
  const auto [found, is_new] = streams_.try_emplace(head.stream);
  if (!is_new || from_ == 1 || head.version <= 1) return found->second;
  const auto before = log_.read_stream(head.stream, head.version - 1, 1);
  if (before && !before->empty() && before->front().head.at < from_) {
    const auto& last = before->front().head;
    found->second = {last.version, last.at, last.seal};
  }
  return found->second;
}

void log_verifier::check_heads() {
  for (const auto& [stream, seen] : streams_) {
    const auto head = log_.head(stream);
    if (!head) {
      note(seen.at, stream, "the end of the stream cannot be read: " + head.why().message);
    } else if ((*head).version != seen.version && (*head).at <= tail_) {
      note(seen.at, stream,
           "the stream ends at version " + std::to_string((*head).version) + ", its events at " +
               std::to_string(seen.version));
    } else if ((*head).version == seen.version && ((*head).at != seen.at || (*head).seal != seen.seal)) {
      note(seen.at, stream, "the stream's end is another event than the last one read");
    }
  }
  report_.streams = streams_.size();
}

void log_verifier::note(position at, std::string stream, std::string what) {
  if (report_.faults.size() < most_faults) report_.faults.push_back({at, std::move(stream), std::move(what)});
}

auto verify(const event_log& log) -> result<log_report> {
  log_verifier all{log};
  for (;;) {
    const auto more = all.step();
    if (!more) return more.why();
    if (!*more) return all.report();
  }
}

}  // namespace waybill
