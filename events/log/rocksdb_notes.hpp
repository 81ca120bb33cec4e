// What RocksDB notes about itself, warnings and worse, in the file LOG of its directory.
#pragma once

#include <rocksdb/env.h>

#include <memory>
#include <string>

namespace waybill::rocksdb_store {

/// For `Options::info_log`. RocksDB's own logger ends the process when it writes again after a write that
/// failed (an assertion, which Debian's build keeps): a note is never worth that. This one drops what cannot
/// be written. Keeps at most two files of 1 MiB.
auto open_notes(const std::string& directory) -> std::shared_ptr<rocksdb::Logger>;

/// Notes nothing: for who reads without leaving a trace.
auto no_notes() -> std::shared_ptr<rocksdb::Logger>;

}  // namespace waybill::rocksdb_store
