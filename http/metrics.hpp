// What happened here, counted: for GET /metrics.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "actors/engine.hpp"

namespace waybill::http {

/// Of the moment, told by those who know.
struct service_gauges {
  std::size_t open_streams = 0;
  std::size_t slow_transfers = 0;
  std::size_t threads = 0;
};

/// Any thread.
class metrics {
 public:
  /// `route` is "METHOD pattern", never a path that somebody sent: the number of series stays bounded.
  void count(std::string_view route, int status, std::chrono::microseconds took);
  void count_upload(std::uint64_t bytes) { upload_bytes_.fetch_add(bytes); }
  /// Prometheus text format, version 0.0.4.
  [[nodiscard]] auto render(const engine_health& health, const service_gauges& now) const -> std::string;

 private:
  static constexpr std::array<double, 6> bounds_s{0.001, 0.005, 0.025, 0.1, 0.5, 2.5};

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t, std::less<>> requests_;
  std::array<std::uint64_t, bounds_s.size() + 1> buckets_{};
  std::uint64_t took_us_ = 0;
  std::atomic<std::uint64_t> upload_bytes_{0};
};

}  // namespace waybill::http
