// Where RocksDB parts the rows of a file into blocks.
#pragma once

#include <rocksdb/flush_block_policy.h>

#include <memory>

namespace waybill {

/// A block ends by its size, as usual, but never before it holds some rows. The index of a file holds the
/// first key of every block, whole: where keys are longer than a block, an index (and what is kept in memory
/// while it is made) would be as large as all keys together. Rows of one block share the beginnings of
/// their keys.
auto blocks_of_several_rows() -> std::shared_ptr<rocksdb::FlushBlockPolicyFactory>;

}  // namespace waybill
