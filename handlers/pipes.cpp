#include "handlers/pipes.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

namespace waybill::handlers {
namespace {

/// So long at most until it is seen that nobody wants this any more.
constexpr std::chrono::milliseconds attention{25};
/// So long others are left alone who say many lines: less than they need for what a pipe holds.
constexpr std::chrono::microseconds gathering{100};
constexpr std::size_t read_bytes = 64 << 10;
constexpr std::size_t write_bytes = 64 << 10;

}  // namespace

auto child_pipes::next(clock::time_point until, const std::function<bool()>& keep_on, std::string_view& line)
    -> event {
  for (;;) {
    if (take_line(line)) return line.size() > most_bytes_ ? event::too_long : event::line;
    if (said_.size() - taken_ > most_bytes_) return event::too_long;
    if (output_over_) return event::ended;
    if (!keep_on()) return event::stopped;
    if (clock::now() >= until) {
      // What came in time counts, however late we look.
      wait(clock::now());
      if (take_line(line)) return event::line;
      return output_over_ ? event::ended : event::late;
    }
    if (gathers_) std::this_thread::sleep_for(gathering);
    wait(until);
  }
}

auto child_pipes::has_more() -> bool {
  wait(clock::now());
  return said_.size() > taken_;
}

auto child_pipes::take_line(std::string_view& line) -> bool {
  const auto end = said_.find('\n', std::max(taken_, looked_));
  if (end == std::string::npos) {
    looked_ = said_.size();
    return false;
  }
  line = std::string_view(said_).substr(taken_, end - taken_);
  taken_ = end + 1;
  return true;
}

void child_pipes::wait(clock::time_point until) {
  std::array<pollfd, 4> on{pollfd{output_over_ ? -1 : child_.output(), POLLIN, 0},
                           pollfd{errors_over_ ? -1 : child_.errors(), POLLIN, 0},
                           pollfd{wrote_all() ? -1 : child_.input(), POLLOUT, 0},
                           pollfd{output_over_ ? -1 : child_.death(), POLLIN, 0}};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now());
  const auto most = std::clamp(left, std::chrono::milliseconds{0}, attention);
  if (poll(on.data(), on.size(), static_cast<int>(most.count())) <= 0) return;
  if (on[2].revents != 0) put();
  if (on[1].revents != 0) get_faults();
  if (on[0].revents != 0) get();
  if (on[3].revents != 0) get_last();
}

void child_pipes::write(std::string made, text_pieces rest, bool whole) {
  unmade_ = whole ? nullptr : std::make_unique<text_pieces>(std::move(rest));
  made_ = std::move(made);
  unwritten_ = made_;
  put();
}

/// False: all was written.
auto child_pipes::make_more() -> bool {
  if (unwritten_.empty() && unmade_) {
    made_.clear();
    if (unmade_->append(made_, write_bytes)) unmade_.reset();
    unwritten_ = made_;
  }
  return !unwritten_.empty();
}

void child_pipes::put() {
  while (make_more()) {
    const auto written = ::write(child_.input(), unwritten_.data(), unwritten_.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return;
    // It reads no more. What it says, or that it says nothing, is seen at its output.
    if (written < 0) {
      unwritten_ = {};
      unmade_.reset();
      return;
    }
    unwritten_.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// False: nothing more is there.
auto child_pipes::get() -> bool {
  if (taken_ > 0) {
    said_.erase(0, taken_);
    looked_ -= std::min(looked_, taken_);
    taken_ = 0;
  }
  const auto before = said_.size();
  said_.resize(before + read_bytes);
  const auto got = read(child_.output(), said_.data() + before, read_bytes);
  const bool nothing_yet = got < 0 && (errno == EAGAIN || errno == EINTR);
  said_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  output_over_ = got <= 0 && !nothing_yet;
  return got > 0;
}

/// It is dead. What it had said stands in the pipe; whatever another one who holds that says there is no
/// answer.
void child_pipes::get_last() {
  const auto holds = std::max(fcntl(child_.output(), F_GETPIPE_SZ), 1);
  for (auto left = static_cast<std::size_t>(holds); left > 0 && get(); left -= std::min(left, read_bytes))
    continue;
  output_over_ = true;
}

void child_pipes::get_faults() {
  std::array<char, 4'096> block{};
  const auto got = read(child_.errors(), block.data(), block.size());
  if (got > 0) faults_.add({block.data(), static_cast<std::size_t>(got)}, clock::now());
  errors_over_ = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

void child_pipes::take_last_faults() {
  constexpr int most_blocks = 256;
  for (int block = 0; block < most_blocks && !errors_over_; ++block) {
    pollfd on{child_.errors(), POLLIN, 0};
    if (poll(&on, 1, 0) <= 0) break;
    get_faults();
  }
  faults_.end(clock::now());
}

}  // namespace waybill::handlers
