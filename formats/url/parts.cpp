#include "formats/url/parts.hpp"

#include <algorithm>
#include <cstring>

#include "formats/text.hpp"
#include "formats/url/bytes.hpp"

namespace waybill::url {
namespace {

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

/// How long `http://` or `https://` is at the front; 0: it is not there.
auto scheme_size(std::string_view text) -> std::size_t {
  if (text::equals_ignoring_case(text.substr(0, 7), "http://")) return 7;
  if (text::equals_ignoring_case(text.substr(0, 8), "https://")) return 8;
  return 0;
}

auto is_default(std::string_view digits, default_port without) -> bool {
  return (digits == "80" && without != default_port::https) ||
         (digits == "443" && without != default_port::http);
}

/// Step 5. `digits` is what stands behind the colon.
auto append_port(std::string_view digits, default_port without, std::string& out) -> bool {
  if (digits.empty()) return true;
  // Zero itself is a number too: its last digit stays.
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
  if (digits.size() > 5 || (digits.size() == 5 && digits > "65535")) return false;
  if (is_default(digits, without)) return true;
  out.append(1, ':').append(digits);
  return true;
}

}  // namespace

auto without_blanks(std::string_view text) -> std::string_view {
  text = text::trimmed(text);
  if (!may_hold_line_byte(text)) return text;
  thread_local std::string kept;
  kept.clear();
  for (const char c : text)
    if (!is_line_byte(c)) kept.push_back(c);
  return kept;
}

auto parts_of(std::string_view text) -> std::optional<http_parts> {
  const auto scheme = scheme_size(text);
  if (scheme == 0) return std::nullopt;
  http_parts found;
  found.secure = scheme == 8;
  auto rest = text.substr(scheme);
  const auto hash = std::min(rest.find('#'), rest.size());
  found.fragment = rest.substr(hash);
  rest = rest.substr(0, hash);
  const auto question = std::min(rest.find('?'), rest.size());
  found.query = rest.substr(std::min(question + 1, rest.size()));
  rest = rest.substr(0, question);
  const auto slash = std::min(rest.find('/'), rest.size());
  found.path = rest.substr(slash);
  found.authority = rest.substr(0, slash);
  if (const auto at = found.authority.rfind('@'); at != std::string_view::npos)
    found.authority.remove_prefix(at + 1);
  return found;
}

auto append_authority(std::string_view authority, default_port without, std::string& out) -> bool {
  if (!authority.empty() && authority.front() == '[') {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return false;
    if (!append_ip_literal(authority.substr(1, close - 1), out)) return false;
    authority.remove_prefix(close + 1);
    if (authority.empty()) return true;
    return authority.front() == ':' && append_port(authority.substr(1), without, out);
  }
  // At the first colon: a host cannot hold one, so a second one makes the port a fault.
  const auto colon = std::min(authority.find(':'), authority.size());
  if (!append_host(authority.substr(0, colon), out)) return false;
  return colon == authority.size() || append_port(authority.substr(colon + 1), without, out);
}

}  // namespace waybill::url
