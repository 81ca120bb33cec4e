#include "projections/store.hpp"

#include <openssl/evp.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include <array>
#include <filesystem>

#include "events/codec.hpp"

namespace waybill {
namespace {

constexpr std::array<std::string_view, family_count> names{"default", "imports", "chunks", "accounts",
                                                           "places",  "listing", "tags"};
/// From here on a finished file is cheaper than the write buffer (and its later flush and compaction).
constexpr std::size_t bulk_from_rows = 20'000;

auto slice(std::string_view text) -> rocksdb::Slice { return {text.data(), text.size()}; }
auto view(const rocksdb::Slice& text) -> std::string_view { return {text.data(), text.size()}; }

auto to_error(const rocksdb::Status& status) -> error {
  if (status.IsNoSpace() || status.subcode() == rocksdb::Status::kNoSpace)
    return {errc::storage_full, "There is no room left on the disk."};
  if (status.IsCorruption())
    return {errc::corrupt, "A projection's file is damaged; 'waybill rebuild' makes it anew."};
  return {errc::unavailable, "A projection cannot be read or written now."};
}

/// The first key behind all that begin with `prefix`; empty: there is none.
auto behind(std::string_view prefix) -> std::string {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xFF) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace

auto name_of(family which) -> std::string_view { return names[static_cast<std::size_t>(which)]; }

void bulk_rows::add(std::string_view key, std::string_view value) {
  bytes_.append(key);
  erased_.push_back(value.empty());
  if (value.empty())
    bytes_.append(value_size_, '\0');
  else
    bytes_.append(value);
}
auto bulk_rows::key(std::size_t i) const -> std::string_view {
  return std::string_view(bytes_).substr(i * (key_size_ + value_size_), key_size_);
}
auto bulk_rows::value(std::size_t i) const -> std::string_view {
  return std::string_view(bytes_).substr(i * (key_size_ + value_size_) + key_size_, value_size_);
}

struct projection_store::impl {
  std::string directory;
  std::unique_ptr<rocksdb::DB> db;
  std::array<rocksdb::ColumnFamilyHandle*, family_count> families{};
  rocksdb::Options options;
  std::uint64_t bulk_files = 0;

