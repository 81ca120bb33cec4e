// The threads that answer calls: as many as are needed at the moment, within a limit.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace waybill::http {

/// Any thread may submit. A thread is added when work waits and nobody is idle; threads stay until `stop`.
class workers {
 public:
  explicit workers(std::size_t limit) : limit_(limit) {}
  ~workers() { stop(); }
  workers(const workers&) = delete;
  auto operator=(const workers&) -> workers& = delete;

  void submit(std::function<void()> job);
  [[nodiscard]] auto threads() const -> std::size_t;
  /// Finishes what was submitted, joins all threads. Idempotent.
  void stop();

 private:
  void run();

  std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace waybill::http
