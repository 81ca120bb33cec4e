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

namespace {
constexpr std::string_view id_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
}  // namespace

auto id_characters(const std::array<std::uint8_t, 16>& bytes) -> std::string {
  // 128 bits in 26 digits of 5 bits: the first digit holds the upper 3 bits only.
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    high = high << 8 | bytes[i];
    low = low << 8 | bytes[8 + i];
  }
  std::string text(26, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
    *digit = id_alphabet[low & 31U];
    low = low >> 5 | high << 59;
    high >>= 5;
  }
  return text;
}

auto read_id_characters(std::string_view text, std::array<std::uint8_t, 16>& out) noexcept -> bool {
  if (text.size() != 26 || text.front() > '7') return false;
  out.fill(0);
  for (const char digit : text) {
    const auto value = id_alphabet.find(digit);
    if (value == std::string_view::npos) return false;
    unsigned carry = static_cast<unsigned>(value);
    for (auto byte = out.rbegin(); byte != out.rend(); ++byte) {
      const unsigned shifted = (static_cast<unsigned>(*byte) << 5) | carry;
      *byte = static_cast<std::uint8_t>(shifted);
      carry = shifted >> 8;
    }
  }
  return true;
}

auto sortable_id(instant at, const std::array<std::uint8_t, 10>& random) -> std::string {
  std::array<std::uint8_t, 16> bytes{};
  const auto ms = static_cast<std::uint64_t>(at.us / 1000);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
  for (std::size_t i = 0; i < 10; ++i) bytes[6 + i] = random[i];
  return id_characters(bytes);
}

}  // namespace waybill
