#include "projections/rows_db.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include <filesystem>
#include <fstream>

#include "events/log/closed_files.hpp"
#include "events/log/rocksdb_notes.hpp"
#include "events/log/table_files.hpp"
#include "projections/block_borders.hpp"
#include "projections/closed_store.hpp"

namespace waybill {
namespace {

/// How long who opens again waits for those who still read.
constexpr std::chrono::seconds reading_patience{10};
/// How long who reads waits for who opens again.
constexpr std::chrono::seconds opening_patience{15};

/// So many files of a family are merged into one. Of bulk rows there is one for 100,000 changes, and merging
/// is as much work as writing them was; whoever looks something up asks the filters of all of them, though.
constexpr int files_to_merge = 12;
constexpr int bulk_files_to_merge = 60;

/// Files are written in pieces of this size, ...
constexpr std::size_t file_buffer_bytes = 256 << 10;
/// ... and read in smaller ones where they are merged: sixty at a time hold one each.
constexpr std::size_t merged_piece_bytes = 32 << 10;

auto mark_in(const std::string& directory) -> std::string {
  return directory + "/" + std::string(damage_mark);
}

auto closed_error() -> error { return {errc::unavailable, "The projections cannot be opened now.", {}}; }

/// Going on after a failure is `rows_db::reopen`'s step, not that of a thread of RocksDB's.
class no_recovery_of_its_own final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* auto_recovery) override {
    *auto_recovery = false;
  }
};

auto make_options(const projection_options& wanted) -> rocksdb::Options {
  rocksdb::Options options;
  options.env = wanted.env != nullptr ? wanted.env : checking_env();
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.max_background_jobs = 2;
  options.write_buffer_size = wanted.write_buffer_bytes / 2;
  options.max_write_buffer_number = 2;
  options.max_open_files = 256;
  // At the start it opens a few files of each family, with this many threads for each; by default 16.
  options.max_file_opening_threads = 1;
  options.max_total_wal_size = 4 * wanted.write_buffer_bytes;
  options.info_log = rocksdb_store::open_notes(wanted.directory);
  options.db_log_dir =
      wanted.directory;  // else whatever is called LOG... is taken for old notes, and removed
  options.compression = rocksdb::kNoCompression;
  options.max_bgerror_resume_count = 0;
  options.listeners.push_back(std::make_shared<no_recovery_of_its_own>());
  // Bulk files overlap in all of their keys, so levels would be rewritten again and again: a third of a large
  // import's time went there. Runs of like size are merged instead.
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  // More come while so many are merged; beyond these numbers everybody's writes wait for the merging.
  options.level0_slowdown_writes_trigger = 2 * bulk_files_to_merge;
  options.level0_stop_writes_trigger = 4 * bulk_files_to_merge;
  options.compaction_readahead_size = merged_piece_bytes;
  options.writable_file_max_buffer_size = file_buffer_bytes;
  return options;
}

/// Half of the cache is kept for filters and indexes, so that scans of rows do not push them out. Few shards:
/// whatever is larger than its shard would be read again each time.
auto make_cache(const projection_options& wanted) -> std::shared_ptr<rocksdb::Cache> {
  return rocksdb::NewLRUCache(wanted.cache_bytes, 1, false, 0.5);
}

auto make_table(const std::shared_ptr<rocksdb::Cache>& cache, family which)
    -> std::shared_ptr<rocksdb::TableFactory> {
  const bool looked_up_by_key = which != family::listing && which != family::tree_children &&
                                which != family::tree_gaps && which != family::words && which != family::near;
  rocksdb::BlockBasedTableOptions table;
  set_table_format(table);
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  // In parts of a few KiB: what has to be read again for one key does not grow with the file.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = looked_up_by_key;
  if (which == family::tree || which == family::tree_children || which == family::tree_counts ||
      which == family::tree_gaps)
    table.flush_block_policy_factory = blocks_of_several_rows();
  if (looked_up_by_key) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  return std::shared_ptr<rocksdb::TableFactory>(rocksdb::NewBlockBasedTableFactory(table));
}

}  // namespace

auto rows_error(const rocksdb::Status& status) -> error {
  if (status.IsNoSpace() || status.subcode() == rocksdb::Status::kNoSpace)
    return {errc::storage_full, "There is no room left on the disk.", {}};
  if (status.IsCorruption() || status.IsPathNotFound())
    return {errc::corrupt, "A projection's file is damaged or gone; 'waybill rebuild' makes it anew.", {}};
  return {errc::unavailable, "A projection cannot be read or written now.", {}};
}

open_rows::~open_rows() {
  for (auto* handle : families)
    if (handle != nullptr) db->DestroyColumnFamilyHandle(handle);
}

// A write of nothing, not SyncWAL: that one ends the process with a failed assertion when the write of
// another thread has just failed.
auto open_rows::sync() const -> rocksdb::Status {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  rocksdb::WriteBatch nothing;
  return db->Write(synced, &nothing);
}

