#include "http/wire.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace waybill::http {
namespace {
constexpr std::size_t flush_at_bytes = 32'768;
// What may be left for the front to send: more than any answer to somebody who has no account.
constexpr std::size_t rest_limit_bytes = 524'288;
// A body must bring at least this much, over every stretch of patience: a line of the slowest kind is ten
// times as fast, and who sends nothing keeps no seat. Apache's mod_reqtimeout has the same figure.
constexpr std::size_t least_bytes_a_second = 500;
// An answer must be taken at least this much at a time.
constexpr std::size_t least_sent_bytes = 16'384;

using clock = std::chrono::steady_clock;
}  // namespace

auto waiting_seats::take(const std::string& user) -> bool {
  const std::scoped_lock lock{mutex_};
  if (user.empty() || taken_ >= limit_) return false;
  const auto known = of_user_.find(user);
  const auto mine = known == of_user_.end() ? 0 : known->second;
  if (mine >= fair_share(limit_, taken_ - mine)) return false;
  ++of_user_[user];
  ++taken_;
  return true;
}

void waiting_seats::give_back(const std::string& user) {
  const std::scoped_lock lock{mutex_};
  --taken_;
  if (const auto mine = of_user_.find(user); --mine->second == 0) of_user_.erase(mine);
}

auto waiting_seats::taken() const -> std::size_t {
  const std::scoped_lock lock{mutex_};
  return taken_;
}

auto body_pace::wait_until(clock::time_point now) -> clock::time_point {
  const auto ms = static_cast<std::size_t>(patience_.count());
  if (end_ == clock::time_point{} || bytes_ >= std::max<std::size_t>(least_bytes_a_second * ms / 1'000, 1)) {
    end_ = now + patience_;
    bytes_ = 0;
  }
  return end_;
}

wire::wire(int fd, std::string& buffered, waiting_seats& seats, std::chrono::milliseconds patience)
    : fd_(fd), in_(buffered), seats_(seats), patience_(patience), pace_(patience) {}

wire::~wire() {
  settle();
  if (line_) line_->wake({});
  if (cut_fd_ >= 0) ::close(cut_fd_);
  if (holds_seat_) seats_.give_back(user_);
}

auto wire::hold_seat() -> bool {
  if (!holds_seat_) holds_seat_ = seats_.take(user_);
  return holds_seat_;
}

void wire::live_by(std::shared_ptr<lifeline> line) {
  line_ = std::move(line);
  cut_fd_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  line_->wake([fd = cut_fd_] { static_cast<void>(::eventfd_write(fd, 1)); });
}

void wire::settle() {
  in_.erase(0, at_);
  at_ = 0;
}

auto wire::wait(short what, clock::time_point until, bool by_line) -> bool {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now()).count();
    // A descriptor below zero is passed over.
    std::array<pollfd, 2> both{{{fd_, what, 0}, {by_line ? cut_fd_ : -1, POLLIN, 0}}};
    const int ready = ::poll(both.data(), both.size(), static_cast<int>(std::max<decltype(left)>(left, 0)));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

auto wire::read(char* to, std::size_t size) -> result<std::size_t> {
  if (is_cut()) return right_is_gone();
  if (buffered() > 0) {
    const auto n = std::min(size, buffered());
    std::memcpy(to, in_.data() + at_, n);
    at_ += n;
    return n;
  }
  for (;;) {
    const auto n = ::recv(fd_, to, size, 0);
    if (n >= 0) {
      pace_.came(static_cast<std::size_t>(n));
      return static_cast<std::size_t>(n);
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return {errc::bad_request, "The connection broke before the body was complete."};
    if (!holds_seat_) return {errc::bad_request, "The body is not whole, or comes in too many pieces."};
    if (!wait(POLLIN, pace_.wait_until(clock::now()), true))
      return {errc::request_timeout, "The body came too slowly."};
    if (is_cut()) return right_is_gone();
  }
}

auto wire::write(std::string_view bytes) -> bool {
  out_.append(bytes);
  return out_.size() < flush_at_bytes || flush();
}

auto wire::flush() -> bool {
  // A page may be large and a line slow: what counts is that it goes on.
  auto until = clock::now() + patience_;
  std::size_t sent = 0;
  std::size_t sent_then = 0;
  while (!broken_ && sent < out_.size()) {
    if (cut_off()) {
      broken_ = true;
      break;
    }
    const auto n = ::send(fd_, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
    if (n > 0) {
      sent += static_cast<std::size_t>(n);
      if (sent - sent_then < least_sent_bytes) continue;
      sent_then = sent;
      until = clock::now() + patience_;
    } else if (n < 0 && errno == EAGAIN) {
      if (!holds_seat_ && out_.size() - sent <= rest_limit_bytes) break;
      broken_ = !hold_seat() || !wait(POLLOUT, until, writes_by_line_);
    } else if (n < 0 && errno != EINTR) {
      broken_ = true;
    }
  }
  out_.erase(0, broken_ ? out_.size() : sent);
  return !broken_;
}

}  // namespace waybill::http
