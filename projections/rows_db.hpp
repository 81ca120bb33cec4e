// The RocksDB below the projection store: set up, opened, and opened again after a failed write.
#pragma once

#include <rocksdb/db.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "projections/store.hpp"

namespace waybill {

auto rows_error(const rocksdb::Status& status) -> error;

/// An open database. Closed when nobody uses it any more.
struct open_rows {
  open_rows() = default;
  ~open_rows();
  open_rows(const open_rows&) = delete;
  auto operator=(const open_rows&) -> open_rows& = delete;
  [[nodiscard]] auto at(family in) const -> rocksdb::ColumnFamilyHandle* {
    return families[static_cast<std::size_t>(in)];
  }
  /// All that was written outlives a power cut. Beside other writes, too.
  [[nodiscard]] auto sync() const -> rocksdb::Status;

  std::unique_ptr<rocksdb::DB> db;
  std::array<rocksdb::ColumnFamilyHandle*, family_count> families{};
};

/// After a failed write or flush RocksDB takes no more writes; its own ways back do not come back from a full
/// disk (docs/decisions/0005). So it is closed and opened again, as after a crash, by the next who writes:
/// nothing that was written is lost, since it stands in the write-ahead log. One fault is beyond that: when
/// the disk refuses to sync the list of files just while a finished file is taken in, RocksDB removes that
/// file and its list names it. Then opening says corrupt, as it does when reading met damage before, and the
/// next start folds all rows again. Any thread.
class rows_db {
 public:
  using handle = std::shared_ptr<const open_rows>;

  /// Errors: locked, corrupt, unavailable, storage_full.
  static auto open(const projection_options& options) -> result<std::unique_ptr<rows_db>>;
  ~rows_db();
  rows_db(const rows_db&) = delete;
  auto operator=(const rows_db&) -> rows_db& = delete;

  /// To read, for a short time. Waits while the database is opened again, and tries that itself where not
  /// even reading went on. Errors: unavailable.
  auto reading() -> result<handle>;
  /// To write. Errors: those of opening it again, if that has to be done first and cannot.
  auto writing() -> result<handle>;
  /// What was written through `with` failed.
  void failed(const handle& with);
  /// Why something cannot be read. Damage is remembered, on the disk too: the next `open` says corrupt,
  /// however well the files look to it.
  auto refusal(const rocksdb::Status& status) -> error;
  /// Damage was found.
  [[nodiscard]] auto beyond_repair() const -> bool { return beyond_repair_; }

 private:
  explicit rows_db(projection_options options) : options_(std::move(options)) {}
  auto open_files(bool read_only) -> result<std::unique_ptr<open_rows>>;
  auto reopen(std::unique_lock<std::mutex>& lock) -> result<done>;
  void hold(std::unique_ptr<open_rows> fresh);
  void closed();
  void damaged(const std::string& what);

  projection_options options_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  handle held_;
  std::size_t alive_ = 0;  ///< databases that are not closed yet: one, or none for a moment
  std::atomic<bool> beyond_repair_ = false;
  bool opening_ = false;
  bool broken_ = false;  ///< a write failed since it was opened
};

}  // namespace waybill
