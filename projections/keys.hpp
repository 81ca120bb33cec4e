// How keys of rows are written: numbers big endian, so that bytes sort as numbers do.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "events/words.hpp"

namespace waybill {

inline void append_be(std::string& to, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) to.push_back(static_cast<char>(value >> (8 * i)));
}
inline void put_be(char* to, std::uint64_t value) {
  value = __builtin_bswap64(value);
  std::memcpy(to, &value, sizeof value);
}
inline void put_be(char* to, std::uint32_t value) {
  value = __builtin_bswap32(value);
  std::memcpy(to, &value, sizeof value);
}
inline auto read_be64(const char* from) -> std::uint64_t {
  std::uint64_t value = 0;
  std::memcpy(&value, from, sizeof value);
  return __builtin_bswap64(value);
}
inline auto read_be(std::string_view from) -> std::uint64_t {
  std::uint64_t value = 0;
  for (const char c : from) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}
inline auto view_of(const digest& bytes) -> std::string_view {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace waybill
