#include "domains/bookmarks/url_identity.hpp"

#include <algorithm>
#include <cstring>

#include "domains/bookmarks/url_text.hpp"
#include "events/hash.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

using namespace url_text;

auto is_line_byte(char c) -> bool { return c == '\t' || c == '\n' || c == '\r'; }

/// Whether any byte is below 0x0E (tab, LF and CR are). Eight at a time; never says no wrongly.
auto may_hold_line_byte(std::string_view text) -> bool {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  const auto low = [](std::uint64_t w) { return ((w - ones * 0x0E) & ~w & (ones * 0x80)) != 0; };
  std::size_t at = 0;
  std::uint64_t word = 0;
  for (; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if (low(word)) return true;
  }
  for (; at < text.size(); ++at)
    if (is_line_byte(text[at])) return true;
  return false;
}

/// Step 1: tab, LF and CR go. The view is `text` itself, or into memory that lives until the
/// next call.
auto without_line_bytes(std::string_view text) -> std::string_view {
  if (!may_hold_line_byte(text)) return text;
  thread_local std::string kept;
  kept.clear();
  for (const char c : text)
    if (!is_line_byte(c)) kept.push_back(c);
  return kept;
}

/// Step 2: how long `http://` or `https://` is at the front; 0: it is not there.
auto scheme_size(std::string_view text) -> std::size_t {
  if (text::equals_ignoring_case(text.substr(0, 7), "http://")) return 7;
  if (text::equals_ignoring_case(text.substr(0, 8), "https://")) return 8;
  return 0;
}

/// Step 5. `digits` is what stands behind the colon.
auto append_port(std::string_view digits, bool secure, std::string& out) -> bool {
  if (digits.empty()) return true;
  // Zero itself is a number too: its last digit stays.
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
  if (digits.size() > 5 || (digits.size() == 5 && digits > "65535")) return false;
  if (digits == (secure ? "443" : "80")) return true;
  out.append(1, ':').append(digits);
  return true;
}

/// Steps 4 and 5, without user and password.
auto append_host_and_port(std::string_view text, bool secure, std::string& out) -> bool {
  if (!text.empty() && text.front() == '[') {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return false;
    if (!append_ip_literal(text.substr(1, close - 1), out)) return false;
    text.remove_prefix(close + 1);
    if (text.empty()) return true;
    return text.front() == ':' && append_port(text.substr(1), secure, out);
  }
  // At the first colon: a host cannot hold one, so a second one makes the port a fault.
  const auto colon = std::min(text.find(':'), text.size());
  if (!append_host(text.substr(0, colon), out)) return false;
  return colon == text.size() || append_port(text.substr(colon + 1), secure, out);
}

/// Steps 2 to 8; false: not http(s), or a fault.
auto append_http(std::string_view text, std::string& out) -> bool {
  const auto scheme = scheme_size(text);
  if (scheme == 0) return false;
  const bool secure = scheme == 8;
  auto rest = text.substr(scheme);

  const auto hash = std::min(rest.find('#'), rest.size());
  const auto fragment = rest.substr(hash);
  rest = rest.substr(0, hash);
  const auto question = std::min(rest.find('?'), rest.size());
  const auto query = rest.substr(std::min(question + 1, rest.size()));
  rest = rest.substr(0, question);
  const auto slash = std::min(rest.find('/'), rest.size());
  auto authority = rest.substr(0, slash);

  out.append(secure ? "https://" : "http://");  // step 3: scheme in lower case, no user, no password
  if (authority.find('@') != std::string_view::npos) authority.remove_prefix(authority.rfind('@') + 1);
  if (!append_host_and_port(authority, secure, out)) return false;
  append_path(rest.substr(slash), out);
  if (!query.empty()) append_query(query, out);
  if (fragment.size() > 1) out.append(fragment);  // step 8: kept as it is, unless it is `#` alone
  return true;
}

}  // namespace

void normalize_url(std::string_view url, std::string& out) {
  const auto text = without_line_bytes(text::trimmed(url));
  out.clear();
  if (!append_http(text, out)) out.assign(text);
}

auto identity_of_normalized(std::string_view normalized) -> identity { return sha256_of(normalized); }

}  // namespace waybill::bookmarks
