// Step 4 of the identity rule. Almost every host is ASCII and needs no conversion: it never meets libidn2
// (UTS #46, non-transitional), punycode neither. A punycode label is the name that was registered, whether or
// not today's tables know its letters; to judge it could only tell spellings of one host apart.
#include <idn2.h>

#include <algorithm>
#include <memory>

#include "domains/bookmarks/url_text.hpp"

namespace waybill::bookmarks::url_text {
namespace {

auto is_ascii(std::string_view text) -> bool {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// Every byte may stand in a host; bytes beyond ASCII are IDNA's to judge.
auto holds_only_host_bytes(std::string_view host) -> bool {
  return std::all_of(host.begin(), host.end(),
                     [](char c) { return is(c, host_plain) || static_cast<unsigned char>(c) >= 0x80; });
}

auto percent_decoded(std::string_view raw) -> std::string {
  std::string decoded;
  decoded.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const int byte = raw[i] == '%' ? encoded_byte(raw, i) : -1;
    decoded.push_back(byte < 0 ? raw[i] : static_cast<char>(byte));
    if (byte >= 0) i += 2;
  }
  return decoded;
}

/// A name of the DNS has at most 253 bytes in ASCII, which no spelling of its letters in UTF-8 makes longer
/// than this. Keeps hostile hosts away from the library.
constexpr std::size_t idna_limit_bytes = 1024;

/// UTS #46 ToASCII of a host that is not ASCII yet. What cannot be converted is a fault.
auto append_idna(const std::string& host, std::string& out) -> bool {
  if (host.size() > idna_limit_bytes) return false;
  struct free_name {
    void operator()(std::uint8_t* name) const { idn2_free(name); }
  };
  std::uint8_t* found = nullptr;
  const int code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(host.c_str()), &found,
                                  IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<std::uint8_t, free_name> name(found);
  if (code != IDN2_OK) return false;
  out.append(reinterpret_cast<const char*>(name.get()));
  return true;
}

void lower_from(std::string& out, std::size_t start) {
  std::transform(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
                 out.begin() + static_cast<std::ptrdiff_t>(start), lower);
}

/// The long way: escapes, and letters of the world.
auto append_rare_host(std::string_view raw, std::string& out) -> bool {
  const auto start = out.size();
  auto host = percent_decoded(raw);
  lower_from(host, 0);
  if (!holds_only_host_bytes(host)) return false;
  if (is_ascii(host)) {
    out.append(host);
    return true;
  }
  if (!append_idna(host, out)) return false;
  lower_from(out, start);
  // Mapping can bring forth what was not there before: U+FF0F becomes '/'.
  return std::all_of(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
                     [](char c) { return is(c, host_plain); });
}

}  // namespace

auto append_host(std::string_view raw, std::string& out) -> bool {
  const auto start = out.size();
  out.append(raw);
  bool plain = true;
  for (auto i = start; i < out.size(); ++i) {
    plain &= is(out[i], host_plain);
    out[i] = lower(out[i]);
  }
  if (!plain) {
    out.resize(start);
    if (!append_rare_host(raw, out)) return false;
  }
  if (out.size() > start && out.back() == '.') out.pop_back();
  return out.size() > start;
}

auto append_ip_literal(std::string_view inside, std::string& out) -> bool {
  auto literal = percent_decoded(inside);
  lower_from(literal, 0);
  const bool sound = std::all_of(literal.begin(), literal.end(), [](char c) {
    return c == ':' || (is(c, host_plain) && c != '[' && c != ']');
  });
  if (!sound || literal.empty()) return false;
  out.append(1, '[').append(literal).append(1, ']');
  return true;
}

}  // namespace waybill::bookmarks::url_text
