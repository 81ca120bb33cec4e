#include "http/streams.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "http/conversation.hpp"
#include "http/library.hpp"
#include "http/wire.hpp"

namespace waybill::http {
namespace {

auto stream_head() -> const std::string& {
  static const std::string text = [] {
    answer head;
    head.content_type = "text/event-stream";
    head.headers.emplace_back("X-Accel-Buffering", "no");
    add_security_headers(head.headers);
    return text_of(std::move(head));
  }();
  return text;
}

}  // namespace

/// Counts seats, for all and for each user.
struct progress_streams::seats : std::enable_shared_from_this<seats> {
  std::mutex mutex;
  std::size_t all = 0;
  std::unordered_map<std::string, std::size_t> of_user;

  auto take(const std::string& user, const stream_limits& limits) -> std::shared_ptr<void> {
    const std::scoped_lock lock{mutex};
    const auto known = of_user.find(user);
    const auto mine = known == of_user.end() ? 0 : known->second;
    if (all >= limits.all || mine >= std::min(limits.per_user, fair_share(limits.all, all - mine)))
      return nullptr;
    ++all;
    ++of_user[user];
    return {this, [self = shared_from_this(), user](void*) { self->give_back(user); }};
  }
  void give_back(const std::string& user) {
    const std::scoped_lock lock{mutex};
    --all;
    if (--of_user[user] == 0) of_user.erase(user);
  }
};

/// One open stream; touched by the streams' thread alone once it was adopted.
struct progress_streams::stream {
  int fd = -1;
  std::string topic;  ///< an import's id, or an owner's
  std::unique_ptr<voice> says;
  stream_needs with;
  clock::time_point moved_at = clock::now();  ///< when the reader last took bytes, or owed us nothing
  std::string out = stream_head();
  bool gone = false;

  ~stream() {
    if (with.line) with.line->wake({});
    ::close(fd);
  }

  void send() {
    while (!gone && !out.empty()) {
      const auto n = ::send(fd, out.data(), out.size(), MSG_NOSIGNAL);
      if (n > 0) {
        out.erase(0, static_cast<std::size_t>(n));
        moved_at = clock::now();
      } else if (n < 0 && errno == EAGAIN) {
        return;
      } else if (n < 0 && errno != EINTR) {
        gone = true;
      }
    }
    if (says->ended()) gone = true;
  }

  /// What the peer says is of no interest; that it hung up is.
  void listen(std::uint32_t events) {
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) gone = true;
    // Unread bytes would turn our last event into a reset; a peer that keeps talking is dropped.
    std::array<char, 1024> waste;
    ssize_t n = 1;
    for (int i = 0; !gone && n > 0 && (events & EPOLLIN) != 0; ++i) {
      n = ::recv(fd, waste.data(), waste.size(), 0);
      gone = n == 0 || i == 16;
    }
    if (!gone && (events & EPOLLOUT) != 0) send();
  }

  /// When something is due, do it; answers when the next thing is.
  auto tick(clock::time_point now, instant wall, const stream_limits& limits) -> clock::time_point {
    auto again = clock::time_point::max();
    if (out.empty()) {
      auto words = says->speak(now, wall, limits.least_gap);
      out = std::move(words.text);
      again = words.again;
    }
    if (out.empty() && now >= moved_at + limits.keep_alive) {
      out = ": keep-alive\n\n";
      moved_at = now;
    }
    if (!out.empty()) {
      send();
      // All sent: there may be more to say at once.
      if (out.empty()) again = now;
    }
    if (!out.empty() && now >= moved_at + limits.stuck) gone = true;
    return std::min(again, moved_at + (out.empty() ? limits.keep_alive : limits.stuck));
  }
};

progress_streams::progress_streams(engine& of, stream_limits limits)
    : engine_(of),
      limits_(limits),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      seats_(std::make_shared<seats>()) {
  epoll_event event{};
  event.events = EPOLLIN;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  watch_ = engine_.watch_imports([this](const import_row& row) { offer(row); });
  thread_ = std::thread([this] { run(); });
}

progress_streams::~progress_streams() {
  stop();
  ::close(epoll_);
  ::close(wake_);
}

auto progress_streams::reserve(const user_id& user) -> result<std::shared_ptr<void>> {
  auto seat = seats_->take(user.value, limits_);
  if (!seat)
    return error{
        errc::too_many_requests, "Too many progress streams are open; please try again in 5 seconds.", {}, 5};
  return seat;
}

