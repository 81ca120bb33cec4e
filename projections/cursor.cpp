#include "projections/cursor.hpp"

#include <charconv>

#include "events/words.hpp"

namespace waybill {
namespace {
auto refused() -> error { return {errc::bad_value, "The cursor was not given out by this list."}; }
constexpr std::size_t longest_cursor = 512;
}  // namespace

auto make_cursor(std::string_view key) -> std::string {
  return to_hex(reinterpret_cast<const std::uint8_t*>(key.data()), key.size());
}

auto read_cursor(std::string_view cursor, std::string_view key_begins) -> result<std::string> {
  if (cursor.size() % 2 != 0 || cursor.size() > longest_cursor) return refused();
  std::string key;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    unsigned value = 0;
    const auto* end = cursor.data() + i + 2;
    const auto [stop, wrong] = std::from_chars(cursor.data() + i, end, value, 16);
    if (wrong != std::errc{} || stop != end) return refused();
    key.push_back(static_cast<char>(value));
  }
  if (!key.starts_with(key_begins)) return refused();
  return key;
}

auto read_number_cursor(std::string_view cursor) -> result<std::uint64_t> {
  if (cursor.empty()) return std::uint64_t{0};
  std::uint64_t value = 0;
  const auto* end = cursor.data() + cursor.size();
  const auto [stop, wrong] = std::from_chars(cursor.data(), end, value);
  if (wrong != std::errc{} || stop != end) return refused();
  return value;
}

}  // namespace waybill
