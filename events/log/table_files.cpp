#include "events/log/table_files.hpp"

#include <rocksdb/file_system.h>
#include <rocksdb/version.h>
#include <xxhash.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>

#include "events/codec.hpp"
#include "events/log/blob_files.hpp"

namespace waybill {
namespace {

using namespace std::string_view_literals;

// What is read here is RocksDB's own format, no part of its interface. Another version has to be looked at
// first: does it still write this format, and does it check a file's properties by itself by now?
static_assert(ROCKSDB_MAJOR == 7 && ROCKSDB_MINOR == 8, "read the comment above before you change this line");

constexpr std::size_t footer_bytes = 53;
constexpr std::string_view magic = "\xf7\xcf\xf4\x85\xb7\x41\xe2\x88"sv;
constexpr std::string_view format = "\x05\x00\x00\x00"sv;  // before the magic number
constexpr std::uint64_t most_bytes = 1 << 20;
constexpr char checksum = 4;  // first of all: XXH3

/// Of an open file; nothing where it does not have so much.
auto read_piece(std::ifstream& file, std::uint64_t from, std::uint64_t size) -> std::string {
  std::string bytes(std::min(size, most_bytes), '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(from));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file && bytes.size() == size ? bytes : std::string();
}

/// Where a block lies.
struct block_place {
  std::uint64_t from = 0;
  std::uint64_t size = 0;
};
auto read_block_place(byte_reader& in) -> block_place {
  const auto from = in.varint();
  return {from, in.varint()};
}

/// By the list of the blocks that are not rows. Its entries: shared and own bytes of the name, bytes of the
/// value, name, value.
auto properties_in(const std::string& list) -> block_place {
  byte_reader in(list);
  while (in.ok() && in.left() > 0) {
    const auto shared = in.varint(), own = in.varint(), size = in.varint();
    const auto name = in.raw(own);
    byte_reader value(in.raw(size));
    if (shared != 0) return {};
    if (name == "rocksdb.properties") return read_block_place(value);
  }
  return {};
}

/// Of a block with the byte behind it, which says how it is compressed.
auto checksum_of(std::string_view block) -> std::uint32_t {
  constexpr std::uint32_t prime = 0x6b9083d9;
  const auto bytes = block.substr(0, block.size() - 1);
  const auto last = static_cast<std::uint8_t>(block.back());
  return static_cast<std::uint32_t>(XXH3_64bits(bytes.data(), bytes.size())) ^ (last * prime);
}

/// Behind each block stand a byte for its compression and, little end first, its checksum.
auto properties_are_whole(std::ifstream& file, std::string_view footer) -> bool {
  byte_reader in(footer.substr(1));
  const auto list = read_block_place(in);
  const auto place = properties_in(read_piece(file, list.from, list.size));
  if (!in.ok() || place.size == 0 || place.size > most_bytes) return true;  // for RocksDB to judge
  const auto block = read_piece(file, place.from, place.size + 5);
  if (block.empty()) return true;
  const std::string_view stored = std::string_view(block).substr(place.size + 1);
  std::uint32_t sum = 0;
  for (std::size_t i = 4; i-- > 0;) sum = sum << 8 | static_cast<std::uint8_t>(stored[i]);
  return sum == checksum_of(std::string_view(block).substr(0, place.size + 1));
}

auto fault_in(const std::string& path) -> const char* {
  std::ifstream file(path, std::ios::binary);
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed || size < footer_bytes) return nullptr;
  const auto footer = read_piece(file, size - footer_bytes, footer_bytes);
  if (!footer.ends_with(magic)) return nullptr;
  if (footer[0] != checksum || std::string_view(footer).substr(footer_bytes - 12, 4) != format)
    return " says another format than ours in its last bytes";
  return properties_are_whole(file, footer) ? nullptr : " has a damaged block of properties";
}

class checked_tables final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  [[nodiscard]] auto Name() const -> const char* override { return "checked_tables"; }
  auto NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSRandomAccessFile>* file, rocksdb::IODebugContext* debug)
      -> rocksdb::IOStatus override {
    if (path.ends_with(".sst"))
      if (const auto* fault = fault_in(path)) return rocksdb::IOStatus::Corruption(path + fault);
    auto status = FileSystemWrapper::NewRandomAccessFile(path, options, file, debug);
    if (status.ok() && path.ends_with(".blob")) *file = watched_blob_file(std::move(*file));
    return status;
  }
};

}  // namespace

void set_table_format(rocksdb::BlockBasedTableOptions& table) {
  table.format_version = static_cast<std::uint32_t>(format[0]);
  table.checksum = static_cast<rocksdb::ChecksumType>(checksum);
}

auto checking_env() -> rocksdb::Env* {
  static auto* const made =
      rocksdb::NewCompositeEnv(std::make_shared<checked_tables>(rocksdb::FileSystem::Default())).release();
  return made;
}

}  // namespace waybill