void progress_streams::adopt(int fd, const import_row& of, std::optional<position> seen, stream_needs with) {
  auto says = make_import_voice(of, seen, std::move(with.more), looks_of(engine_));
  adopt(fd, of.id.value, std::move(says), std::move(with));
  // What changed between the handler's look and the watching would be missed: look once more.
  if (auto now = engine_.import_view().get(of.owner, of.id)) offer(*now);
}

void progress_streams::adopt_list(int fd, const owner_id& owner, stream_needs with) {
  adopt(fd, owner.value, make_list_voice(engine_.log().tail(), namer_of(engine_)), std::move(with));
}

void progress_streams::adopt(int fd, const std::string& topic, std::unique_ptr<voice> says,
                             stream_needs with) {
  auto one = std::make_unique<stream>();
  one->fd = fd;
  one->topic = topic;
  one->says = make_patient_voice(std::move(says), limits_.idle, clock::now());
  one->with = std::move(with);
  if (one->with.line) one->with.line->wake([this] { wake(); });
  {
    const std::scoped_lock lock{mutex_};
    if (stopping_) return;
    ++watched_[topic];
    incoming_.push_back(std::move(one));
  }
  wake();
}

auto progress_streams::open() const -> std::size_t {
  const std::scoped_lock lock{seats_->mutex};
  return seats_->all;
}

void progress_streams::wake() {
  const std::uint64_t one = 1;
  static_cast<void>(::write(wake_, &one, sizeof one));
}

void progress_streams::offer(const import_row& row) {
  {
    const std::scoped_lock lock{mutex_};
    if (!watched_.contains(row.id.value) && !watched_.contains(row.owner.value)) return;
    const auto [at, fresh] = changed_.try_emplace(row.id.value, row);
    if (!fresh) {
      if (at->second.changed_at <= row.changed_at) at->second = row;
      return;  // somebody woke the thread for it already
    }
  }
  wake();
}

void progress_streams::run() {
  auto next = clock::now();
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - clock::now()).count();
    if (!wait_for_events(static_cast<int>(std::clamp<decltype(left)>(left, 0, 60'000)))) return;
    take_news();
    const auto now = clock::now();
    const auto wall = engine_.clock().now();
    next = now + std::chrono::seconds{60};
    for (auto& one : streams_)
      if (!one->gone) next = std::min(next, one->tick(now, wall, limits_));
    free_gone();
  }
}

/// False: stop.
auto progress_streams::wait_for_events(int timeout_ms) -> bool {
  std::array<epoll_event, 128> events{};
  const int n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout_ms);
  for (int i = 0; i < n; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    if (event.data.ptr != nullptr) {
      static_cast<stream*>(event.data.ptr)->listen(event.events);
      continue;
    }
    std::uint64_t count = 0;
    static_cast<void>(::read(wake_, &count, sizeof count));
  }
  const std::scoped_lock lock{mutex_};
  return !stopping_;
}

void progress_streams::take_news() {
  std::unordered_map<std::string, import_row> changed;
  std::vector<std::unique_ptr<stream>> incoming;
  {
    const std::scoped_lock lock{mutex_};
    changed.swap(changed_);
    incoming.swap(incoming_);
  }
  for (auto& one : incoming) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = one.get();
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, one->fd, &event) != 0) one->gone = true;
    streams_.push_back(std::move(one));
  }
  for (auto& one : streams_)
    if (one->with.line && one->with.line->is_cut()) one->gone = true;
  for (const auto& [id, row] : changed)
    for (auto& one : streams_)
      if (one->topic == id || one->topic == row.owner.value) one->says->hear(row);
}

/// Frees those whose peers went away, or have heard all there is.
void progress_streams::free_gone() {
  const auto begin = std::ranges::partition(streams_, [](const auto& one) { return !one->gone; }).begin();
  if (begin == streams_.end()) return;
  {
    const std::scoped_lock lock{mutex_};
    for (auto it = begin; it != streams_.end(); ++it)
      if (const auto at = watched_.find((*it)->topic); at != watched_.end() && --at->second == 0)
        watched_.erase(at);
  }
  streams_.erase(begin, streams_.end());
}

void progress_streams::stop() {
  watch_.reset();
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  wake();
  if (thread_.joinable()) thread_.join();
  streams_.clear();
  incoming_.clear();
}

}  // namespace waybill::http
