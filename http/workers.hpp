// The threads that answer calls: as many as are needed at the moment, within a limit.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace waybill::http {

/// Any thread may submit. A few threads are there for everybody; more come only when work waits and nobody
/// takes any, that is when those at work are blocked: more runnable threads than cores would only stand in
/// each other's way.
///
/// Of the jobs that may wait (anybody can send them, and a crowd does) one is at work at a time, and only
/// when no other waits, or has let others go first often enough: who is known does not stand in line behind
/// strangers.
class workers {
 public:
  explicit workers(std::size_t limit);
  ~workers() { stop(); }
  workers(const workers&) = delete;
  auto operator=(const workers&) -> workers& = delete;

  enum class urgency : std::uint8_t { usual, may_wait };
  void submit(std::function<void()> job, urgency how = urgency::usual);
  [[nodiscard]] auto threads() const -> std::size_t;
  /// Finishes what was submitted, joins all threads. Idempotent.
  void stop();

 private:
  using job = std::function<void()>;
  void run();
  [[nodiscard]] auto takeable() const -> std::size_t;
  auto next() -> urgency;
  void watch();
  void add_thread();

  std::size_t limit_;
  std::size_t usual_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable waiting_;  ///< wakes the steward
  std::deque<job> jobs_;
  std::deque<job> patient_;       ///< those that may wait
  bool patient_at_work_ = false;  ///< one of them
  std::size_t let_first_ = 0;     ///< how many others were begun while one of them could have been
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  std::uint64_t taken_ = 0;  ///< how many jobs were begun so far
  bool watching_ = false;    ///< the steward counts already
  bool stopping_ = false;
  std::thread steward_;
};

}  // namespace waybill::http
