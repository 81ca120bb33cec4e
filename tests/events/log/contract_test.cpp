// Every implementation, held against the contract.
#include <catch2/catch.hpp>

#include "events/log/memory_log.hpp"
#include "events/log/rocksdb_log.hpp"
#include "tests/events/log/contract.hpp"
#include "tests/events/log/samples.hpp"

using namespace waybill;
using namespace waybill::log_tests;

namespace {

class memory_world final : public log_world {
 public:
  auto log() -> event_log& override { return *log_; }

 private:
  std::unique_ptr<event_log> log_ = open_memory_log();
};

class rocksdb_world : public log_world {
 public:
  explicit rocksdb_world(std::uint64_t recent_bytes = log_options{}.recent_bytes)
      : recent_bytes_(recent_bytes) {
    open();
  }
  auto log() -> event_log& override { return *log_; }

 protected:
  void open() {
    log_.reset();
    auto opened = open_rocksdb_log({.directory = directory_.path(), .recent_bytes = recent_bytes_});
    if (!opened) FAIL("cannot be opened: " << opened.why().message);
    log_ = *std::move(opened);
  }

 private:
  temporary_directory directory_;
  std::uint64_t recent_bytes_;
  std::unique_ptr<event_log> log_;
};

/// Keeps no event in memory: whatever is read comes from the store.
class forgetful_world final : public rocksdb_world {
 public:
  forgetful_world() : rocksdb_world(0) {}
};

/// Every step ends the log and begins it anew from what is on disk.
class reopened_world final : public rocksdb_world {
 public:
  void step() override { open(); }
};

template <class World>
void hold_against(const std::vector<contract_case>& contract) {
  for (const auto& one_case : contract) {
    DYNAMIC_SECTION(one_case.sentence) {
      World world;
      one_case.check(world);
    }
  }
}

template <class World>
void hold_against_all() {
  hold_against<World>(append_contract());
  hold_against<World>(reading_contract());
  hold_against<World>(waiting_contract());
}

}  // namespace

TEST_CASE("given the log in memory, when held against the contract, then it keeps it") {
  hold_against_all<memory_world>();
}

TEST_CASE("given the log in RocksDB, when held against the contract, then it keeps it") {
  hold_against_all<rocksdb_world>();
}

TEST_CASE(
    "given the log in RocksDB without newest events in memory, when held against the contract, then it keeps "
    "it") {
  hold_against_all<forgetful_world>();
}

TEST_CASE(
    "given the log in RocksDB and reopened at every step, when held against the contract, then it keeps it") {
  hold_against_all<reopened_world>();
}
