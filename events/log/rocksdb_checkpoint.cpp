// Copies of a log as it is at one position, and logs that are cut back to one.
#include <rocksdb/utilities/checkpoint.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "events/log/rocksdb_log.hpp"
#include "events/log/rocksdb_store.hpp"

namespace waybill {
namespace rocksdb_store {

auto make_checkpoint(rocksdb::DB& of, const std::string& directory) -> result<done> {
  rocksdb::Checkpoint* made = nullptr;
  auto status = rocksdb::Checkpoint::Create(&of, &made);
  const std::unique_ptr<rocksdb::Checkpoint> maker(made);
  if (status.ok())
    status = maker->CreateCheckpoint(std::filesystem::absolute(directory).lexically_normal().string());
  if (status.ok()) return done{};
  auto why = error_of(status, "the event log cannot be copied to " + directory);
  // Nothing was read that anybody relies on: it is the copy that cannot be made.
  if (why.code == errc::corrupt) why.code = errc::unavailable;
  return why;
}

}  // namespace rocksdb_store

auto cut_log(const log_options& options, position tail) -> result<done> {
  // What is taken away at once is held in memory.
  constexpr position most_at_once = 1'000;
  auto found = rocksdb_store::open(options, nullptr);
  if (!found) return std::move(found).why();
  do {
    const auto to = std::max(tail, found->tail - std::min(found->tail, most_at_once));
    if (auto fine = rocksdb_store::cut_back(*found, to); !fine) return fine;
    found->tail = std::min(found->tail, to);
  } while (found->tail > tail);
  if (const auto closed = found->held->Close(); !closed.ok())
    return rocksdb_store::error_of(closed, "the event log cannot be closed");
  return done{};
}

}  // namespace waybill
