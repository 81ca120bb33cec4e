#include "http/workers.hpp"

#include <system_error>
#include <utility>

namespace waybill::http {

void workers::submit(std::function<void()> job) {
  const std::scoped_lock lock{mutex_};
  jobs_.push_back(std::move(job));
  if (idle_ < jobs_.size() && threads_.size() < limit_) {
    try {
      threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
      // The machine gives no more threads: those that are there take the work, unless there is none at all.
      if (threads_.empty()) throw;
    }
  }
  wake_.notify_one();
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
  for (auto& thread : leaving) thread.join();
}

}  // namespace waybill::http
