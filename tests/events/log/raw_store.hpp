// The RocksDB log as its own tests need it: opened, reopened, and changed behind its back.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "events/log/rocksdb_store.hpp"
#include "tests/events/log/samples.hpp"

namespace waybill::log_tests {

inline auto options_for(const std::string& directory) -> log_options { return {.directory = directory}; }

inline auto open_or_fail(const log_options& options, rocksdb::Env* env = nullptr)
    -> std::unique_ptr<event_log> {
  auto log = rocksdb_store::open_log(options, env);
  if (!log) FAIL("cannot be opened: " << log.why().message);
  return *std::move(log);
}

inline auto open_or_fail(const temporary_directory& directory) -> std::unique_ptr<event_log> {
  return open_or_fail(options_for(directory.path()));
}

/// Events 1..12: streams a (odd) and b (even); every third is large enough for a blob file.
inline void fill_two_streams(const temporary_directory& directory) {
  const auto log = open_or_fail(directory);
  for (std::uint64_t i = 0; i < 6; ++i)
    for (const char* stream : {"a", "b"}) {
      const auto number = std::to_string(log->tail() + 1);
      must(*log, one(stream, i, {"event " + number + (log->tail() % 3 == 0 ? std::string(9000, '.') : "")}));
    }
}

/// Opens the store without the log, hands it to `change`, and closes it with everything in its final files.
template <class Change>
void behind_its_back(const temporary_directory& directory, Change change) {
  auto opened = rocksdb_store::open(options_for(directory.path()), nullptr);
  if (!opened) FAIL("cannot be opened: " << opened.why().message);
  auto& store = *(*opened).held;
  change(store);
  REQUIRE(store.Flush({}).ok());
}

inline auto record_at(rocksdb::DB& store, position at) -> std::string {
  std::string record;
  REQUIRE(store.Get({}, rocksdb_store::event_key(at), &record).ok());
  return record;
}

inline void put_record(rocksdb::DB& store, position at, const std::string& record) {
  REQUIRE(store.Put({}, rocksdb_store::event_key(at), record).ok());
}

}  // namespace waybill::log_tests
