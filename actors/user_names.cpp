#include "actors/user_names.hpp"

#include <algorithm>

namespace waybill {
namespace {

constexpr std::size_t longest_bytes = 64;

auto allowed(unsigned char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == '@';
}

/// U+FF01 to U+FF5E are ! to ~ at full width: EF BC 81..BF and EF BD 80..9E in UTF-8. 0: it is none of them.
auto narrow(std::string_view text) -> char {
  if (text.size() < 3 || text[0] != '\xEF') return 0;
  const auto last = static_cast<unsigned char>(text[2]);
  if (text[1] == '\xBC' && last >= 0x81 && last <= 0xBF) return static_cast<char>('!' + (last - 0x81));
  if (text[1] == '\xBD' && last >= 0x80 && last <= 0x9E) return static_cast<char>('`' + (last - 0x80));
  return 0;
}

}  // namespace

auto check_username(const std::string& name) -> result<done> {
  if (name.empty() || name.size() > longest_bytes || !std::ranges::all_of(name, allowed))
    return {errc::bad_value, "A user name has 1 to 64 letters, digits, and the characters . _ - @."};
  if (name.find_first_not_of('.') == std::string::npos)
    return {errc::bad_value, "A user name is more than dots."};
  return done{};
}

auto folded_name(std::string_view name) -> std::string {
  std::string folded;
  folded.reserve(name.size());
  while (!name.empty()) {
    const char wide = narrow(name);
    const char c = wide != 0 ? wide : name.front();
    folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
    name.remove_prefix(wide != 0 ? 3 : 1);
  }
  return folded;
}

}  // namespace waybill
