// Rows of the kinds are written so: by the record, many thousands a second. What is written is read with
// `byte_reader` (codec.hpp). Keeps nothing but its place: one thread at a time.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace waybill {

inline constexpr std::size_t varint_limit_bytes = 10;

/// Writes into memory that was made large enough before.
class pen {
 public:
  explicit pen(char* at) : at_(at) {}
  void byte(std::uint8_t value) { *at_++ = static_cast<char>(value); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void fixed64(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
  }
  void text(std::string_view value) {
    varint(value.size());
    if (!value.empty()) std::memcpy(at_, value.data(), value.size());
    at_ += value.size();
  }
  [[nodiscard]] auto at() const -> char* { return at_; }

 private:
  char* at_;
};

/// Differences wrap: any two instants can stand in a row.
constexpr auto zigzag(std::uint64_t difference) -> std::uint64_t {
  return (difference << 1) ^ ((difference >> 63) != 0 ? ~std::uint64_t{0} : 0);
}

}  // namespace waybill
