#include "events/log/blob_files.hpp"

#include <cstring>
#include <utility>

#include "events/log/placed_bytes.hpp"

namespace waybill {
namespace {

class blob_file final : public events_file {
 public:
  explicit blob_file(std::unique_ptr<rocksdb::FSRandomAccessFile> file) : file_(std::move(file)) {}

  [[nodiscard]] auto read(std::uint64_t from, std::span<char> into) const -> bool override {
    rocksdb::Slice bytes;
    if (!file_->Read(from, into.size(), {}, &bytes, into.data(), nullptr).ok()) return false;
    if (bytes.size() != into.size()) return false;
    if (bytes.data() != into.data()) std::memcpy(into.data(), bytes.data(), bytes.size());
    return true;
  }
  [[nodiscard]] auto file() const -> rocksdb::FSRandomAccessFile* { return file_.get(); }

 private:
  std::unique_ptr<rocksdb::FSRandomAccessFile> file_;
};

class watched final : public rocksdb::FSRandomAccessFileWrapper {
 public:
  explicit watched(std::shared_ptr<const blob_file> file)
      : FSRandomAccessFileWrapper(file->file()), file_(std::move(file)) {}

  auto Read(std::uint64_t from, std::size_t size, const rocksdb::IOOptions& options, rocksdb::Slice* bytes,
            char* scratch, rocksdb::IODebugContext* debug) const -> rocksdb::IOStatus override {
    auto status = FSRandomAccessFileWrapper::Read(from, size, options, bytes, scratch, debug);
    if (status.ok() && bytes->size() == size) reading_watch::saw(file_, from, size);
    return status;
  }

 private:
  std::shared_ptr<const blob_file> file_;
};

}  // namespace

auto watched_blob_file(std::unique_ptr<rocksdb::FSRandomAccessFile> file)
    -> std::unique_ptr<rocksdb::FSRandomAccessFile> {
  return std::make_unique<watched>(std::make_shared<const blob_file>(std::move(file)));
}

}  // namespace waybill
