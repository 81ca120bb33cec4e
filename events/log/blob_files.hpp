// RocksDB's blob files, in which chunks lie as they were written: says where they are read.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>

namespace waybill {

/// The same file; tells `reading_watch` what is read of it, and can be read by `placed_bytes`.
auto watched_blob_file(std::unique_ptr<rocksdb::FSRandomAccessFile> file)
    -> std::unique_ptr<rocksdb::FSRandomAccessFile>;

}  // namespace waybill
