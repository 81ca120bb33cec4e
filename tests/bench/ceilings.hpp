// How fast the same chunk events could go to the same disk, if there were nothing else to do.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/house.hpp"

namespace waybill::bench {

/// The chunks of a log, in memory.
struct prepared_chunks {
  std::vector<std::string> payloads;
  std::uint64_t records = 0;
};
/// The first chunks of the log in a directory that no server uses, up to about `most_records`.
auto chunks_of(const std::string& log_directory, std::uint64_t most_records) -> prepared_chunks;

struct ceiling_run {
  double append_s = 0;   ///< plain append + fdatasync a chunk
  double rocksdb_s = 0;  ///< one large value a chunk, synced, by the log's own options
  double log_s = 0;      ///< the event log itself: a sealed event a chunk
};
auto run_ceilings(const prepared_chunks& chunks, const fs::path& scratch) -> ceiling_run;

/// Records per second and the rows kept, by the SQLite peer (a program of its own).
struct peer_run {
  double seconds = 0;
  std::uint64_t rows = 0;
};
auto run_peer(const input_file& file, const fs::path& scratch) -> peer_run;

}  // namespace waybill::bench
