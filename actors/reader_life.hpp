// The life of an import's reader, and what it has read ahead. Each reader has a number, which stands in all
// that it says: one that was sent away is not listened to any more. One thread, but for the flag.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>

#include "domains/kind.hpp"

namespace waybill {

class reader_life {
 public:
  /// What a reader is given.
  struct pass {
    std::uint64_t number = 0;
    std::shared_ptr<const std::atomic<bool>> sent_away;  ///< true: it ends what it does at once
  };

  /// A reader begins. The one before was sent away.
  auto begin() -> pass {
    sent_away_ = std::make_shared<std::atomic<bool>>(false);
    return {++number_, sent_away_};
  }
  /// Nothing it said counts any more, and what it read ahead is dropped. False: there was none.
  auto send_away() -> bool {
    const auto flag = std::exchange(sent_away_, nullptr);
    if (!flag) return false;
    flag->store(true);
    ahead_.clear();
    return true;
  }
  /// Whether this is the number of the reader that reads now.
  [[nodiscard]] auto listens_to(std::uint64_t number) const -> bool {
    return sent_away_ && number == number_;
  }

  void add(std::shared_ptr<const candidate_chunk> chunk) { ahead_.push_back(std::move(chunk)); }
  /// The oldest chunk that was not taken; null: there is none.
  [[nodiscard]] auto next_chunk() const -> std::shared_ptr<const candidate_chunk> {
    return ahead_.empty() ? nullptr : ahead_.front();
  }
  auto take_chunk() -> std::shared_ptr<const candidate_chunk> {
    auto chunk = std::move(ahead_.front());
    ahead_.pop_front();
    return chunk;
  }

 private:
  std::uint64_t number_ = 0;                      ///< of the last reader
  std::shared_ptr<std::atomic<bool>> sent_away_;  ///< null: no reader
  std::deque<std::shared_ptr<const candidate_chunk>> ahead_;
};

}  // namespace waybill