  ~impl() {
    for (auto* handle : families)
      if (handle != nullptr) db->DestroyColumnFamilyHandle(handle);
  }
  [[nodiscard]] auto at(family in) const -> rocksdb::ColumnFamilyHandle* {
    return families[static_cast<std::size_t>(in)];
  }
};

namespace {

auto make_options(const projection_options& wanted) -> rocksdb::Options {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.max_background_jobs = 2;
  options.write_buffer_size = wanted.write_buffer_bytes / 2;
  options.max_write_buffer_number = 2;
  options.max_open_files = 256;
  options.max_total_wal_size = 4 * wanted.write_buffer_bytes;
  options.keep_log_file_num = 2;
  options.max_log_file_size = 1 << 20;
  options.compression = rocksdb::kNoCompression;
  // Bulk files overlap in all of their keys, so levels would be rewritten again and again: a third of a large
  // import's time went there. Runs of like size are merged instead, and not before there are some.
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.level0_file_num_compaction_trigger = 12;
  options.compaction_readahead_size = 256 << 10;
  return options;
}

/// Half of the cache is kept for filters and indexes, so that scans of rows do not push them out. Few shards:
/// whatever is larger than its shard would be read again each time.
auto make_cache(const projection_options& wanted) -> std::shared_ptr<rocksdb::Cache> {
  return rocksdb::NewLRUCache(wanted.cache_bytes, 1, false, 0.5);
}

auto make_table(const std::shared_ptr<rocksdb::Cache>& cache, bool looked_up_by_key)
    -> std::shared_ptr<rocksdb::TableFactory> {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  // In parts of a few KiB: what has to be read again for one key does not grow with the file.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = looked_up_by_key;
  if (looked_up_by_key) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  return std::shared_ptr<rocksdb::TableFactory>(rocksdb::NewBlockBasedTableFactory(table));
}

}  // namespace

projection_store::projection_store(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
projection_store::~projection_store() = default;

auto projection_store::open(const projection_options& wanted) -> result<std::unique_ptr<projection_store>> {
  auto made = std::make_unique<impl>();
  made->directory = wanted.directory;
  made->options = make_options(wanted);
  std::error_code ignored;
  std::filesystem::create_directories(wanted.directory, ignored);
  const auto cache = make_cache(wanted);
  made->options.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(wanted.write_buffer_bytes, cache);
  std::vector<rocksdb::ColumnFamilyDescriptor> wanted_families;
  for (std::size_t i = 0; i < family_count; ++i) {
    made->options.table_factory = make_table(cache, static_cast<family>(i) != family::listing);
    wanted_families.emplace_back(std::string(names[i]), made->options);
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::Open(made->options, wanted.directory, wanted_families, &handles, &db);
  if (!status.ok()) {
    if (status.IsIOError() && status.ToString().find("lock") != std::string::npos)
      return {errc::locked, "Another process holds the projections in this data directory."};
    return to_error(status);
  }
  made->db.reset(db);
  for (std::size_t i = 0; i < family_count; ++i) made->families[i] = handles[i];
  // Files of a bulk write that was cut off: never taken in, so nobody needs them.
  for (const auto& entry : std::filesystem::directory_iterator(wanted.directory, ignored))
    if (entry.path().extension() == ".bulk") std::filesystem::remove(entry.path(), ignored);
  return std::unique_ptr<projection_store>(new projection_store(std::move(made)));
}

auto projection_store::get(family in, std::string_view key) const -> result<std::optional<std::string>> {
  std::string value;
  const auto status = impl_->db->Get({}, impl_->at(in), slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (!status.ok()) return to_error(status);
  return std::optional<std::string>{std::move(value)};
}

auto projection_store::get_many(family in, const std::vector<std::string_view>& keys) const
    -> result<std::vector<std::optional<std::string>>> {
  std::vector<rocksdb::Slice> slices;
  slices.reserve(keys.size());
  for (const auto key : keys) slices.push_back(slice(key));
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  impl_->db->MultiGet({}, impl_->at(in), keys.size(), slices.data(), values.data(), statuses.data());
  std::vector<std::optional<std::string>> found(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].ok())
      found[i] = values[i].ToString();
    else if (!statuses[i].IsNotFound())
      return to_error(statuses[i]);
  }
  return found;
}

auto projection_store::scan(family in, std::string_view prefix, std::string_view from,
                            const std::function<bool(std::string_view, std::string_view)>& take) const
    -> result<done> {
  const auto end = behind(prefix);
  const auto upper = slice(end);
  rocksdb::ReadOptions options;
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row{impl_->db->NewIterator(options, impl_->at(in))};
  for (row->Seek(slice(from.empty() ? prefix : from)); row->Valid(); row->Next())
    if (!take(view(row->key()), view(row->value()))) return done{};
  if (!row->status().ok()) return to_error(row->status());
  return done{};
}

auto projection_store::scan_back(family in, std::string_view prefix, std::string_view before,
                                 const std::function<bool(std::string_view, std::string_view)>& take) const
    -> result<done> {
  const auto lower = slice(prefix);
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower;
  const auto end = before.empty() ? behind(prefix) : std::string(before);
  const auto upper = slice(end);
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row{impl_->db->NewIterator(options, impl_->at(in))};
  for (row->SeekToLast(); row->Valid(); row->Prev())
    if (!take(view(row->key()), view(row->value()))) return done{};
  if (!row->status().ok()) return to_error(row->status());
  return done{};
}

auto projection_store::write(const row_changes& changes) -> result<done> {
  rocksdb::WriteBatch batch;
  for (const auto& change : changes.all()) {
    auto* in = impl_->at(change.in);
    if (change.value)
      batch.Put(in, change.key, *change.value);
    else if (change.whole_prefix)
      batch.DeleteRange(in, change.key, behind(change.key));
    else
      batch.Delete(in, change.key);
  }
  const auto status = impl_->db->Write({}, &batch);
  if (!status.ok()) return to_error(status);
  return done{};
}

auto projection_store::write_bulk(family in, const bulk_rows& rows) -> result<done> {
  if (rows.size() == 0) return done{};
  if (rows.size() < bulk_from_rows) {
    rocksdb::WriteBatch batch;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows.erased(i))
        batch.Delete(impl_->at(in), slice(rows.key(i)));
      else
        batch.Put(impl_->at(in), slice(rows.key(i)), slice(rows.value(i)));
    }
    const auto status = impl_->db->Write({}, &batch);
    return status.ok() ? result<done>{} : to_error(status);
  }
  const auto path =
      impl_->directory + "/" + std::string(name_of(in)) + "-" + std::to_string(++impl_->bulk_files) + ".bulk";
  rocksdb::SstFileWriter file{{}, impl_->db->GetOptions(impl_->at(in)), impl_->at(in)};
  auto status = file.Open(path);
  for (std::size_t i = 0; status.ok() && i < rows.size(); ++i)
    status =
        rows.erased(i) ? file.Delete(slice(rows.key(i))) : file.Put(slice(rows.key(i)), slice(rows.value(i)));
  if (status.ok()) status = file.Finish();
  if (status.ok()) {
    rocksdb::IngestExternalFileOptions options;
    options.move_files = true;
    status = impl_->db->IngestExternalFile(impl_->at(in), {path}, options);
  }
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return status.ok() ? result<done>{} : to_error(status);
}

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
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  for (std::size_t i = 0; i < family_count; ++i) {
    const auto walked =
        scan(static_cast<family>(i), {}, {}, [&](std::string_view key, std::string_view value) {
          const std::array<std::uint64_t, 3> sizes{i, key.size(), value.size()};
          EVP_DigestUpdate(hash.get(), sizes.data(), sizeof sizes);
          EVP_DigestUpdate(hash.get(), key.data(), key.size());
          EVP_DigestUpdate(hash.get(), value.data(), value.size());
          return true;
        });
    if (!walked) return walked.why();
  }
  digest made{};
  EVP_DigestFinal_ex(hash.get(), made.data(), nullptr);
  return made;
}

auto projection_store::size_bytes() const -> std::uint64_t {
  std::uint64_t total = 0;
  for (auto* handle : impl_->families) {
    std::uint64_t bytes = 0;
    if (impl_->db->GetIntProperty(handle, rocksdb::DB::Properties::kTotalSstFilesSize, &bytes))
      total += bytes;
  }
  return total;
}

}  // namespace waybill
