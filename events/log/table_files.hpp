// What RocksDB believes of a table file before it looks at a checksum: its last bytes, which have none, and
// the block of properties. A bit in them, and the process ends by an assertion, or another file is named.
// Source: https://github.com/facebook/rocksdb/wiki/Rocksdb-BlockBasedTable-Format#footer-details
#pragma once

#include <string>

#include "events/result.hpp"

namespace rocksdb {
struct BlockBasedTableOptions;
}

namespace waybill {

/// The only format that ours are written in.
void set_table_format(rocksdb::BlockBasedTableOptions& table);

/// Before they are opened: whether the finished ones in this directory are of that format. Half-written files
/// are RocksDB's to judge. Errors: corrupt, with the file.
auto check_table_files(const std::string& directory) -> result<done>;

}  // namespace waybill
