// Opening the store: how RocksDB is set up, and whether the end of the log is what was written.
#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <rocksdb/write_buffer_manager.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "events/fault_point.hpp"
#include "events/log/closed_files.hpp"
#include "events/log/crc32c.hpp"
#include "events/log/record_format.hpp"
#include "events/log/rocksdb_notes.hpp"
#include "events/log/rocksdb_store.hpp"
#include "events/log/table_files.hpp"

namespace waybill::rocksdb_store {
namespace {

namespace fs = std::filesystem;

auto broken(std::string what) -> error { return {errc::corrupt, std::move(what), {}}; }

/// RocksDB would try to go on by itself in a thread of its own; going on after a failure is the commit's step
/// (rocksdb_log.cpp).
class no_recovery_of_its_own final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* auto_recovery) override {
    *auto_recovery = false;
  }
};

void set_database(rocksdb::Options& db, rocksdb::Env* env) {
  db.env = env != nullptr ? env : checking_env();
  db.create_if_missing = true;
  // The last record of the write-ahead log may be cut off by a crash: nobody was told that it is there.
  // Anything else that is wrong in it is damage to what was promised, and must be said instead of left out.
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.max_open_files = 256;
  db.max_file_opening_threads =
      1;  // it opens a few files at the start; the default makes 16 threads for them
  db.max_background_jobs = 2;
  db.max_bgerror_resume_count = 0;
  db.listeners.push_back(std::make_shared<no_recovery_of_its_own>());
  db.advise_random_on_open = false;  // the usual reading is from front to back
  db.bytes_per_sync = 1U << 20;
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
}

void set_memory(rocksdb::Options& db, const log_options& options) {
  const auto cache = rocksdb::NewLRUCache(options.cache_bytes + 2 * options.write_buffer_bytes);
  db.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(2 * options.write_buffer_bytes, cache);
  db.write_buffer_size = options.write_buffer_bytes;
  db.max_write_buffer_number = 2;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;  // else they grow with the log, outside of the budget
  set_table_format(table);
  db.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
}

/// Chunks are written once and never merged again: they lie in blob files, beside the tree of keys.
void set_blobs(rocksdb::Options& db) {
  db.enable_blob_files = true;
  db.min_blob_size = 4096;
  db.blob_file_size = 256U << 20;
  db.blob_compression_type = rocksdb::kNoCompression;
  db.compression = rocksdb::kNoCompression;
}

auto opening_error(const rocksdb::Status& status, const log_options& options, const std::string& noted)
    -> error {
  const auto text = status.ToString();
  if (text.find("lock hold by") != std::string::npos || text.find("While lock file") != std::string::npos)
    return {errc::locked, "another process is using the event log in " + options.directory, {}};
  auto why = error_of(status, "the event log in " + options.directory + " cannot be opened");
  const bool names_a_file = text.find('/') != std::string::npos;
  if (status.IsCorruption() && !names_a_file && !noted.empty()) why.message += " (" + noted + ")";
  return why;
}

auto open_store(const log_options& options, rocksdb::Env* env) -> result<store> {
  rocksdb::Options settings;
  set_database(settings, env);
  const auto noted = options.read_only ? no_notes() : open_notes(options.directory);
  settings.info_log = noted;
  if (!checks_for_rocksdb()) rocksdb::Warn(noted, "checksums are not by the processor's instruction");
  // Else whatever is called LOG... is taken for old notes, and removed.
  if (!options.read_only) settings.db_log_dir = options.directory;
  set_memory(settings, options);
  set_blobs(settings);
  rocksdb::DB* db = nullptr;
  const auto status = options.read_only ? rocksdb::DB::OpenForReadOnly(settings, options.directory, &db)
                                        : rocksdb::DB::Open(settings, options.directory, &db);
  if (!status.ok()) return opening_error(status, options, noted->left_out());
  return store(db);
}

