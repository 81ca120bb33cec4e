// LEB128 varints of 32 bits, as rows of the index hold them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::search {

inline void append_varint(std::uint32_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

/// False: it is cut off, or longer than 32 bits.
inline auto take_varint(std::string_view& from, std::uint32_t& value) -> bool {
  constexpr int last_shift = 28;
  value = 0;
  std::size_t at = 0;
  for (int shift = 0; shift <= last_shift && at < from.size(); shift += 7) {
    const auto byte = static_cast<unsigned char>(from[at++]);
    value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      from.remove_prefix(at);
      return true;
    }
  }
  return false;
}

/// A size, and so many bytes.
inline auto take_text(std::string_view& from, std::string_view& text) -> bool {
  std::uint32_t size = 0;
  if (!take_varint(from, size) || size > from.size()) return false;
  text = from.substr(0, size);
  from.remove_prefix(size);
  return true;
}

}  // namespace waybill::search
