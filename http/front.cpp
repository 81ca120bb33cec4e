#include "http/front.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "http/listen.hpp"

namespace waybill::http {
namespace {
constexpr auto sweep_every = std::chrono::milliseconds{500};
constexpr auto linger_for = std::chrono::seconds{2};
constexpr std::size_t linger_bytes = 16 << 20;
constexpr std::size_t read_bytes = 16'384;
constexpr int welcomes_at_once = 64;
constexpr std::size_t spare_bytes = 2'048;
}  // namespace

front::front(front_limits limits, workers& hands, readiness ready, talk speak, std::string too_slow)
    : limits_(limits),
      hands_(hands),
      ready_(std::move(ready)),
      speak_(std::move(speak)),
      too_slow_(std::move(too_slow)) {}

front::~front() {
  stop(std::chrono::milliseconds{0});
  if (epoll_ >= 0) ::close(epoll_);
  if (wake_ >= 0) ::close(wake_);
}

auto front::open(const endpoint& where) -> result<done> {
  auto at = listen_at(where);
  if (!at) return std::move(at).why();
  listener_ = at->fd;
  port_ = at->port;
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (epoll_ < 0 || wake_ < 0) return {errc::unavailable, "The system gives no more file descriptors."};
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &wake_;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  event.data.ptr = &listener_;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event);
  thread_ = std::thread([this] { run(); });
  return done{};
}

void front::run() {
  std::array<epoll_event, 128> events{};
  auto next_sweep = clock::now() + sweep_every;
  for (;;) {
    const int n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                               static_cast<int>(sweep_every.count()));
    for (int i = 0; i < n; ++i) {
      void* const who = events[static_cast<std::size_t>(i)].data.ptr;
      if (who == &wake_) return close_resting();
      if (who == &listener_) {
        welcome();
      } else {
        hear(*static_cast<connection*>(who));
      }
    }
    if (held_ > limits_.held_bytes) free_memory();
    if (crowded_) make_room();
    if (const auto now = clock::now(); now >= next_sweep) {
      sweep();
      next_sweep = now + sweep_every;
    }
  }
}

void front::watch_listener(bool on) {
  epoll_event event{};
  event.events = on ? static_cast<std::uint32_t>(EPOLLIN) : 0U;
  event.data.ptr = &listener_;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, listener_, &event);
}

/// Nothing can be accepted until something was closed: asking again at once would only burn a core.
void front::stop_listening() {
  watch_listener(false);
  deaf_until_ = clock::now() + sweep_every;
}

void front::welcome() {
  for (int i = 0; i < welcomes_at_once; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const int fd =
        ::accept4(listener_, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) stop_listening();
      return;
    }
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::scoped_lock lock{mutex_};
    auto guest = std::make_unique<connection>();
    auto& one = *guest;
    one.fd = fd;
    one.address = address_text(peer);
    one.deadline = clock::now() + limits_.read;
    all_.emplace(&one, std::move(guest));
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
    event.data.ptr = &one;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
    crowded_ = all_.size() > limits_.connections;
    if (crowded_) return;
  }
}

// A connection that is not busy is touched by this thread alone; one shot of epoll keeps it so. The kernel
// orders the worker that armed it before us, but the language does not know that: the mutex is what makes it
// an order.
auto front::pick_up(const connection& one) -> connection::stage {
  const std::scoped_lock lock{mutex_};
  return one.at;
}

void front::hear(connection& from) {
  const auto at = pick_up(from);
  if (at == connection::stage::lingering) return drain(from);
  if (at == connection::stage::sending) return send_rest(from);
  std::array<char, read_bytes> bytes;
  const auto n = ::recv(from.fd, bytes.data(), bytes.size(), 0);
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
    const std::scoped_lock lock{mutex_};
    return drop(from);
  }
  if (n > 0) {
    const bool first = from.in.empty();
    from.in.append(bytes.data(), static_cast<std::size_t>(n));
    // RFC 9112, 2.2: empty lines before a request are passed over; nor do they buy time.
    from.in.erase(0, std::min(from.in.find_first_not_of("\r\n"), from.in.size()));
    if (first && !from.in.empty()) from.deadline = clock::now() + limits_.read;
  }
  const bool head_was_here = from.body.has_value();
  if (ready_(from)) return hand_over(from);
  if (from.body && !head_was_here) from.deadline = clock::now() + limits_.read;
  const std::scoped_lock lock{mutex_};
  count_memory(from);
  arm(from);
}

void front::drain(connection& from) {
  std::array<char, read_bytes> waste;
  const auto n = ::recv(from.fd, waste.data(), waste.size(), 0);
  if (n > 0) from.drained += static_cast<std::size_t>(n);
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR) || from.drained > linger_bytes) {
    const std::scoped_lock lock{mutex_};
    return drop(from);
  }
  arm(from);
}

void front::send_rest(connection& to) {
  const auto n = ::send(to.fd, to.out.data(), to.out.size(), MSG_NOSIGNAL);
  if (n > 0) to.out.erase(0, static_cast<std::size_t>(n));
  const bool broken = n < 0 && errno != EAGAIN && errno != EINTR;
  if (!broken && to.out.empty() && to.after == verdict::keep && ready_(to)) return hand_over(to);
  const std::scoped_lock lock{mutex_};
  if (broken) return drop(to);
  if (to.out.empty()) return settle(to, to.after);
  arm(to);
}

void front::hand_over(connection& to) {
  {
    const std::scoped_lock lock{mutex_};
    to.at = connection::stage::busy;
    ++busy_;
    count_memory(to);
  }
  speak_with(to);
}

