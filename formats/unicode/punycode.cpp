#include "formats/unicode/punycode.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace waybill::unicode {
namespace {

// RFC 3492, 5.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t t_min = 1;
constexpr std::uint32_t t_max = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::uint32_t first_not_basic = 0x80;
constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t last_code_point = 0x10FFFF;

/// 6.1
auto adapted(std::uint32_t delta, std::uint32_t count, bool first_time) -> std::uint32_t {
  delta = first_time ? delta / damp : delta / 2;
  delta += delta / count;
  std::uint32_t k = 0;
  for (; delta > (base - t_min) * t_max / 2; k += base) delta /= base - t_min;
  return k + (base - t_min + 1) * delta / (delta + skew);
}

auto threshold(std::uint32_t k, std::uint32_t bias) -> std::uint32_t {
  return k <= bias ? t_min : std::min(k - bias, t_max);
}

auto digit(std::uint32_t value) -> char {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

auto value_of(char c) -> std::uint32_t {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  return c >= '0' && c <= '9' ? static_cast<std::uint32_t>(c - '0') + 26 : base;
}

void append_number(std::uint32_t number, std::uint32_t bias, std::string& out) {
  for (std::uint32_t k = base;; k += base) {
    const auto t = threshold(k, bias);
    if (number < t) break;
    out.push_back(digit(t + (number - t) % (base - t)));
    number = (number - t) / (base - t);
  }
  out.push_back(digit(number));
}

/// Takes the next number off `from`; false: there is none, or it is too large.
auto take_number(std::string_view& from, std::uint32_t bias, std::uint32_t& number) -> bool {
  number = 0;
  std::uint32_t weight = 1;
  for (std::uint32_t k = base;; k += base) {
    if (from.empty()) return false;
    const auto value = value_of(from.front());
    from.remove_prefix(1);
    if (value >= base || value > (most - number) / weight) return false;
    number += value * weight;
    const auto t = threshold(k, bias);
    if (value < t) return true;
    if (weight > most / (base - t)) return false;
    weight *= base - t;
  }
}

/// The least code point of `label` from `from` on; `most`: there is none.
auto least_from(std::u32string_view label, std::uint32_t from) -> std::uint32_t {
  std::uint32_t least = most;
  for (const auto c : label)
    if (c >= from) least = std::min<std::uint32_t>(least, c);
  return least;
}

}  // namespace

/// 6.3. The overflow that it guards against needs labels of a megabyte.
void append_punycode(std::u32string_view label, std::string& out) {
  for (const auto c : label)
    if (c < first_not_basic) out.push_back(static_cast<char>(c));
  const auto basic = static_cast<std::uint32_t>(
      std::count_if(label.begin(), label.end(), [](char32_t c) { return c < first_not_basic; }));
  if (basic > 0) out.push_back('-');
  auto handled = basic;
  std::uint32_t bias = initial_bias;
  std::uint32_t delta = 0;
  for (std::uint32_t n = first_not_basic; handled < label.size(); ++n, ++delta) {
    const auto next = least_from(label, n);
    delta += (next - n) * (handled + 1);
    n = next;
    for (const auto c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      append_number(delta, bias, out);
      bias = adapted(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
  }
}

/// 6.2
auto read_punycode(std::string_view from, std::u32string& out) -> bool {
  out.clear();
  const auto last_hyphen = from.rfind('-');
  // A hyphen with nothing before it is no delimiter, and no digit either.
  if (last_hyphen != std::string_view::npos && last_hyphen > 0) {
    for (const char c : from.substr(0, last_hyphen)) {
      if (static_cast<unsigned char>(c) >= first_not_basic) return false;
      out.push_back(static_cast<char32_t>(c));
    }
    from.remove_prefix(last_hyphen + 1);
  }
  std::uint32_t n = first_not_basic;
  std::uint32_t bias = initial_bias;
  for (std::uint32_t at = 0; !from.empty(); ++at) {
    std::uint32_t number = 0;
    if (!take_number(from, bias, number) || number > most - at) return false;
    const auto count = static_cast<std::uint32_t>(out.size()) + 1;
    bias = adapted(number, count, at == 0);
    at += number;
    if (at / count > last_code_point - n) return false;
    n += at / count;
    at %= count;
    out.insert(at, 1, static_cast<char32_t>(n));
  }
  return true;
}

}  // namespace waybill::unicode
