#include "http/workers.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace waybill::http {
namespace {
constexpr auto stall = std::chrono::milliseconds{5};
constexpr std::size_t threads_at_once = 16;
/// A job that may wait lets so many others go first.
constexpr std::size_t let_first_at_most = 8;
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

/// How many threads could begin something. Under the mutex.
auto workers::takeable() const -> std::size_t {
  return jobs_.size() + (patient_.empty() || patient_at_work_ ? 0 : 1);
}

/// Which line a thread is to take from; something is takeable. Under the mutex.
auto workers::next() -> urgency {
  const bool patient_can = !patient_.empty() && !patient_at_work_;
  const bool its_turn = patient_can && (jobs_.empty() || let_first_ >= let_first_at_most);
  let_first_ = patient_can && !its_turn ? let_first_ + 1 : 0;
  return its_turn ? urgency::may_wait : urgency::usual;
}

void workers::submit(job what, urgency how) {
  const std::scoped_lock lock{mutex_};
  (how == urgency::usual ? jobs_ : patient_).push_back(std::move(what));
  if (takeable() == 0) return;
  if (idle_ < takeable()) {
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
    waiting_.wait(lock, [this] { return stopping_ || takeable() > 0; });
    const auto before = taken_;
    watching_ = true;
    waiting_.wait_for(lock, stall, [this] { return stopping_; });
    watching_ = false;
    if (stopping_ || taken_ != before) continue;
    for (std::size_t i = std::min(takeable(), threads_at_once); i > 0; --i) add_thread();
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
    wake_.wait(lock, [this] { return stopping_ || takeable() > 0; });
    --idle_;
    if (takeable() == 0) return;
    const bool patient = next() == urgency::may_wait;
    auto& line = patient ? patient_ : jobs_;
    auto what = std::move(line.front());
    line.pop_front();
    ++taken_;
    if (patient) patient_at_work_ = true;
    lock.unlock();
    what();
    what = nullptr;
    lock.lock();
    if (!patient) continue;
    patient_at_work_ = false;
    // This thread takes one of those that wait; where there is an idle one, it need not take the others, too.
    if (takeable() > 1) wake_.notify_one();
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
