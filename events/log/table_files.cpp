#include "events/log/table_files.hpp"

#include <rocksdb/table.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "events/codec.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

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
struct block {
  std::uint64_t from = 0;
  std::uint64_t size = 0;
};
auto read_block_place(byte_reader& in) -> block {
  const auto from = in.varint();
  return {from, in.varint()};
}

/// By the list of the blocks that are not rows. Its entries: shared and own bytes of the name, bytes of the
/// value, name, value.
auto properties_in(const std::string& list) -> block {
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

/// RocksDB reads the block of properties before it looks at its checksum. One bit at its end makes it a kind
/// of block that it never is.
auto properties_end_well(std::ifstream& file, std::string_view footer) -> bool {
  byte_reader in(footer.substr(1));
  const auto list = read_block_place(in);
  const auto place = properties_in(read_piece(file, list.from, list.size));
  if (!in.ok() || place.size < 4) return true;  // for RocksDB to judge
  const auto last = read_piece(file, place.from + place.size - 4, 4);
  return last.size() < 4 || (static_cast<unsigned char>(last[3]) & 0x80) == 0;
}

auto fault_in(const fs::path& path) -> const char* {
  std::ifstream file(path, std::ios::binary);
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (failed || size < footer_bytes) return nullptr;
  const auto footer = read_piece(file, size - footer_bytes, footer_bytes);
  if (!footer.ends_with(magic)) return nullptr;
  if (footer[0] != checksum || std::string_view(footer).substr(footer_bytes - 12, 4) != format)
    return " says another format than ours in its last bytes.";
  return properties_end_well(file, footer) ? nullptr : " has a damaged block of properties.";
}

}  // namespace

void set_table_format(rocksdb::BlockBasedTableOptions& table) {
  table.format_version = static_cast<std::uint32_t>(format[0]);
  table.checksum = static_cast<rocksdb::ChecksumType>(checksum);
}

auto check_table_files(const std::string& directory) -> result<done> {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    if (entry.path().extension() != ".sst") continue;
    if (const auto* fault = fault_in(entry.path())) return {errc::corrupt, entry.path().string() + fault};
  }
  return done{};
}

}  // namespace waybill
