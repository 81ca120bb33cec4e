// What the writer and the reader of spools know together. Internal to them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::formats::xlsx {

inline constexpr std::string_view spool_magic = "wbspool1";
inline constexpr std::size_t spool_index_bytes = 16;
inline constexpr std::size_t spool_footer_bytes = 8 + 8 + 8 + 8 + 4;

inline void put_fixed(std::uint64_t number, unsigned bytes, std::string& out) {
  for (unsigned i = 0; i < bytes; ++i) out.push_back(static_cast<char>(number >> (8 * i)));
}
inline auto fixed_at(std::string_view bytes, std::size_t at, unsigned size) -> std::uint64_t {
  std::uint64_t number = 0;
  for (unsigned i = 0; i < size; ++i)
    number |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return number;
}

}  // namespace waybill::formats::xlsx
