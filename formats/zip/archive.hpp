// ZIP archives, entry by entry, in memory that does not depend on what is in them. Nothing is unpacked to the
// disk, so no name in an archive is ever a path. The work is libzip's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/byte_source.hpp"

namespace waybill::formats::zip {

inline constexpr std::string_view signature = "PK\x03\x04";

/// An archive with more entries, or a larger directory, is not opened: it would be held in memory.
inline constexpr std::size_t most_entries = 60'000;
inline constexpr std::size_t most_directory_bytes = 16 << 20;

enum class open_fault : std::uint8_t { none, unreadable, damaged, too_many };

/// One archive on the disk. One thread at a time; what `open` gave out keeps it alive.
class archive {
 public:
  /// Null: `why` says why.
  static auto at(const std::string& path, open_fault& why, std::size_t directory_bytes = most_directory_bytes)
      -> std::unique_ptr<archive>;
  ~archive();
  archive(const archive&) = delete;
  auto operator=(const archive&) -> archive& = delete;

  /// Names of its files, in the order of its directory; those of folders are empty.
  [[nodiscard]] auto names() const -> const std::vector<std::string>&;
  [[nodiscard]] auto size_bytes() const -> std::uint64_t;
  /// Protected with a password.
  [[nodiscard]] auto is_encrypted(std::size_t number) const -> bool;
  /// What an entry says that it unpacks to; 0: it says nothing. It may lie.
  [[nodiscard]] auto unpacked_bytes(std::size_t number) const -> std::uint64_t;
  /// The bytes of an entry. A read of damaged, encrypted or strangely packed bytes answers -EBADMSG.
  auto open(std::size_t number) -> std::unique_ptr<byte_source>;

 private:
  struct impl;
  explicit archive(std::shared_ptr<impl> of);
  std::shared_ptr<impl> impl_;
};

}  // namespace waybill::formats::zip
