#include "tests/bench/ceilings.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>

#include "events/log/rocksdb_store.hpp"
#include "projections/collections/collection_reader.hpp"

namespace waybill::bench {
namespace {

void must(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(what);
}

auto append_plainly(const prepared_chunks& chunks, const fs::path& path) -> double {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  must(file >= 0, "the plain file cannot be made");
  quiet_disk();
  const stopwatch time;
  for (const auto& payload : chunks.payloads) {
    must(::write(file, payload.data(), payload.size()) == static_cast<ssize_t>(payload.size()),
         "write failed");
    must(::fdatasync(file) == 0, "fdatasync failed");
  }
  const auto seconds = time.seconds();
  ::close(file);
  return seconds;
}

auto put_values(const prepared_chunks& chunks, const fs::path& directory) -> double {
  auto opened = rocksdb_store::open({.directory = directory.string()}, nullptr);
  must(opened.ok(), "the store cannot be opened");
  auto& store = *(*opened).held;
  rocksdb::WriteOptions synced;
  synced.sync = true;
  quiet_disk();
  const stopwatch time;
  position at = 0;
  for (const auto& payload : chunks.payloads)
    must(store.Put(synced, rocksdb_store::event_key(++at), payload).ok(), "the store refused a chunk");
  return time.seconds();
}

auto commit_events(const prepared_chunks& chunks, const fs::path& directory) -> double {
  auto opened = open_rocksdb_log({.directory = directory.string()});
  must(opened.ok(), "the log cannot be opened");
  auto& log = **opened;
  quiet_disk();
  const stopwatch time;
  std::uint64_t version = 0;
  for (const auto& payload : chunks.payloads) {
    transaction one;
    one.by = "bench";
    one.appends.push_back({"collection/bookmarks/bench", version++, {}});
    one.appends.back().events.push_back({std::string(chunk_applied_v2::tag), payload});
    must(log.commit({&one, 1}).front().ok(), "the log refused a chunk");
  }
  return time.seconds();
}

}  // namespace

auto chunks_of(const std::string& log_directory, std::uint64_t most_records) -> prepared_chunks {
  auto opened = open_rocksdb_log({.directory = log_directory, .read_only = true});
  must(opened.ok(), "the log cannot be read");
  prepared_chunks found;
  for (position from = 1; found.records < most_records;) {
    const auto events = (*opened)->read_all(from, 1'000, 8 << 20);
    must(events.ok(), "the log cannot be read");
    if (events->empty()) break;
    from = events->back().head.at + 1;
    for (const auto& event : *events) {
      chunk_header head;
      if (!is_chunk(event.head.tag) || !decode_chunk_header(event.payload, head)) continue;
      found.payloads.emplace_back(event.payload);
      found.records += head.counts.processed();
    }
  }
  return found;
}

auto run_ceilings(const prepared_chunks& chunks, const fs::path& scratch) -> ceiling_run {
  fs::create_directories(scratch);
  const ceiling_run run{append_plainly(chunks, scratch / "plain"), put_values(chunks, scratch / "rocksdb"),
                        commit_events(chunks, scratch / "log")};
  fs::remove_all(scratch);
  return run;
}

auto run_peer(const input_file& file, const fs::path& scratch) -> peer_run {
  fs::create_directories(scratch);
  quiet_disk();
  system_test::process peer({WAYBILL_SQLITE_PEER, file.path.string(), (scratch / "peer.db").string()}, {},
                            "");
  const auto ran = peer.wait_at_most(std::chrono::minutes{20});
  fs::remove_all(scratch);
  peer_run run;
  if (ran.status != 0 || !(std::istringstream(ran.out) >> run.seconds >> run.rows))
    throw std::runtime_error("the peer failed: " + ran.err);
  return run;
}

}  // namespace waybill::bench
