// What RocksDB believes of a table file before it looks at a checksum: its last bytes, which have none, and
// the block of properties. A bit in them, and the process ends by an assertion, or another file is named.
// Source: https://github.com/facebook/rocksdb/wiki/Rocksdb-BlockBasedTable-Format#footer-details
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/table.h>

namespace waybill {

/// The only format that ours are written in.
void set_table_format(rocksdb::BlockBasedTableOptions& table);

/// The machine's own files; but a table file of another format, or with damaged properties, cannot be opened:
/// Corruption, with its name. Judged when RocksDB opens it, so that what a crash left behind, half-written,
/// is not. What is read of blob files is seen (placed_bytes.hpp). Lives until the process ends.
auto checking_env() -> rocksdb::Env*;

}  // namespace waybill