// A connection whose answer is waited for stays busy, and holds no worker.
void front::speak_with(connection& to) {
  const auto how = to.may_wait && !to.awaited ? workers::urgency::may_wait : workers::urgency::usual;
  auto job = [this, &to] {
    const auto what = speak_(to);
    if (what != verdict::later) return finish(to, what);
    // From now on the connection may be gone at any moment.
    const auto begin = std::exchange(to.later, nullptr);
    begin([this, &to] { speak_with(to); });
  };
  hands_.submit(std::move(job), how);
}

void front::finish(connection& with, verdict what) {
  const std::scoped_lock lock{mutex_};
  settle(with, what);
  if (--busy_ == 0) quiet_.notify_all();
}

// Under the mutex, by whoever has the connection.
void front::settle(connection& with, verdict what) {
  const bool goes_on = !stopping_ && (what == verdict::keep || what == verdict::linger);
  if (goes_on && !with.out.empty()) {
    with.at = connection::stage::sending;
    with.after = what;
    with.deadline = clock::now() + limits_.read;
  } else if (goes_on && what == verdict::keep) {
    with.at = connection::stage::resting;
    with.deadline = clock::now() + (with.in.empty() ? limits_.idle : limits_.read);
  } else if (goes_on && ::shutdown(with.fd, SHUT_WR) == 0) {
    with.at = connection::stage::lingering;
    with.deadline = clock::now() + linger_for;
  } else {
    if (what == verdict::taken) with.fd = -1;
    return drop(with);
  }
  if (with.in.capacity() > spare_bytes + with.in.size()) with.in.shrink_to_fit();
  if (with.out.empty()) with.out.shrink_to_fit();
  count_memory(with);
  arm(with);
}

// Under the mutex.
void front::count_memory(connection& of) {
  held_ -= of.held;
  of.held = of.at == connection::stage::busy ? 0 : of.in.capacity() + of.out.capacity();
  held_ += of.held;
}

// Those that wait for longest first. Under the mutex. They may be dropped only between two rounds of events,
// none of which may name a connection that is gone.
template <class Which>
auto front::slowest(Which which) const -> std::vector<connection*> {
  std::vector<connection*> slow;
  for (const auto& entry : all_)
    if (entry.first->at != connection::stage::busy && which(*entry.first)) slow.push_back(entry.first);
  std::ranges::sort(slow, {}, &connection::deadline);
  return slow;
}

// Too many have sent much, and nothing whole.
void front::free_memory() {
  const std::scoped_lock lock{mutex_};
  for (auto* one : slowest([](const connection& each) { return each.held > spare_bytes; })) {
    if (held_ <= limits_.held_bytes / 2) return;
    drop(*one);
  }
}

// Who says nothing must not keep others out, however many of them there are. A few at a time, so that this is
// not done for everybody who comes.
void front::make_room() {
  crowded_ = false;
  const std::scoped_lock lock{mutex_};
  auto silent = slowest([](const connection&) { return true; });
  silent.resize(std::min(silent.size(), limits_.connections / 16 + 1));
  for (auto* one : silent) drop(*one);
  if (all_.size() > limits_.connections) stop_listening();
}

void front::arm(connection& one) {
  epoll_event event{};
  // While there is something to send, a peer that sends no more would wake us again and again.
  event.events =
      one.at == connection::stage::sending ? static_cast<std::uint32_t>(EPOLLOUT) : EPOLLIN | EPOLLRDHUP;
  event.events |= EPOLLONESHOT;
  event.data.ptr = &one;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, one.fd, &event);
}

void front::drop(connection& one) {
  if (one.fd >= 0) ::close(one.fd);
  held_ -= one.held;
  all_.erase(&one);
}

void front::sweep() {
  const auto now = clock::now();
  if (deaf_until_ != clock::time_point{} && now >= deaf_until_) {
    deaf_until_ = {};
    watch_listener(true);
  }
  const std::scoped_lock lock{mutex_};
  for (auto it = all_.begin(); it != all_.end();) {
    auto& one = *it->second;
    ++it;
    if (one.at != connection::stage::busy && one.deadline <= now) give_up(one);
  }
}

// RFC 9110, 15.5.9: who began a request is told. Only if there is room for it at once: nobody is waited for.
// Under the mutex.
void front::give_up(connection& one) {
  if (one.at != connection::stage::resting || one.in.empty() || too_slow_.empty()) return drop(one);
  const auto n = ::send(one.fd, too_slow_.data(), too_slow_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n != static_cast<ssize_t>(too_slow_.size())) return drop(one);
  one.in.clear();
  one.body.reset();
  settle(one, verdict::linger);
}

void front::close_resting() {
  ::close(listener_);
  listener_ = -1;
  const std::scoped_lock lock{mutex_};
  std::erase_if(all_, [](const auto& entry) {
    if (entry.second->at == connection::stage::busy) return false;
    ::close(entry.second->fd);
    return true;
  });
}

void front::stop(std::chrono::milliseconds patience) {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  const std::uint64_t one = 1;
  static_cast<void>(::write(wake_, &one, sizeof one));
  thread_.join();
  std::unique_lock lock{mutex_};
  if (quiet_.wait_for(lock, patience, [this] { return busy_ == 0; })) return;
  for (const auto& entry : all_) ::shutdown(entry.first->fd, SHUT_RDWR);
  quiet_.wait(lock, [this] { return busy_ == 0; });
}

}  // namespace waybill::http
