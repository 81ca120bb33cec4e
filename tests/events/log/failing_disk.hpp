// A file system that can be told to have no room: every write and sync fails from the n-th on, until it is
// mended.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

namespace waybill::log_tests {

/// Shared by the disk and its files.
struct disk_state {
  std::atomic<std::int64_t> writes_left = INT64_MAX;   ///< until no more succeeds
  std::atomic<bool> broken_device = false;             ///< fails as a broken device instead of a full one
  std::atomic<bool> unreadable = false;                ///< not even a list of files can be read
  std::atomic<std::uint64_t> free_bytes = UINT64_MAX;  ///< told to who asks; UINT64_MAX: the real number
  std::atomic<std::uint64_t> refused = 0;              ///< writes and syncs that failed

  auto next() -> rocksdb::IOStatus {
    if (writes_left.load() == INT64_MAX || writes_left.fetch_sub(1) > 0) return rocksdb::IOStatus::OK();
    writes_left = 0;
    ++refused;
    refused.notify_all();
    return broken_device ? rocksdb::IOStatus::IOError("Input/output error (of a test)")
                         : rocksdb::IOStatus::NoSpace("No space left on device (of a test)");
  }
  void fail_after(std::int64_t writes) { writes_left = writes; }
  void mend() {
    writes_left = INT64_MAX;
    unreadable = false;
  }
};

class failing_file final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  failing_file(std::unique_ptr<rocksdb::FSWritableFile> file, std::shared_ptr<disk_state> state)
      : FSWritableFileOwnerWrapper(std::move(file)), state_(std::move(state)) {}

  using FSWritableFileOwnerWrapper::Append;
  auto Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options, rocksdb::IODebugContext* context)
      -> rocksdb::IOStatus override {
    auto failed = state_->next();
    return failed.ok() ? FSWritableFileOwnerWrapper::Append(data, options, context) : failed;
  }
  auto Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
              const rocksdb::DataVerificationInfo& info, rocksdb::IODebugContext* context)
      -> rocksdb::IOStatus override {
    auto failed = state_->next();
    return failed.ok() ? FSWritableFileOwnerWrapper::Append(data, options, info, context) : failed;
  }
  auto Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* context)
      -> rocksdb::IOStatus override {
    auto failed = state_->next();
    return failed.ok() ? FSWritableFileOwnerWrapper::Sync(options, context) : failed;
  }
  auto Fsync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* context)
      -> rocksdb::IOStatus override {
    auto failed = state_->next();
    return failed.ok() ? FSWritableFileOwnerWrapper::Fsync(options, context) : failed;
  }

 private:
  std::shared_ptr<disk_state> state_;
};

class failing_disk final : public rocksdb::FileSystemWrapper {
 public:
  explicit failing_disk(std::shared_ptr<disk_state> state)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), state_(std::move(state)) {}
  auto Name() const -> const char* override { return "failing_disk"; }

  auto NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                       std::unique_ptr<rocksdb::FSWritableFile>* file, rocksdb::IODebugContext* context)
      -> rocksdb::IOStatus override {
    auto failed = state_->next();
    if (!failed.ok()) return failed;
    auto made = FileSystemWrapper::NewWritableFile(name, options, file, context);
    if (made.ok()) *file = std::make_unique<failing_file>(std::move(*file), state_);
    return made;
  }
  auto NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSSequentialFile>* file, rocksdb::IODebugContext* context)
      -> rocksdb::IOStatus override {
    if (state_->unreadable) return rocksdb::IOStatus::IOError("Input/output error (of a test)");
    return FileSystemWrapper::NewSequentialFile(name, options, file, context);
  }
  auto GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options, std::uint64_t* free,
                    rocksdb::IODebugContext* context) -> rocksdb::IOStatus override {
    if (state_->free_bytes == UINT64_MAX)
      return FileSystemWrapper::GetFreeSpace(path, options, free, context);
    *free = state_->free_bytes;
    return rocksdb::IOStatus::OK();
  }

 private:
  std::shared_ptr<disk_state> state_;
};

/// RocksDB sleeps a second after a failed flush; here nobody waits.
class sleepless_clock final : public rocksdb::SystemClockWrapper {
 public:
  sleepless_clock() : SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  auto Name() const -> const char* override { return "sleepless_clock"; }
  void SleepForMicroseconds(int) override { std::this_thread::yield(); }
};

/// RocksDB's own environment, but for the disk and the sleep.
class failing_environment final : public rocksdb::EnvWrapper {
 public:
  explicit failing_environment(const std::shared_ptr<disk_state>& state)
      : failing_environment(std::make_shared<failing_disk>(state)) {}

 private:
  explicit failing_environment(const std::shared_ptr<rocksdb::FileSystem>& disk)
      : EnvWrapper(rocksdb::NewCompositeEnv(disk)) {
    file_system_ = disk;
    system_clock_ = std::make_shared<sleepless_clock>();
  }
};

}  // namespace waybill::log_tests
