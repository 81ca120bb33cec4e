// The chunks of an import that are with the store. Answers come in the order of the chunks; what was sent
// behind one that was refused, or not taken whole, does not count: the store refuses it too.
#pragma once

#include <deque>
#include <numeric>
#include <optional>
#include <utility>

#include "events/collection/events.hpp"
#include "events/result.hpp"

namespace waybill {

/// One thread.
class sent_chunks {
 public:
  /// So many at a time: the store decides one while the log writes the other.
  static constexpr std::size_t most = 2;

  void add(std::size_t records) { records_.push_back(records); }
  [[nodiscard]] auto none() const -> bool { return records_.empty(); }
  /// Of all chunks that were not answered.
  [[nodiscard]] auto records() const -> std::size_t {
    return std::accumulate(records_.begin(), records_.end(), std::size_t{0});
  }
  /// All that was answered was taken whole.
  [[nodiscard]] auto sound() const -> bool { return !refused_ && !cut_short_; }
  [[nodiscard]] auto room() const -> bool { return sound() && records_.size() < most; }

  /// The answer for the oldest one. What comes back is applied; nothing: it is not.
  auto answered(result<chunk_header> answer) -> std::optional<chunk_header> {
    const auto sent = records_.front();
    records_.pop_front();
    if (!sound()) return std::nullopt;
    if (!answer) {
      refused_ = answer.why();
      return std::nullopt;
    }
    cut_short_ = answer->counts.processed() < sent;
    return *answer;
  }

  /// When none is left and something was wrong. The error: why one was refused; none: one was cut short.
  auto begin_again() -> std::optional<error> {
    cut_short_ = false;
    return std::exchange(refused_, std::nullopt);
  }

 private:
  std::deque<std::size_t> records_;  ///< of each chunk, oldest first
  bool cut_short_ = false;
  std::optional<error> refused_;
};

}  // namespace waybill
