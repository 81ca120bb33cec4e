// Unpacks gzip, as bytes come in or as they are asked for, in constant memory. Sources: RFC 1952; the work is
// zlib's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats::gzip {

inline constexpr std::string_view signature = "\x1F\x8B";

/// What a packed file may grow to: 200 times its own size, though at least 16 MiB, and at most 8 GiB.
inline constexpr std::uint64_t growth_limit = 200;
inline constexpr std::uint64_t always_allowed_bytes = 16ULL << 20;
inline constexpr std::uint64_t most_bytes = 8ULL << 30;
constexpr auto may_grow_to(std::uint64_t packed_bytes) -> std::uint64_t {
  const auto grown = packed_bytes > most_bytes / growth_limit ? most_bytes : packed_bytes * growth_limit;
  return grown < always_allowed_bytes ? always_allowed_bytes : grown;
}

enum class state : std::uint8_t {
  more,      ///< more bytes are to come
  whole,     ///< it may end here: members are complete
  damaged,   ///< it is no gzip, or its checksum is wrong
  too_large  ///< it grows beyond `may_grow_to` the bytes fed so far
};

/// Unpacks what is fed. One thread at a time. After damaged or too_large nothing more is unpacked.
class inflater {
 public:
  inflater();
  ~inflater();
  inflater(const inflater&) = delete;
  auto operator=(const inflater&) -> inflater& = delete;

  /// The next packed bytes, split anywhere; `take` is shown what they unpack to, piece by piece. Zeros behind
  /// the last member are passed over.
  auto feed(std::string_view packed, const std::function<void(std::string_view)>& take) -> state;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// The same, for whoever asks for bytes: a read of damaged bytes answers -EBADMSG, of too many -EFBIG.
auto unpacked(std::unique_ptr<byte_source> packed) -> std::unique_ptr<byte_source>;

/// What the beginning of a packed file unpacks to, at most `limit` bytes of it. Empty: it is damaged, or too
/// short to tell.
auto beginning_of(std::string_view packed, std::size_t limit) -> std::string;

}  // namespace waybill::formats::gzip
