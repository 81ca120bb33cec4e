// Where the bytes of a file come from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace waybill::formats {

/// `read` fills up to `size` bytes and answers how many; 0: the end; negative: -errno. May return fewer than
/// asked at any time (tests split anywhere). One thread at a time.
class byte_source {
 public:
  virtual ~byte_source() = default;
  virtual auto read(char* into, std::size_t size) -> std::int64_t = 0;
};

/// A file from `offset` on. Null when it cannot be opened (errno says why). Reads ahead sequentially.
auto open_file(const std::string& path, std::uint64_t offset) -> std::unique_ptr<byte_source>;
/// 0, when it is not there.
auto size_of_file(const std::string& path) -> std::uint64_t;

}  // namespace waybill::formats
