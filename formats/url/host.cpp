// Step 4 of the identity rule. Almost every host is ASCII and needs no conversion, punycode neither: a
// punycode label is the name that was registered, whether or not Unicode 15.0 knows its letters; to judge it
// could only tell spellings of one host apart.
#include <algorithm>

#include "formats/text.hpp"
#include "formats/unicode/idna.hpp"
#include "formats/url/bytes.hpp"

namespace waybill::url {
namespace {

auto is_ascii(std::string_view text) -> bool {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// C1 in UTF-8, U+0080 to U+009F. (Those of ASCII are no bytes of a host.)
auto holds_control(std::string_view host) -> bool {
  for (auto at = host.find('\xC2'); at != std::string_view::npos; at = host.find('\xC2', at + 1))
    if (at + 1 < host.size() && static_cast<unsigned char>(host[at + 1]) < 0xA0) return true;
  return false;
}

/// Every byte may stand in a host; characters beyond ASCII are IDNA's to judge.
auto may_be_host(std::string_view host) -> bool {
  const auto fits = [](char c) { return is(c, host_plain) || static_cast<unsigned char>(c) >= 0x80; };
  return std::all_of(host.begin(), host.end(), fits) && text::is_utf8(host) && !holds_control(host);
}

void lower_from(std::string& out, std::size_t start) {
  std::transform(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
                 out.begin() + static_cast<std::ptrdiff_t>(start), text::lower);
}

/// Mapping can bring forth what was not there before: U+FF0F becomes '/'. That is no host either.
auto append_idna(std::string_view host, std::string& out) -> bool {
  const auto start = out.size();
  if (!unicode::append_ascii_host(host, out)) return false;
  const auto mapped = std::string_view(out).substr(start);
  if (std::all_of(mapped.begin(), mapped.end(), [](char c) { return is(c, host_plain); })) return true;
  out.resize(start);
  return false;
}

/// The long way: escapes, and letters of the world. What cannot be mapped stays as it is, in lower case.
auto append_rare_host(std::string_view raw, std::string& out) -> bool {
  auto host = text::percent_decoded(raw, false);
  lower_from(host, 0);
  if (!may_be_host(host)) return false;
  if (is_ascii(host))
    out.append(host);
  else if (!append_idna(host, out))
    unicode::append_lower(host, out);
  return true;
}

}  // namespace

auto append_host(std::string_view raw, std::string& out) -> bool {
  const auto start = out.size();
  out.append(raw);
  bool plain = true;
  for (auto i = start; i < out.size(); ++i) {
    plain &= is(out[i], host_plain);
    out[i] = text::lower(out[i]);
  }
  if (!plain) {
    out.resize(start);
    if (!append_rare_host(raw, out)) return false;
  }
  if (out.size() > start && out.back() == '.') out.pop_back();
  return out.size() > start;
}

auto append_ip_literal(std::string_view inside, std::string& out) -> bool {
  auto literal = text::percent_decoded(inside, false);
  lower_from(literal, 0);
  const bool sound = std::all_of(literal.begin(), literal.end(), [](char c) {
    return c == ':' || (is(c, host_plain) && c != '[' && c != ']');
  });
  if (!sound || literal.empty()) return false;
  out.append(1, '[').append(literal).append(1, ']');
  return true;
}

}  // namespace waybill::url
