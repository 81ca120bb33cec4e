// What every implementation's commit does before it writes: check each transaction of the group against the
// contract and against what earlier ones of the group made, and lay out the accepted events with positions,
// versions and seals.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "events/log/event_log.hpp"

namespace waybill {

/// An event that is ready to be written; the views live as long as the call that hands it over.
struct planned_event {
  const envelope& head;
  std::string_view head_bytes;
  std::string_view payload;
};

/// The event with a copy of its payload, as readers get it.
auto stored(const planned_event& event) -> stored_event;

/// Used by one thread, for one group.
class group_plan {
 public:
  using head_source = std::function<result<stream_head>(const std::string& stream)>;
  using event_sink = std::function<void(const planned_event&)>;

  /// `tail`: the last position that is taken; `heads`: where a stream ends before this group.
  group_plan(position tail, head_source heads) : tail_(tail), source_(std::move(heads)) {}

  /// Whether the transaction may be appended now. Errors: bad_value, wrong_version, and those of the head
  /// source.
  auto check(const transaction& one) -> result<done>;

  /// Lays out a transaction that `check` has just passed; hands each event to `sink` in order.
  auto take(const transaction& one, const event_sink& sink) -> receipt;

  /// The last position after all that was taken.
  [[nodiscard]] auto tail() const noexcept -> position { return tail_; }
  /// The heads of all streams that were looked at, as they are after all that was taken.
  [[nodiscard]] auto heads() const noexcept -> const std::unordered_map<std::string, stream_head>& {
    return heads_;
  }

 private:
  auto head_now(const std::string& stream) -> result<stream_head>;

  position tail_;
  head_source source_;
  std::unordered_map<std::string, stream_head> heads_;
};

/// Bytes a transaction brings: its payloads and an allowance for the heads.
auto bytes_of(const transaction& one) -> std::uint64_t;

}  // namespace waybill
