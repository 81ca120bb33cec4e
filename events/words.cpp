#include "events/words.hpp"

#include <chrono>
#include <cstdio>

namespace waybill {

auto to_hex(const std::uint8_t* bytes, std::size_t size) -> std::string {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(size * 2, '0');
  for (std::size_t i = 0; i < size; ++i) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 15];
  }
  return text;
}

auto from_hex(std::string_view text, digest& out) noexcept -> bool {
  if (text.size() != out.size() * 2) return false;
  const auto value = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = value(text[2 * i]);
    const int low = value(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

auto to_rfc3339_ms(instant at) -> std::string {
  using namespace std::chrono;
  const sys_time<microseconds> moment{microseconds{at.us}};
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss<microseconds> clock{moment - day};
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count() / 1000));
  return text;
}

auto id_characters(const std::array<std::uint8_t, 16>& bytes) -> std::string {
  static constexpr char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  // 128 bits in 26 digits of 5 bits: the first digit holds the upper 3 bits only.
  std::string text(26, '0');
  for (int digit = 25, bit = 0; digit >= 0; --digit, bit += 5) {
    unsigned value = 0;
    for (int b = 0; b < 5 && bit + b < 128; ++b) {
      const int from_right = bit + b;
      if ((bytes[static_cast<std::size_t>(15 - from_right / 8)] >> (from_right % 8)) & 1U) value |= 1U << b;
    }
    text[static_cast<std::size_t>(digit)] = alphabet[value];
  }
  return text;
}

auto sortable_id(instant at, const std::array<std::uint8_t, 10>& random) -> std::string {
  std::array<std::uint8_t, 16> bytes{};
  const auto ms = static_cast<std::uint64_t>(at.us / 1000);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
  for (std::size_t i = 0; i < 10; ++i) bytes[6 + i] = random[i];
  return id_characters(bytes);
}

}  // namespace waybill
