// Verifies the log of a running server, beside its work and not faster than it may read.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>

#include "events/log/event_log.hpp"
#include "events/result.hpp"

namespace waybill {

struct log_check_figures {
  bool began = false;    ///< there was one since the start
  bool running = false;  ///< else it is through, or `why` says why not
  position from = 1, at = 0, end = 0;
  log_report report{};  ///< so far
  std::string why{};    ///< "": nothing ended it
};

/// Any thread.
class log_check {
 public:
  /// `bytes_per_s` 0: as fast as it can. `log` must outlive it.
  log_check(const event_log& log, std::uint64_t bytes_per_s) : log_(log), bytes_per_s_(bytes_per_s) {}
  ~log_check();
  log_check(const log_check&) = delete;
  auto operator=(const log_check&) -> log_check& = delete;

  /// Begins one, and does not wait for its end. Errors: busy (one is running), bad_value (beyond the log's
  /// end), unavailable (there is no thread for it).
  auto begin(position from) -> result<done>;
  [[nodiscard]] auto figures() const -> log_check_figures;

 private:
  void run(position from);

  const event_log& log_;
  std::uint64_t bytes_per_s_;
  std::atomic<bool> stopped_{false};
  mutable std::mutex mutex_;
  log_check_figures now_;
  std::thread thread_;
};

}  // namespace waybill
