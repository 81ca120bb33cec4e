#include "actors/hashing_queue.hpp"

#include <algorithm>
#include <utility>

#include "actors/background.hpp"

namespace waybill {
namespace {

using enum acquaintance;
// Whose turn it is: nobody waits for ever, whoever fills the other seats.
constexpr std::array turns{known, clean, known, other, known, clean, known};

}  // namespace

auto hashing_queue::submit(acquaintance kind, std::string whose, work what) -> bool {
  const std::scoped_lock lock{mutex_};
  auto& line = waiting_[static_cast<std::size_t>(kind)];
  if (stopping_ || line.size() >= seats) return false;
  if (std::ranges::count(line, whose, &job::whose) >= static_cast<std::ptrdiff_t>(seats_each)) return false;
  line.push_back({std::move(whose), std::move(what)});
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  wake_.notify_one();
  return true;
}

// Under the mutex.
auto hashing_queue::next() -> std::deque<job>* {
  for (std::size_t i = 0; i < turns.size(); ++i) {
    auto& line = waiting_[static_cast<std::size_t>(turns[(turn_ + i) % turns.size()])];
    if (line.empty()) continue;
    turn_ = (turn_ + i + 1) % turns.size();
    return &line;
  }
  return nullptr;
}

void hashing_queue::run() {
  // Who asks for anything else goes first where cores are short.
  work_in_background();
  std::unique_lock lock{mutex_};
  for (;;) {
    wake_.wait(lock, [this] {
      return stopping_ || std::ranges::any_of(waiting_, [](const auto& line) { return !line.empty(); });
    });
    auto* line = next();
    if (line == nullptr) return;
    const auto one = std::move(line->front());
    line->pop_front();
    const bool goes_on = !stopping_;
    lock.unlock();
    one.what(goes_on);
    lock.lock();
  }
}

void hashing_queue::stop() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace waybill
