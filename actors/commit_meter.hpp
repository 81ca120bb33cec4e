// How fast the log commits: what operators look at when everything waits for the disk.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace waybill {

/// Of the commits of the last minute, at most the newest 1,024. A commit is one group with one sync.
struct commit_figures {
  std::uint64_t commits = 0;  ///< since the start
  double per_second = 0;      ///< over the last 10 seconds
  std::chrono::nanoseconds p50{}, p99{}, most{};
};

/// Any thread.
class commit_meter {
 public:
  using time = std::chrono::steady_clock::time_point;

  void took(time began, time ended);
  [[nodiscard]] auto read(time now) const -> commit_figures;

 private:
  static constexpr std::size_t kept = 1'024;
  struct commit {
    time ended;
    std::chrono::nanoseconds took{};
  };
  mutable std::mutex mutex_;
  std::array<commit, kept> ring_{};
  std::uint64_t count_ = 0;
};

}  // namespace waybill
