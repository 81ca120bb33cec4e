#include "http/workers.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace waybill::http {
namespace {
constexpr auto stall = std::chrono::milliseconds{5};
constexpr std::size_t threads_at_once = 16;
}  // namespace

workers::workers(std::size_t limit)
    : limit_(limit),
      usual_(std::min<std::size_t>(limit, std::max(4U, 2 * std::thread::hardware_concurrency()))) {
  add_thread();
  steward_ = std::thread([this] { watch(); });
}

void workers::add_thread() {
  if (threads_.size() >= limit_) return;
  try {
    threads_.emplace_back([this] { run(); });
  } catch (const std::system_error&) {
    // The machine gives no more threads: those that are there take the work, unless there is none at all.
    if (threads_.empty()) throw;
  }
}

void workers::submit(std::function<void()> job) {
  const std::scoped_lock lock{mutex_};
  jobs_.push_back(std::move(job));
  if (idle_ < jobs_.size()) {
    if (threads_.size() < usual_) {
      add_thread();
    } else if (!watching_) {
      waiting_.notify_one();
    }
  }
  wake_.notify_one();
}

// While work waits: was anything begun since the last look? If not, all are blocked.
void workers::watch() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    waiting_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    const auto before = taken_;
    watching_ = true;
    waiting_.wait_for(lock, stall, [this] { return stopping_; });
    watching_ = false;
    if (stopping_ || jobs_.empty() || taken_ != before) continue;
    for (std::size_t i = std::min(jobs_.size(), threads_at_once); i > 0; --i) add_thread();
  }
}

auto workers::threads() const -> std::size_t {
  const std::scoped_lock lock{mutex_};
  return threads_.size();
}

void workers::run() {
  std::unique_lock lock{mutex_};
  for (;;) {
    ++idle_;
    wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    --idle_;
    if (jobs_.empty()) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    ++taken_;
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
  }
}

void workers::stop() {
  std::vector<std::thread> leaving;
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
    leaving.swap(threads_);
  }
  wake_.notify_all();
  waiting_.notify_all();
  if (steward_.joinable()) steward_.join();
  for (auto& thread : leaving) thread.join();
}

}  // namespace waybill::http
