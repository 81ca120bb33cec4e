// Where read models keep their rows: a RocksDB of their own, so that it can be dropped and refolded from the
// log. Rows and the checkpoint they stand for are written together.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"

namespace rocksdb {
class Env;  // NOLINT(readability-identifier-naming): the library's name
}

namespace waybill {

/// One a kind of row; the key formats stand beside the read model that writes them.
enum class family : std::uint8_t {
  checkpoints,
  imports,
  chunks,
  accounts,
  projects,
  places,
  listing,
  tags,
  live,
  usage,
  tree,
  tree_children,
  tree_counts,
  tree_gaps,
  tables,
  facts,
  operations,
  words,
  bulks,
  near
};
inline constexpr std::size_t family_count = static_cast<std::size_t>(family::near) + 1;
auto name_of(family which) -> std::string_view;

/// The checkpoint of what is folded only when somebody asks for it.
inline constexpr std::string_view late_projection = "late";
/// That of the words.
inline constexpr std::string_view search_projection = "search";

/// Changes that become visible together.
class row_changes {
 public:
  struct change {
    family in;
    std::string key;
    std::optional<std::string> value;  ///< nothing: erase
    bool whole_prefix = false;         ///< erase every key that begins with `key`
  };
  void put(family in, std::string key, std::string value) {
    all_.push_back({in, std::move(key), std::move(value), false});
  }
  void erase(family in, std::string key) { all_.push_back({in, std::move(key), std::nullopt, false}); }
  void erase_prefix(family in, std::string prefix) {
    all_.push_back({in, std::move(prefix), std::nullopt, true});
  }
  [[nodiscard]] auto all() const -> const std::vector<change>& { return all_; }

 private:
  std::vector<change> all_;
};

/// Many rows of one family in ascending order of their (unique) keys. They stay with whoever made them: this
/// is how a million index rows pass through without being copied.
class bulk_rows {
 public:
  struct row {
    std::string_view key;
    std::string_view value;  ///< empty: erase the key
  };
  virtual ~bulk_rows() = default;
  [[nodiscard]] virtual auto size() const -> std::size_t = 0;
  /// Good until the next call.
  [[nodiscard]] virtual auto at(std::size_t i) const -> row = 0;
  /// Few, but so long that they belong on a file of their own.
  [[nodiscard]] virtual auto are_long() const -> bool { return false; }
};

struct bulk_part {
  family in;
  const bulk_rows* rows;
};

/// Walks over the rows of one family whose keys begin with a prefix, ascending, as they were when it was
/// made. For a short time: the database cannot be mended while it lives. One thread.
class row_cursor {
 public:
  virtual ~row_cursor() = default;
  /// To the first row whose key is `key` or behind it.
  virtual void seek(std::string_view key) = 0;
  virtual void next() = 0;
  /// Stands at a row: `key` and `value` are good until it moves.
  [[nodiscard]] virtual auto valid() const -> bool = 0;
  [[nodiscard]] virtual auto key() const -> std::string_view = 0;
  [[nodiscard]] virtual auto value() const -> std::string_view = 0;
  /// Where it is not valid: whether that is because the rows end. Errors: corrupt, unavailable.
  [[nodiscard]] virtual auto ended() const -> result<done> = 0;
};

/// `env` is a test's; nullptr: the machine's own. From `bulk_rows` rows on a finished file is cheaper than
/// the write buffer (and its later flush and compaction). `damaged` is called once, by whichever thread met
/// damage, with what and where it is.
struct projection_options {
  std::string directory;
  std::uint64_t cache_bytes = 12 << 20;
  std::uint64_t write_buffer_bytes = 2 << 20;
  rocksdb::Env* env = nullptr;
  std::size_t bulk_rows = 5'000;
  std::function<void(const std::string& what)> damaged{};
};

/// Any thread may call anything. A row has one writer: the read model that it belongs to.
class projection_store {
 public:
  /// Errors: locked, corrupt (also: laid out by another version), unavailable, storage_full.
  static auto open(const projection_options& options) -> result<std::unique_ptr<projection_store>>;
  ~projection_store();
  projection_store(const projection_store&) = delete;
  auto operator=(const projection_store&) -> projection_store& = delete;

  [[nodiscard]] auto get(family in, std::string_view key) const -> result<std::optional<std::string>>;
  /// One answer a key, in order; a missing one is empty. Keys should be sorted: it is several times faster.
  [[nodiscard]] auto get_many(family in, const std::vector<std::string_view>& keys) const
      -> result<std::vector<std::optional<std::string>>>;
  /// Rows whose key begins with `prefix`, from `from` on (which must begin with `prefix`, or be empty),
  /// ascending; `take` answers false to stop.
  auto scan(family in, std::string_view prefix, std::string_view from,
            const std::function<bool(std::string_view key, std::string_view value)>& take) const
      -> result<done>;
  /// The same downwards, beginning below `before` (empty: at the end of the prefix).
  auto scan_back(family in, std::string_view prefix, std::string_view before,
                 const std::function<bool(std::string_view key, std::string_view value)>& take) const
      -> result<done>;

  /// A cursor over them; it stands nowhere yet. The store must outlive it.
  [[nodiscard]] auto walk(family in, std::string_view prefix) const -> result<std::unique_ptr<row_cursor>>;

  /// All or nothing, not synced: what a power cut takes is folded again from the log. After a failure the
  /// next call opens the database again. Errors: storage_full, unavailable, corrupt (not before the next
  /// start).
  auto write(const row_changes& changes) -> result<done>;
  /// Sorted rows in bulk: a few through the write buffer, many as a finished file that is taken in as it is.
  auto write_bulk(family in, const bulk_rows& rows) -> result<done>;
  /// The same for several families, each at most once: all of it or nothing, and nothing of it without what
  /// was written before.
  auto write_together(std::span<const bulk_part> parts) -> result<done>;

  /// Files do not fit together, or hold something else than was written: the next `open` says corrupt, and
  /// all rows have to be folded again.
  [[nodiscard]] auto beyond_repair() const -> bool;

  [[nodiscard]] auto checkpoint(std::string_view model) const -> result<position>;
  static void put_checkpoint(row_changes& changes, std::string_view model, position at);

  /// SHA-256 over every row of every family: equal content, equal digest, however it is laid out on disk. The
  /// words are left out: how they are parted into segments depends on when they were folded. So is what is
  /// folded only when somebody asks.
  [[nodiscard]] auto content_digest() const -> result<digest>;
  [[nodiscard]] auto size_bytes() const -> std::uint64_t;
  /// Of one family's files.
  [[nodiscard]] auto size_bytes(family in) const -> std::uint64_t;
  /// How rows are laid out by this program: a store of another layout is folded again.
  static auto layout() -> std::string_view;

 private:
  struct impl;
  explicit projection_store(std::unique_ptr<impl> made);
  auto check_layout() -> result<done>;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill
