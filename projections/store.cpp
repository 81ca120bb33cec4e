#include "projections/store.hpp"

#include <rocksdb/db.h>
#include <rocksdb/sst_file_writer.h>

#include <array>
#include <atomic>
#include <filesystem>

#include "events/codec.hpp"
#include "events/fault_point.hpp"
#include "events/hash.hpp"
#include "projections/rows_db.hpp"

namespace waybill {
namespace {

constexpr std::array<std::string_view, family_count> names{
    "default", "imports", "chunks",     "accounts", "projects",      "places",      "listing",
    "tags",    "live",    "usage",      "tree",     "tree_children", "tree_counts", "tree_gaps",
    "tables",  "facts",   "operations", "words",    "bulks",         "near"};

auto slice(std::string_view text) -> rocksdb::Slice { return {text.data(), text.size()}; }
auto view(const rocksdb::Slice& text) -> std::string_view { return {text.data(), text.size()}; }

/// How rows are laid out: to be raised with every change of it. What has another layout is folded again.
constexpr std::string_view present_layout = "16";
constexpr std::string_view layout_key = "layout";

/// The first key behind all that begin with `prefix`; empty: there is none.
auto behind(std::string_view prefix) -> std::string {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xFF) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace

auto name_of(family which) -> std::string_view { return names[static_cast<std::size_t>(which)]; }

struct projection_store::impl {
  std::unique_ptr<rows_db> rows;
  std::string directory;
  std::size_t bulk_rows;
  std::atomic<std::uint64_t> bulk_files{0};

  /// Writes once, and once more after the database was mended: the failure may be an old one, found by a
  /// flush in the background. `put` gives a status, and may say that the database is not to blame.
  template <class Put>
  auto write(Put put) -> result<done> {
    rocksdb::Status status;
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto to = rows->writing();
      if (!to) return to.why();
      bool blameless = false;
      status = put(**to, blameless);
      if (status.ok()) return done{};
      if (!blameless) rows->failed(*to);
    }
    return rows->refusal(status);
  }
};

projection_store::projection_store(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
projection_store::~projection_store() = default;

auto projection_store::open(const projection_options& wanted) -> result<std::unique_ptr<projection_store>> {
  auto rows = rows_db::open(wanted);
  if (!rows) return std::move(rows).why();
  std::unique_ptr<projection_store> made(
      new projection_store(std::make_unique<impl>(std::move(*rows), wanted.directory, wanted.bulk_rows)));
  if (auto fine = made->check_layout(); !fine) return std::move(fine).why();
  return made;
}

auto projection_store::check_layout() -> result<done> {
  const auto known = get(family::checkpoints, layout_key);
  if (!known) return known.why();
  if (*known == present_layout) return done{};
  bool fresh = !*known;
  const auto walked = scan(family::checkpoints, {}, {}, [&](auto, auto) { return fresh = false; });
  if (!walked) return walked.why();
  if (!fresh) return {errc::corrupt, "The projections were laid out by another version of Waybill."};
  row_changes changes;
  changes.put(family::checkpoints, std::string(layout_key), std::string(present_layout));
  return write(changes);
}

auto projection_store::get(family in, std::string_view key) const -> result<std::optional<std::string>> {
  const auto from = impl_->rows->reading();
  if (!from) return from.why();
  std::string value;
  const auto status = (*from)->db->Get({}, (*from)->at(in), slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (!status.ok()) return impl_->rows->refusal(status);
  return std::optional<std::string>{std::move(value)};
}

auto projection_store::get_many(family in, const std::vector<std::string_view>& keys) const
    -> result<std::vector<std::optional<std::string>>> {
  const auto from = impl_->rows->reading();
  if (!from) return from.why();
  std::vector<rocksdb::Slice> slices;
  slices.reserve(keys.size());
  for (const auto key : keys) slices.push_back(slice(key));
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  rocksdb::ReadOptions in_passing;
  // Such keys are as good as random, mostly: what was read for some would push out what others come back to.
  in_passing.fill_cache = false;
  (*from)->db->MultiGet(in_passing, (*from)->at(in), keys.size(), slices.data(), values.data(),
                        statuses.data());
  std::vector<std::optional<std::string>> found(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].ok())
      found[i] = values[i].ToString();
    else if (!statuses[i].IsNotFound())
      return impl_->rows->refusal(statuses[i]);
  }
  return found;
}

auto projection_store::scan(family in, std::string_view prefix, std::string_view from,
                            const std::function<bool(std::string_view, std::string_view)>& take) const
    -> result<done> {
  const auto rows = impl_->rows->reading();
  if (!rows) return rows.why();
  const auto end = behind(prefix);
  const auto upper = slice(end);
  rocksdb::ReadOptions options;
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row{(*rows)->db->NewIterator(options, (*rows)->at(in))};
  for (row->Seek(slice(from.empty() ? prefix : from)); row->Valid(); row->Next())
    if (!take(view(row->key()), view(row->value()))) return done{};
  if (!row->status().ok()) return impl_->rows->refusal(row->status());
  return done{};
}

auto projection_store::scan_back(family in, std::string_view prefix, std::string_view before,
                                 const std::function<bool(std::string_view, std::string_view)>& take) const
    -> result<done> {
  const auto rows = impl_->rows->reading();
  if (!rows) return rows.why();
  const auto lower = slice(prefix);
  rocksdb::ReadOptions options;
  if (!prefix.empty()) options.iterate_lower_bound = &lower;
  const auto end = before.empty() ? behind(prefix) : std::string(before);
  const auto upper = slice(end);
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row{(*rows)->db->NewIterator(options, (*rows)->at(in))};
  for (row->SeekToLast(); row->Valid(); row->Prev())
    if (!take(view(row->key()), view(row->value()))) return done{};
  if (!row->status().ok()) return impl_->rows->refusal(row->status());
  return done{};
}

namespace {

class rocksdb_cursor final : public row_cursor {
 public:
  rocksdb_cursor(rows_db& rows, rows_db::handle from, family in, std::string_view prefix)
      : rows_(rows), from_(std::move(from)), end_(behind(prefix)), upper_(slice(end_)) {
    rocksdb::ReadOptions options;
    if (!end_.empty()) options.iterate_upper_bound = &upper_;
    at_.reset(from_->db->NewIterator(options, from_->at(in)));
  }
  void seek(std::string_view key) override {
    keep_status();
    at_->Seek(slice(key));
  }
  void next() override { at_->Next(); }
  [[nodiscard]] auto valid() const -> bool override { return at_->Valid(); }
  [[nodiscard]] auto key() const -> std::string_view override { return view(at_->key()); }
  [[nodiscard]] auto value() const -> std::string_view override { return view(at_->value()); }
  [[nodiscard]] auto ended() const -> result<done> override {
    const auto status = failed_.ok() ? at_->status() : failed_;
    if (status.ok()) return done{};
    return rows_.refusal(status);
  }

 private:
  /// The library forgets a failure with the next seek.
  void keep_status() {
    if (failed_.ok()) failed_ = at_->status();
  }

  rows_db& rows_;
  rows_db::handle from_;
  std::string end_;
  rocksdb::Slice upper_;
  std::unique_ptr<rocksdb::Iterator> at_;
  rocksdb::Status failed_;
};

}  // namespace

auto projection_store::walk(family in, std::string_view prefix) const -> result<std::unique_ptr<row_cursor>> {
  auto from = impl_->rows->reading();
  if (!from) return from.why();
  return std::unique_ptr<row_cursor>(
      std::make_unique<rocksdb_cursor>(*impl_->rows, std::move(*from), in, prefix));
}

auto projection_store::write(const row_changes& changes) -> result<done> {
  return impl_->write([&](const open_rows& to, bool&) {
    rocksdb::WriteBatch batch;
    for (const auto& change : changes.all()) {
      auto* in = to.at(change.in);
      if (change.value)
        batch.Put(in, change.key, *change.value);
      else if (change.whole_prefix)
        batch.DeleteRange(in, change.key, behind(change.key));
      else
        batch.Delete(in, change.key);
    }
    return to.db->Write({}, &batch);
  });
}

namespace {

auto write_batch(const open_rows& to, std::span<const bulk_part> parts) -> rocksdb::Status {
  rocksdb::WriteBatch batch;
  for (const auto& part : parts)
    for (std::size_t i = 0; i < part.rows->size(); ++i) {
      const auto [key, value] = part.rows->at(i);
      if (value.empty())
        batch.Delete(to.at(part.in), slice(key));
      else
        batch.Put(to.at(part.in), slice(key), slice(value));
    }
  return to.db->Write({}, &batch);
}

auto write_file(const open_rows& to, const bulk_part& part, const std::string& path) -> rocksdb::Status {
  // The writer would tell the system to forget what it wrote; the store asks for these rows at once.
  constexpr bool forget_pages = false;
  const auto options = to.db->GetOptions(to.at(part.in));
  rocksdb::SstFileWriter file{rocksdb::EnvOptions{options}, options, to.at(part.in), forget_pages};
  auto status = file.Open(path);
  for (std::size_t i = 0; status.ok() && i < part.rows->size(); ++i) {
    const auto [key, value] = part.rows->at(i);
    status = value.empty() ? file.Delete(slice(key)) : file.Put(slice(key), slice(value));
  }
  return status.ok() ? file.Finish() : status;
}

auto take_in(const open_rows& to, std::span<const bulk_part> parts, const std::vector<std::string>& paths)
    -> rocksdb::Status {
  std::vector<rocksdb::IngestExternalFileArg> files(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    files[i].column_family = to.at(parts[i].in);
    files[i].external_files = {paths[i]};
    files[i].options.move_files = true;
    // Or the file's properties would no longer fit their checksum.
    files[i].options.write_global_seqno = false;
  }
  // Files that are taken in outlive a power cut. What was written before, and they build on, has to as well.
  if (parts.size() > 1)
    if (auto synced = to.sync(); !synced.ok()) return synced;
  return to.db->IngestExternalFiles(files);
}

auto write_files(const open_rows& to, std::span<const bulk_part> parts, const std::vector<std::string>& paths,
                 bool& blameless) -> rocksdb::Status {
  blameless = true;
  rocksdb::Status status;
  for (std::size_t i = 0; status.ok() && i < parts.size(); ++i) status = write_file(to, parts[i], paths[i]);
  if (status.ok()) {
    fault_point("index.file_written");
    blameless = false;
    status = take_in(to, parts, paths);
  }
  fault_point("index.file_taken_in");
  std::error_code ignored;
  for (const auto& path : paths) std::filesystem::remove(path, ignored);
  return status;
}

}  // namespace

auto projection_store::write_bulk(family in, const bulk_rows& rows) -> result<done> {
  const bulk_part all{in, &rows};
  return write_together({&all, 1});
}

auto projection_store::write_together(std::span<const bulk_part> parts) -> result<done> {
  std::vector<bulk_part> filled;
  std::vector<std::string> paths;
  std::size_t rows = 0;
  bool are_long = false;
  for (const auto& part : parts) {
    if (part.rows->size() == 0) continue;
    rows += part.rows->size();
    are_long = are_long || part.rows->are_long();
    filled.push_back(part);
    paths.push_back(impl_->directory + "/" + std::string(name_of(part.in)) + "-" +
                    std::to_string(++impl_->bulk_files) + ".bulk");
  }
  if (filled.empty()) return done{};
  return impl_->write([&](const open_rows& to, bool& blameless) {
    return rows < impl_->bulk_rows && !are_long ? write_batch(to, filled)
                                                : write_files(to, filled, paths, blameless);
  });
}

auto projection_store::beyond_repair() const -> bool { return impl_->rows->beyond_repair(); }

auto projection_store::checkpoint(std::string_view model) const -> result<position> {
  const auto row = get(family::checkpoints, model);
  if (!row) return row.why();
  position at = 0;
  if (*row && !decode(**row, at))
    return {errc::corrupt, "The checkpoint of '" + std::string(model) + "' is damaged."};
  return at;
}

void projection_store::put_checkpoint(row_changes& changes, std::string_view model, position at) {
  changes.put(family::checkpoints, std::string(model), encode(at));
}

auto projection_store::content_digest() const -> result<digest> {
  sha256 hash;
  for (std::size_t i = 0; i < family_count; ++i) {
    if (static_cast<family>(i) == family::words || static_cast<family>(i) == family::near) continue;
    const auto walked =
        scan(static_cast<family>(i), {}, {}, [&](std::string_view key, std::string_view value) {
          if (static_cast<family>(i) == family::checkpoints &&
              (key.ends_with(late_projection) || key.ends_with(search_projection)))
            return true;
          const std::array<std::uint64_t, 3> sizes{i, key.size(), value.size()};
          hash.update({reinterpret_cast<const char*>(sizes.data()), sizeof sizes});
          hash.update(key);
          hash.update(value);
          return true;
        });
    if (!walked) return walked.why();
  }
  return hash.finish();
}

auto projection_store::size_bytes() const -> std::uint64_t {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < family_count; ++i) total += size_bytes(static_cast<family>(i));
  return total;
}

auto projection_store::size_bytes(family in) const -> std::uint64_t {
  std::uint64_t bytes = 0;
  const auto rows = impl_->rows->reading();
  if (!rows) return 0;
  const bool known =
      (*rows)->db->GetIntProperty((*rows)->at(in), rocksdb::DB::Properties::kTotalSstFilesSize, &bytes);
  return known ? bytes : 0;
}

auto projection_store::layout() -> std::string_view { return present_layout; }

}  // namespace waybill
