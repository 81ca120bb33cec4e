// CRC-32C, by which RocksDB checks blobs and its write-ahead log. Debian builds it for processors that have
// no instruction for that: there it took a quarter of an overwrite, and more than half of a search. So this
// program has the function `rocksdb::crc32c::Extend` of its own, which the loader takes instead of the
// library's, as it takes a program's `malloc` (decision 0032). The sums are the same.
#pragma once

#include <cstdint>
#include <string_view>

namespace waybill {

/// The sum of `bytes` behind those whose sum is `before` (0: of none). By the processor's instruction where
/// it has one, else by RocksDB's own function. Any thread. Source: RFC 3720, appendix B.4.
[[nodiscard]] auto crc32c(std::uint32_t before, std::string_view bytes) -> std::uint32_t;

/// Whether RocksDB asks us. False costs time, and changes nothing else.
[[nodiscard]] auto checks_for_rocksdb() -> bool;

}  // namespace waybill