auto meta_value(rocksdb::DB& from, std::string_view key) -> result<std::optional<std::string>> {
  std::string value;
  const auto status = from.Get({}, slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (!status.ok()) return error_of(status, "the log's own notes cannot be read");
  return std::optional<std::string>{std::move(value)};
}

/// Whether there is an event at `from` or beyond.
auto has_events_from(rocksdb::DB& in, position from) -> result<bool> {
  const rocksdb::Slice upper = slice(end_of_events);
  rocksdb::ReadOptions events;
  events.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> it(in.NewIterator(events));
  it->Seek(event_key(from));
  if (!it->status().ok()) return error_of(it->status(), "the end of the log cannot be read");
  return it->Valid();
}

auto check_format(rocksdb::DB& in, const log_options& options) -> result<done> {
  const auto format = meta_value(in, format_key);
  if (!format) return format.why();
  if (*format && **format == format_name) return done{};
  if (*format)
    return broken("the event log in " + options.directory + " has the format \"" + printable(**format) +
                  "\"; known is \"" + std::string(format_name) + "\"");
  const auto used = has_events_from(in, 0);
  if (!used) return used.why();
  if (*used)
    return broken("the event log in " + options.directory + " has events, but does not say its format");
  // What was made of it before its first words says nothing: an emptied folder, or projections.
  if (options.read_only) return error{errc::not_found, "there is no event log in " + options.directory, {}};
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto status = in.Put(synced, slice(format_key), slice(format_name));
  if (!status.ok()) return error_of(status, "the new event log cannot be written");
  return done{};
}

/// The last event must be there, be readable, be the last, and be known in its stream.
auto check_last(rocksdb::DB& in, position tail) -> result<done> {
  const auto more = has_events_from(in, tail + 1);
  if (!more) return more.why();
  if (*more)
    return broken("there are events beyond position " + std::to_string(tail) + ", where the log should end");
  if (tail == 0) return done{};
  const auto last = read_event(in, tail);
  if (!last && last.why().code == errc::not_found)
    return broken("the last event, at position " + std::to_string(tail) + ", is missing");
  if (!last) return last.why();
  const auto& head = (*last).head;
  std::string place;
  const auto status = in.Get({}, stream_key(head.stream, head.version), &place);
  if (!status.ok() && !status.IsNotFound()) return error_of(status, "the streams cannot be read");
  if (place != number_bytes(tail))
    return broken("the last event, at position " + std::to_string(tail) + ", is not known in its stream " +
                  printable(head.stream));
  return done{};
}

auto find_tail(rocksdb::DB& in) -> result<position> {
  const auto noted = meta_value(in, tail_key);
  if (!noted) return noted.why();
  const auto tail = *noted ? number_of(**noted) : result<std::uint64_t>(0);
  if (!tail) return tail.why();
  if (auto fine = check_last(in, *tail); !fine) return std::move(fine).why();
  return *tail;
}

/// RocksDB knows how long each blob file is, but looks when something is read from it: too late, for who
/// starts to work on a log.
auto check_blobs(rocksdb::DB& in, const std::string& directory) -> result<done> {
  rocksdb::ColumnFamilyMetaData about;
  in.GetColumnFamilyMetaData(&about);
  for (const auto& blob : about.blob_files) {
    const auto path = directory + "/" + fs::path(blob.blob_file_name).filename().string();
    std::uint64_t bytes = 0;
    const auto status = in.GetEnv()->GetFileSize(path, &bytes);
    if (status.IsNotFound() || status.IsPathNotFound()) return broken(path + " is gone.");
    if (!status.ok()) return error_of(status, path + " cannot be read");
    if (bytes != blob.blob_file_size)
      return broken(path + " has " + std::to_string(bytes) + " bytes, and should have " +
                    std::to_string(blob.blob_file_size) + ".");
  }
  return done{};
}

auto holds_files(const fs::path& directory) -> bool {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    const auto kind = entry.path().extension();
    if (kind == ".sst" || kind == ".blob" || kind == ".log") return true;
  }
  return false;
}

/// RocksDB takes a directory without its file CURRENT for a new one, and removes what lies in it; of one that
/// is damaged it names what it leads to.
auto check_current(const fs::path& directory) -> result<done> {
  const auto current = directory / "CURRENT";
  std::error_code failed;
  if (!fs::exists(current, failed)) {
    if (failed || !holds_files(directory)) return done{};
    return broken("the event log in " + directory.string() + " has no file CURRENT any more");
  }
  // Twice: a server that starts beside this writes another list.
  std::string list;
  for (int look = 0; look < 2; ++look) {
    std::ifstream file(current);
    if (!file) return error{errc::unavailable, current.string() + " cannot be read", {}};
    std::getline(file, list);
    if (!list.empty() && fs::exists(directory / list, failed)) return done{};
  }
  return broken(current.string() + " names \"" + printable(list) + "\", which is not there");
}

/// Opening a FIFO would wait for its other end, for ever.
auto check_files(const fs::path& directory) -> result<done> {
  std::error_code failed;
  for (fs::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code gone;
    const auto kind = fs::status(at->path(), gone).type();
    if (kind == fs::file_type::fifo || kind == fs::file_type::socket || kind == fs::file_type::character ||
        kind == fs::file_type::block)
      return broken(at->path().string() + " is no regular file");
  }
  return done{};
}

/// Reading must leave no trace: RocksDB would make the directory for its own notes before it finds nothing in
/// it.
auto prepare_directory(const log_options& options) -> result<done> {
  const fs::path directory(options.directory);
  std::error_code failed;
  if (auto fine = check_files(directory); !fine) return fine;
  if (auto fine = check_current(directory); !fine) return fine;
  if (options.read_only) {
    if (fs::exists(directory / "CURRENT", failed)) return done{};
    return error{errc::not_found, "there is no event log in " + options.directory, {}};
  }
  if (fs::exists(directory, failed)) return take_closed_files(options.directory);
  fs::create_directories(directory, failed);
  if (!failed) return done{};
  const auto code = failed == std::errc::no_space_on_device ? errc::storage_full : errc::unavailable;
  return error{code, "the directory " + options.directory + " cannot be made: " + failed.message(), {}};
}

}  // namespace

auto open(const log_options& options, rocksdb::Env* env) -> result<opened> {
  if (auto fine = prepare_directory(options); !fine) return std::move(fine).why();
  auto held = open_store(options, env);
  if (!held) return std::move(held).why();
  // Who only reads finds what can still be read.
  if (!options.read_only)
    if (auto whole = check_blobs(**held, options.directory); !whole) return std::move(whole).why();
  if (auto fine = check_format(**held, options); !fine) return std::move(fine).why();
  const auto tail = find_tail(**held);
  if (!tail) return tail.why();
  return opened{*std::move(held), *tail};
}

auto cut_back(const opened& found, position tail) -> result<done> {
  if (found.tail == tail) return done{};
  if (found.tail < tail)
    return broken("the event log ends at position " + std::to_string(found.tail) + ", where " +
                  std::to_string(tail) + " was reached before");
  rocksdb::WriteBatch batch;
  for (auto at = tail + 1; at <= found.tail; ++at) {
    const auto event = read_event(*found.held, at);
    if (!event) return event.why();
    batch.Delete(event_key(at));
    batch.Delete(stream_key((*event).head.stream, (*event).head.version));
  }
  batch.Put(slice(tail_key), number_bytes(tail));
  fault_point("log.before_cut_back");
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto status = found.held->Write(synced, &batch);
  if (!status.ok()) return error_of(status, "a failed append cannot be taken back");
  return done{};
}

}  // namespace waybill::rocksdb_store
