// RocksDB merges files in threads of its own, whenever they get to it. Here a test does it, when it wants to.
#pragma once

#include <rocksdb/env.h>

#include <deque>
#include <mutex>

namespace waybill::tests {

/// Everything is that of `below`, but merging waits until `merge` is called.
class merging_by_hand final : public rocksdb::EnvWrapper {
 public:
  explicit merging_by_hand(rocksdb::Env* below) : EnvWrapper(below) {
    file_system_ = below->GetFileSystem();
    system_clock_ = below->GetSystemClock();
  }
  auto Name() const -> const char* override { return "merging_by_hand"; }

  void Schedule(void (*work)(void*), void* with, Priority priority, void* tag,
                void (*undone)(void*)) override {
    if (priority != LOW) return EnvWrapper::Schedule(work, with, priority, tag, undone);
    const std::scoped_lock lock{mutex_};
    jobs_.push_back({work, with, tag, undone});
  }

  auto UnSchedule(void* tag, Priority priority) -> int override {
    if (priority != LOW) return EnvWrapper::UnSchedule(tag, priority);
    const std::scoped_lock lock{mutex_};
    return static_cast<int>(std::erase_if(jobs_, [&](const job& one) {
      if (one.tag == tag && one.undone != nullptr) one.undone(one.with);
      return one.tag == tag;
    }));
  }

  auto has_to_merge() -> bool {
    const std::scoped_lock lock{mutex_};
    return !jobs_.empty();
  }

  /// In this thread, until there is nothing left to merge.
  void merge() {
    while (has_to_merge()) {
      std::unique_lock lock{mutex_};
      const auto next = jobs_.front();
      jobs_.pop_front();
      lock.unlock();
      next.work(next.with);
    }
  }

 private:
  struct job {
    void (*work)(void*);
    void* with;
    void* tag;
    void (*undone)(void*);
  };
  std::mutex mutex_;
  std::deque<job> jobs_;
};

}  // namespace waybill::tests
