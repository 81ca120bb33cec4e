// So many calls of one kind a minute, for each user: a bucket that fills up steadily, and lets a burst pass
// as large as itself. Any thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "events/words.hpp"

namespace waybill::http {

class token_buckets {
 public:
  explicit token_buckets(std::uint64_t per_minute) : size_(static_cast<double>(per_minute)) {}

  struct taken {
    bool allowed = false;
    std::uint64_t limit = 0;      ///< a minute
    std::uint64_t remaining = 0;  ///< that could be taken now
    std::uint32_t reset_s = 0;    ///< seconds until the bucket is full again
    std::uint32_t retry_s = 0;    ///< not allowed: seconds until the next one is
  };

  /// Takes one for `user`, if there is one.
  auto take(const std::string& user, instant now) -> taken {
    const std::scoped_lock hold(lock_);
    forget_full(now);
    auto& mine = buckets_.try_emplace(user, bucket{size_, now}).first->second;
    fill(mine, now);
    taken answer;
    answer.allowed = mine.tokens >= 1;
    if (answer.allowed) mine.tokens -= 1;
    answer.limit = static_cast<std::uint64_t>(size_);
    answer.remaining = static_cast<std::uint64_t>(mine.tokens);
    answer.reset_s = seconds_for(size_ - mine.tokens);
    if (!answer.allowed) answer.retry_s = std::max<std::uint32_t>(1, seconds_for(1 - mine.tokens));
    return answer;
  }

 private:
  struct bucket {
    double tokens = 0;
    instant at{};
  };

  void fill(bucket& one, instant now) const {
    // A clock that was set back fills nothing, and takes nothing away.
    const auto passed = std::max<std::int64_t>(0, now.us - one.at.us);
    one.tokens = std::min(size_, one.tokens + static_cast<double>(passed) * size_ / us_a_minute);
    one.at = now;
  }
  [[nodiscard]] auto seconds_for(double tokens) const -> std::uint32_t {
    return static_cast<std::uint32_t>(std::ceil(tokens * 60 / size_));
  }
  /// A full bucket is as good as none.
  void forget_full(instant now) {
    if (buckets_.size() < most) return;
    for (auto at = buckets_.begin(); at != buckets_.end();) {
      fill(at->second, now);
      at = at->second.tokens >= size_ ? buckets_.erase(at) : std::next(at);
    }
  }

  static constexpr std::size_t most = 10'000;
  static constexpr double us_a_minute = 60e6;
  double size_;
  std::mutex lock_;
  std::unordered_map<std::string, bucket> buckets_;
};

}  // namespace waybill::http
