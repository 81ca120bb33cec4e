// The bytes of one connection while a worker speaks with its peer: reading and writing with patience, and
// with a place among those who may wait.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "events/result.hpp"

namespace waybill::http {

/// How many workers may be waiting for slow peers. Fewer than there are workers: so short calls always find a
/// thread, however many peers are slow. Only known users get a place, and one user at most half of them. Any
/// thread.
class waiting_places {
 public:
  explicit waiting_places(std::size_t limit) : limit_(limit) {}
  auto take(const std::string& user) -> bool;
  void give_back(const std::string& user);
  [[nodiscard]] auto taken() const -> std::size_t;

 private:
  std::size_t limit_;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> of_user_;
};

/// One thread. The socket is non-blocking and stays the caller's.
class wire {
 public:
  /// `buffered` holds what was read from the socket already; reads take from it first. `patience`: how long a
  /// peer may let us wait for 64 bytes of a body, or for room for what we have to send.
  wire(int fd, std::string& buffered, waiting_places& places, std::chrono::milliseconds patience);
  ~wire();
  wire(const wire&) = delete;
  auto operator=(const wire&) -> wire& = delete;

  /// Whose place it is when one is needed. Nobody gets none.
  void speak_for(const std::string& user) { user_ = user; }
  /// A place among those who may wait, before waiting begins: long transfers ask for it at once. False: all
  /// are taken, or too many by this user.
  auto hold_place() -> bool;

  /// 1..size bytes; 0: the peer closed. Without a place it never waits. Errors: request_timeout (too slow),
  /// bad_request (gone, or not here while there is no place to wait).
  auto read(char* to, std::size_t size) -> result<std::size_t>;
  /// Collects; sends when there is enough. Waits for room with a place only; a short rest without one is
  /// kept. False: the peer is gone or too slow, for good.
  auto write(std::string_view bytes) -> bool;
  auto flush() -> bool;
  /// What the socket did not take when flush() was content: somebody without a thread has to send it.
  auto take_rest() -> std::string { return std::exchange(out_, {}); }
  /// How many bytes can be read without asking the socket.
  [[nodiscard]] auto buffered() const -> std::size_t { return in_.size() - at_; }
  /// Drops what was taken from the buffer: what is left belongs to the next request.
  void settle();

 private:
  auto wait(short what, std::chrono::steady_clock::time_point until) -> bool;

  int fd_;
  std::string& in_;
  std::size_t at_ = 0;
  std::string out_;
  bool broken_ = false;
  std::string user_;
  bool holds_place_ = false;
  waiting_places& places_;
  std::chrono::milliseconds patience_;
  std::chrono::steady_clock::time_point window_end_{};
  std::size_t window_bytes_ = 0;
};

}  // namespace waybill::http
