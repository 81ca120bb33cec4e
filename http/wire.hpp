// The bytes of one connection while a worker speaks with its peer: reading and writing with patience, and
// with a seat among those who may wait.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "events/result.hpp"
#include "http/lifeline.hpp"

namespace waybill::http {

/// What one user may have of `all`, when others have `others` of it: half of what they leave, and one at
/// least. So two users, or three, never have all of it, and whoever comes later still finds some.
constexpr auto fair_share(std::size_t all, std::size_t others) -> std::size_t {
  const auto left = all - std::min(all, others);
  return std::max<std::size_t>((left + 1) / 2, 1);
}

/// How many workers may be waiting for slow peers. Fewer than there are workers: so short calls always find a
/// thread, however many peers are slow. Only known users get a seat, and one user a fair share. Any thread.
class waiting_seats {
 public:
  explicit waiting_seats(std::size_t limit) : limit_(limit) {}
  auto take(const std::string& user) -> bool;
  void give_back(const std::string& user);
  [[nodiscard]] auto taken() const -> std::size_t;

 private:
  std::size_t limit_;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> of_user_;
};

/// How fast a body has to come. Pure.
class body_pace {
 public:
  using clock = std::chrono::steady_clock;
  explicit body_pace(std::chrono::milliseconds patience) : patience_(patience) {}
  void came(std::size_t bytes) { bytes_ += bytes; }
  /// Until when somebody who begins to wait now may wait: a stretch of patience, and another one for each
  /// that brought 500 bytes a second.
  auto wait_until(clock::time_point now) -> clock::time_point;

 private:
  std::chrono::milliseconds patience_;
  clock::time_point end_{};
  std::size_t bytes_ = 0;  ///< of this stretch
};

/// One thread. The socket is non-blocking and stays the caller's.
class wire {
 public:
  /// `buffered` holds what was read from the socket already; reads take from it first. `patience`: how long a
  /// peer may let us wait for room for what we have to send, and for 500 bytes a second of a body.
  wire(int fd, std::string& buffered, waiting_seats& seats, std::chrono::milliseconds patience);
  ~wire();
  wire(const wire&) = delete;
  auto operator=(const wire&) -> wire& = delete;

  /// Whose seat it is when one is needed. Nobody gets none.
  void speak_for(const std::string& user) { user_ = user; }
  /// A seat among those who may wait, before waiting begins: long transfers ask for it at once. False: all
  /// are taken, or too many by this user.
  auto hold_seat() -> bool;
  /// When it is cut, reading ends, also while it waits.
  void live_by(std::shared_ptr<lifeline> line);
  /// Writing ends with it, too: what is sent is the long answer itself, and not a word about it.
  void write_by_line() { writes_by_line_ = true; }
  /// The answer was cut off: what the socket still holds of it should not be sent.
  [[nodiscard]] auto cut_off() const -> bool { return writes_by_line_ && is_cut(); }

  /// 1..size bytes; 0: the peer closed. Without a seat it never waits. Errors: request_timeout (too slow),
  /// bad_request (gone, or not here while there is no seat to wait), unauthorized (the line is cut).
  auto read(char* to, std::size_t size) -> result<std::size_t>;
  /// Collects; sends when there is enough. Waits for room with a seat only; a short rest without one is
  /// kept. False: the peer is gone or too slow, for good.
  auto write(std::string_view bytes) -> bool;
  auto flush() -> bool;
  /// What the socket did not take when flush() was content: somebody without a thread has to send it.
  auto take_rest() -> std::string { return std::exchange(out_, {}); }
  /// How many bytes can be read without asking the socket.
  [[nodiscard]] auto buffered() const -> std::size_t { return in_.size() - at_; }
  /// Those bytes. Good until the next read.
  [[nodiscard]] auto ahead() const -> std::string_view { return std::string_view(in_).substr(at_); }
  /// Drops what was taken from the buffer: what is left belongs to the next request.
  void settle();

 private:
  /// `by_line`: a cut ends the waiting.
  auto wait(short what, std::chrono::steady_clock::time_point until, bool by_line) -> bool;
  [[nodiscard]] auto is_cut() const -> bool { return line_ && line_->is_cut(); }

  int fd_;
  std::string& in_;
  std::size_t at_ = 0;
  std::string out_;
  bool broken_ = false;
  std::string user_;
  bool holds_seat_ = false;
  waiting_seats& seats_;
  std::chrono::milliseconds patience_;
  std::shared_ptr<lifeline> line_;
  int cut_fd_ = -1;  ///< readable once the line is cut
  bool writes_by_line_ = false;
  body_pace pace_;
};

}  // namespace waybill::http
