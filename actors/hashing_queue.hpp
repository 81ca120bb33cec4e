// Hashing a password is slow on purpose: it has a thread of its own, and a queue with an end.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "actors/sign_in_throttle.hpp"

namespace waybill {

/// One hash at a time: however many sign in at once, memory has a bound, and one core at most is busy with
/// it. Strangers and known people do not wait for each other: each kind has seats of its own, and its turn.
/// Any thread may submit.
class hashing_queue {
 public:
  static constexpr std::size_t seats = 64;       ///< of each kind
  static constexpr std::size_t seats_each = 32;  ///< of one `whose` among them

  /// Called once, on the thread that hashes. False: the queue stops, and nothing is to be hashed any more.
  using work = std::function<void(bool goes_on)>;

  hashing_queue() = default;
  ~hashing_queue() { stop(); }
  hashing_queue(const hashing_queue&) = delete;
  auto operator=(const hashing_queue&) -> hashing_queue& = delete;

  /// `whose`: an account or an address, so that one cannot take all seats. False: there is no seat, or the
  /// queue stopped; the work is not called.
  auto submit(acquaintance kind, std::string whose, work what) -> bool;
  /// What waits is told that it does not go on. Idempotent.
  void stop();

 private:
  struct job {
    std::string whose;
    work what;
  };
  void run();
  auto next() -> std::deque<job>*;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::array<std::deque<job>, 3> waiting_;
  std::size_t turn_ = 0;
  bool stopping_ = false;
  std::thread thread_;  ///< begins with the first job: most processes hash nothing
};

}  // namespace waybill