auto rows_db::open(const projection_options& options) -> result<std::unique_ptr<rows_db>> {
  std::error_code ignored;
  std::filesystem::create_directories(options.directory, ignored);
  if (std::ifstream mark{mark_in(options.directory)}) {
    std::string what;
    std::getline(mark, what);
    return {errc::corrupt, "The projections were found damaged before: " + what};
  }
  if (auto whole = take_closed_files(options.directory); !whole) return std::move(whole).why();
  std::unique_ptr<rows_db> made{new rows_db(options)};
  auto fresh = made->open_files(false);
  if (!fresh) return std::move(fresh).why();
  made->hold(std::move(*fresh));
  // Files of a bulk write that was cut off: never taken in, so nobody needs them.
  for (const auto& entry : std::filesystem::directory_iterator(options.directory, ignored))
    if (is_bulk_file(entry.path().filename().string())) std::filesystem::remove(entry.path(), ignored);
  return made;
}

rows_db::~rows_db() {
  // A note that outlives a power cut must not tell of bytes that did not.
  const bool safe =
      held_ && !broken_ && !beyond_repair_ && held_->sync().ok() && !failed_in_background(*held_->db);
  // Its closing says so to this object, which therefore has to be there.
  held_.reset();
  if (safe && alive_ == 0) note_closed_files(options_.directory);
}

auto rows_db::open_files(bool read_only) -> result<std::unique_ptr<open_rows>> {
  auto options = make_options(options_);
  const auto cache = make_cache(options_);
  options.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(options_.write_buffer_bytes, cache);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (std::size_t i = 0; i < family_count; ++i) {
    const auto which = static_cast<family>(i);
    const bool bulk = which == family::places || which == family::listing;
    options.level0_file_num_compaction_trigger = bulk ? bulk_files_to_merge : files_to_merge;
    options.table_factory = make_table(cache, which);
    families.emplace_back(std::string(name_of(which)), options);
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const auto& where = options_.directory;
  const auto status = read_only ? rocksdb::DB::OpenForReadOnly(options, where, families, &handles, &db)
                                : rocksdb::DB::Open(options, where, families, &handles, &db);
  if (!status.ok()) {
    if (status.IsIOError() && status.ToString().find("lock") != std::string::npos)
      return {errc::locked, "Another process holds the projections in this data directory."};
    auto why = rows_error(status);
    if (why.code == errc::corrupt) why.message += " " + status.ToString();
    return why;
  }
  auto fresh = std::make_unique<open_rows>();
  fresh->db.reset(db);
  for (std::size_t i = 0; i < family_count; ++i) fresh->families[i] = handles[i];
  return fresh;
}

void rows_db::hold(std::unique_ptr<open_rows> fresh) {
  ++alive_;
  held_ = handle{fresh.release(), [this](const open_rows* done_with) {
                   delete done_with;
                   closed();
                 }};
}

void rows_db::closed() {
  const std::scoped_lock lock{mutex_};
  --alive_;
  changed_.notify_all();
}

auto rows_db::reading() -> result<handle> {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, opening_patience, [this] { return !opening_; });
  // Who folds reads before it writes: if only who writes opened it again, nobody would.
  if (!held_ && !opening_) static_cast<void>(reopen(lock));
  if (!held_) return closed_error();
  return held_;
}

auto rows_db::writing() -> result<handle> {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, opening_patience, [this] { return !opening_; });
  if (opening_) return closed_error();
  if (broken_)
    if (auto again = reopen(lock); !again) return std::move(again).why();
  return held_;
}

auto rows_db::refusal(const rocksdb::Status& status) -> error {
  auto why = rows_error(status);
  if (why.code == errc::corrupt) damaged(status.ToString());
  return why;
}

void rows_db::damaged(const std::string& what) {
  if (beyond_repair_.exchange(true)) return;
  std::ofstream{mark_in(options_.directory)} << what << '\n';
  if (options_.damaged) options_.damaged(what);
}

void rows_db::failed(const handle& with) {
  const std::scoped_lock lock{mutex_};
  if (held_ == with) broken_ = true;
}

// Two databases cannot hold the files at once: so the old one has to be closed, by whoever lets go of it
// last.
auto rows_db::reopen(std::unique_lock<std::mutex>& lock) -> result<done> {
  opening_ = true;
  auto old = std::exchange(held_, nullptr);
  const std::weak_ptr<const open_rows> last = old;
  lock.unlock();
  old.reset();
  lock.lock();
  const auto all_closed = [this] { return alive_ == 0; };
  result<done> answer = done{};
  if (!changed_.wait_for(lock, reading_patience, all_closed)) held_ = last.lock();
  if (held_) {
    answer = closed_error();  // somebody reads for very long: another time
  } else {
    changed_.wait(lock, all_closed);
    lock.unlock();
    auto fresh = open_files(false);
    if (!fresh) {
      // Reading goes on.
      answer = fresh.why();
      if (answer.why().code == errc::corrupt) damaged(answer.why().message);
      fresh = open_files(true);
    }
    lock.lock();
    if (fresh) hold(std::move(*fresh));
    broken_ = !answer;
  }
  opening_ = false;
  changed_.notify_all();
  return answer;
}

}  // namespace waybill
