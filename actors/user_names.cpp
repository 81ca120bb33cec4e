#include "actors/user_names.hpp"

#include <algorithm>
#include <array>

#include "events/visible.hpp"
#include "formats/text.hpp"

namespace waybill {
namespace {

constexpr std::size_t longest_bytes = 64;
// Nobody, in a filter of leads; the server itself, and who stands at its console, in the log.
constexpr std::array<std::string_view, 3> names_of_others{"none", "operator", "system"};

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
  if (name.front() == '-') return {errc::bad_value, "A user name does not begin with -."};
  if (std::ranges::find(names_of_others, folded_name(name)) != names_of_others.end())
    return {errc::bad_value, "The name '" + name + "' means something else here; please take another."};
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

auto check_display_name(const std::string& name) -> result<done> {
  constexpr std::size_t longest_characters = 100;
  const auto characters =
      static_cast<std::size_t>(std::ranges::count_if(name, [](char c) { return !text::is_continuation(c); }));
  if (characters < 1 || characters > longest_characters || text::is_blank(name) || visible(name) != name)
    return {errc::bad_value, "A display name has 1 to 100 characters that can be seen."};
  return done{};
}

auto check_email(const std::string& address) -> result<done> {
  // RFC 5321, 4.5.3.1.3, without the angle brackets.
  constexpr std::size_t longest_address_bytes = 254;
  const auto at = address.rfind('@');
  const auto is_no_part = [](char c) { return text::is_blank(c) || c == '<' || c == '>' || c == ','; };
  if (address.size() > longest_address_bytes || at == std::string::npos || at == 0 ||
      at + 1 == address.size() || std::ranges::any_of(address, is_no_part) || visible(address) != address)
    return {errc::bad_value, "That is no address for mail: one like name@example.org has at most 254 bytes."};
  return done{};
}

}  // namespace waybill
