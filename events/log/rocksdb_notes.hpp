// What RocksDB notes about itself, warnings and worse, in the file LOG of its directory.
#pragma once

#include <rocksdb/env.h>

#include <cstdarg>
#include <memory>
#include <mutex>
#include <string>

namespace waybill::rocksdb_store {

/// Remembers the last note about bytes that were left out: RocksDB's statuses do not say of which file, its
/// notes do. Any thread: RocksDB writes from several.
class notes : public rocksdb::Logger {
 public:
  using Logger::Logger;
  using Logger::Logv;
  void Logv(const char* format, std::va_list values) override;
  [[nodiscard]] auto left_out() const -> std::string;

 private:
  mutable std::mutex mutex_;
  std::string left_out_;
};

/// For `Options::info_log`. RocksDB's own logger ends the process when it writes again after a write that
/// failed (an assertion, which Debian's build keeps): a note is never worth that. This one drops what cannot
/// be written. Keeps at most two files of 1 MiB.
auto open_notes(const std::string& directory) -> std::shared_ptr<notes>;

/// Writes nothing: for who reads without leaving a trace.
auto no_notes() -> std::shared_ptr<notes>;

}  // namespace waybill::rocksdb_store
