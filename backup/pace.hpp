// How fast bytes are copied, and whether they still are.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "events/result.hpp"

namespace waybill::backup {

/// Used by one thread.
class pace {
 public:
  /// `bytes_per_s` 0: no limit. `stopped` is asked all the time, and may be empty: never.
  explicit pace(std::uint64_t bytes_per_s, std::function<bool()> stopped = {})
      : bytes_per_s_(bytes_per_s), stopped_(std::move(stopped)) {}

  /// Waits until so many more bytes may have been copied. Errors: unavailable, when it is to stop.
  auto spend(std::uint64_t bytes) -> result<done>;
  /// So many bytes at most are asked for at once: no longer than a tenth of a second.
  [[nodiscard]] auto piece_bytes() const -> std::size_t;

 private:
  std::uint64_t bytes_per_s_;
  std::function<bool()> stopped_;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
};

}  // namespace waybill::backup
