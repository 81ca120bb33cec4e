#include "events/log/memory_log.hpp"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "events/log/group_plan.hpp"
#include "events/log/tail_gate.hpp"

namespace waybill {
namespace {

class memory_log final : public event_log {
 public:
  auto commit(std::span<const transaction> group) -> std::vector<result<receipt>> override {
    group_plan plan(tail(), [this](const std::string& stream) { return head(stream); });
    std::vector<stored_event> events;
    std::vector<result<receipt>> answers;
    answers.reserve(group.size());
    for (const auto& one : group) {
      if (auto fine = plan.check(one); !fine) {
        answers.emplace_back(std::move(fine).why());
      } else {
        answers.emplace_back(
            plan.take(one, [&](const planned_event& event) { events.push_back(stored(event)); }));
      }
    }
    if (!events.empty()) publish(std::move(events));
    return answers;
  }

  auto head(std::string_view stream) const -> result<stream_head> override {
    const std::shared_lock lock(mutex_);
    const auto found = streams_.find(std::string(stream));
    if (found == streams_.end()) return stream_head{};
    const auto& last = events_[found->second.back() - 1].head;
    return stream_head{last.version, last.at, last.seal};
  }

  auto read_stream(std::string_view stream, std::uint64_t from_version, std::size_t most,
                   std::size_t most_bytes) const -> result<std::vector<stored_event>> override {
    const std::shared_lock lock(mutex_);
    std::vector<stored_event> out;
    std::size_t bytes = 0;
    const auto found = streams_.find(std::string(stream));
    if (found == streams_.end()) return out;
    for (auto version = std::max<std::uint64_t>(from_version, 1);
         version <= found->second.size() && out.size() < most && (out.empty() || bytes < most_bytes);
         ++version) {
      out.push_back(events_[found->second[version - 1] - 1]);
      bytes += out.back().payload.size();
    }
    return out;
  }

  auto writable() const -> bool override { return true; }

  auto read_all(position from, std::size_t most, std::size_t most_bytes) const
      -> result<std::vector<stored_event>> override {
    const std::shared_lock lock(mutex_);
    std::vector<stored_event> out;
    std::size_t bytes = 0;
    for (auto at = std::max<position>(from, 1); at <= events_.size() && out.size() < most; ++at) {
      out.push_back(events_[at - 1]);
      bytes += out.back().payload.size();
      if (bytes >= most_bytes) break;
    }
    return out;
  }

  auto read_at(position at) const -> result<stored_event> override {
    const std::shared_lock lock(mutex_);
    if (at == 0 || at > events_.size())
      return error{errc::not_found, "there is no event at position " + std::to_string(at), {}};
    return events_[at - 1];
  }

  auto tail() const -> position override { return gate_.tail(); }
  auto wait_beyond(position after, std::chrono::milliseconds at_most) const -> position override {
    return gate_.wait_beyond(after, at_most);
  }
  void close_waiters() override { gate_.close(); }

  auto checkpoint(const std::string&) const -> result<done> override {
    return error{errc::unavailable, "a log in memory has no files", {}};
  }

  auto size_bytes() const -> std::uint64_t override {
    const std::shared_lock lock(mutex_);
    return bytes_;
  }

 private:
  void publish(std::vector<stored_event> events) {
    const std::unique_lock lock(mutex_);
    for (auto& event : events) {
      streams_[event.head.stream].push_back(event.head.at);
      bytes_ += sizeof(stored_event) + event.payload.size();
      events_.push_back(std::move(event));
    }
    gate_.advance(events_.size());
  }

  mutable std::shared_mutex mutex_;
  std::vector<stored_event> events_;                                ///< position p at index p - 1
  std::unordered_map<std::string, std::vector<position>> streams_;  ///< version v at index v - 1
  std::uint64_t bytes_ = 0;
  tail_gate gate_{0};
};

}  // namespace

auto open_memory_log() -> std::unique_ptr<event_log> { return std::make_unique<memory_log>(); }

}  // namespace waybill
