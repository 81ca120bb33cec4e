// The bytes of URLs: classes. Private to this folder. Source: RFC 3986 (unreserved); docs/url_identity.md,
// whose steps are named below.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::url {

enum byte_class : std::uint8_t {
  unreserved = 1,  ///< A-Z a-z 0-9 - . _ ~
  path_plain = 2,  ///< stays as it is in a path
  host_plain = 4,  ///< stays as it is in a host, or is an upper-case letter to be lowered
};

constexpr auto make_classes() -> std::array<std::uint8_t, 256> {
  std::array<std::uint8_t, 256> classes{};
  const auto mark = [&](std::string_view bytes, std::uint8_t as) {
    for (const char c : bytes) classes[static_cast<unsigned char>(c)] |= as;
  };
  mark("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", unreserved | path_plain);
  mark("!$&'()*+,;=:@/", path_plain);
  // Step 4 names what a host may not hold. The delimiters join that list: only an encoded one can get here,
  // and written back plainly it would cut the URL elsewhere.
  constexpr std::string_view not_in_host = "<>\"\\^`{|}%/?#@:";
  for (unsigned byte = 0x21; byte < 0x7F; ++byte)
    if (not_in_host.find(static_cast<char>(byte)) == std::string_view::npos) classes[byte] |= host_plain;
  return classes;
}

inline constexpr auto classes = make_classes();

constexpr auto is(char c, byte_class what) -> bool {
  return (classes[static_cast<unsigned char>(c)] & what) != 0;
}

/// Step 4: appends the normalized host (no brackets); false is a fault, and `out` is left in any state.
auto append_host(std::string_view raw, std::string& out) -> bool;
/// Step 4 for what stands between the brackets of an IPv6 literal; brackets are appended too.
auto append_ip_literal(std::string_view inside, std::string& out) -> bool;
}  // namespace waybill::url
