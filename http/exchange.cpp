#include "http/exchange.hpp"

#include <algorithm>

namespace waybill::http {

auto same_name(std::string_view a, std::string_view b) -> bool {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

auto request::header(std::string_view name) const -> std::optional<std::string_view> {
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) return value;
  return std::nullopt;
}

auto request::header_count(std::string_view name) const -> std::size_t {
  return static_cast<std::size_t>(
      std::ranges::count_if(headers, [&](const auto& one) { return same_name(one.first, name); }));
}

auto request::param(std::string_view name) const -> std::optional<std::string_view> {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

}  // namespace waybill::http
