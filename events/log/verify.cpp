#include <algorithm>
#include <unordered_map>

#include "events/log/event_log.hpp"
#include "events/log/record_format.hpp"

namespace waybill {
namespace {

constexpr std::size_t most_faults = 100;
constexpr std::size_t page_events = 4096;
constexpr std::size_t page_bytes = 4U << 20;

class verifier {
 public:
  explicit verifier(const event_log& log) : log_(log), tail_(log.tail()) {}

  auto run() -> result<log_report> {
    for (position from = 1; from <= tail_;) {
      const auto page = log_.read_all(from, page_events, page_bytes);
      if (!page && page.why().code != errc::corrupt) return page.why();
      from = page && !(*page).empty() ? check_page(*page) : pass_fault(from);
    }
    check_heads();
    std::stable_sort(report_.faults.begin(), report_.faults.end(),
                     [](const log_fault& a, const log_fault& b) { return a.at < b.at; });
    return std::move(report_);
  }

 private:
  struct seen_stream {
    std::uint64_t version = 0;
    position at = 0;
    digest seal{};
  };

  auto check_page(const std::vector<stored_event>& page) -> position {
    for (const auto& event : page) check(event);
    return page.back().head.at + 1;
  }

  /// A page could not be read: walks event by event up to and over the first that is at fault.
  auto pass_fault(position from) -> position {
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

  void check(const stored_event& event) {
    const auto& head = event.head;
    if (head.at != expected_)
      note(expected_, {}, "position " + std::to_string(head.at) + " stands where this one should");
    expected_ = head.at + 1;
    ++report_.events;
    report_.bytes += event.payload.size();
    auto& seen = streams_[head.stream];
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
  }

  void check_heads() {
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

  void note(position at, std::string stream, std::string what) {
    if (report_.faults.size() < most_faults)
      report_.faults.push_back({at, std::move(stream), std::move(what)});
  }

  const event_log& log_;
  position tail_;  ///< what is appended meanwhile is left for the next time
  position expected_ = 1;
  bool lost_ = false;  ///< at least one event could not be read
  log_report report_;
  std::unordered_map<std::string, seen_stream> streams_;
};

}  // namespace

auto verify(const event_log& log) -> result<log_report> { return verifier(log).run(); }

}  // namespace waybill
