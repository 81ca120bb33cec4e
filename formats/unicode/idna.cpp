#include "formats/unicode/idna.hpp"

#include <algorithm>
#include <vector>

#include "formats/text.hpp"
#include "formats/unicode/labels.hpp"
#include "formats/unicode/normalize.hpp"
#include "formats/unicode/punycode.hpp"
#include "formats/unicode/tables.hpp"

namespace waybill::unicode {
namespace {

/// UTS #46, 4, steps 1 and 2. False: it holds what no host may hold.
auto map(const std::u32string& from, std::u32string& to) -> bool {
  for (const auto c : from) {
    const auto [kind, one, several] = mapping_of(c);
    if (kind == mapping_kind::disallowed) return false;
    if (kind == mapping_kind::text)
      to.append(several);
    else if (kind != mapping_kind::ignored)
      to.push_back(one);
  }
  to_nfc(to);
  return true;
}

/// Step 3.
auto labels_of(const std::u32string& host) -> std::vector<std::u32string> {
  std::vector<std::u32string> labels(1);
  for (const auto c : host) {
    if (c == U'.')
      labels.emplace_back();
    else
      labels.back().push_back(c);
  }
  return labels;
}

auto is_ascii(std::u32string_view label) -> bool {
  return std::all_of(label.begin(), label.end(), [](char32_t c) { return c < 0x80; });
}

/// Step 4 for a label that begins with `xn--`. What it stands for has to be worth the encoding, and be mapped
/// already.
auto decode(std::u32string& label) -> bool {
  if (!is_ascii(label)) return false;
  const std::string encoded(label.begin() + 4, label.end());
  if (!read_punycode(encoded, label) || is_ascii(label)) return false;
  auto normalized = label;
  to_nfc(normalized);
  return normalized == label;
}

}  // namespace

auto append_ascii_host(std::string_view host, std::string& out) -> bool {
  std::u32string given;
  std::u32string mapped;
  if (host.size() > host_limit_bytes || !text::read_utf8(host, given) || !map(given, mapped)) return false;
  auto labels = labels_of(mapped);
  for (auto& label : labels)
    if ((label.starts_with(U"xn--") && !decode(label)) || !is_valid_label(label)) return false;
  if (!follows_bidi_rule(labels)) return false;
  const auto start = out.size();
  for (const auto& label : labels) {
    if (!is_ascii(label)) out.append("xn--");
    if (is_ascii(label))
      out.append(label.begin(), label.end());
    else
      append_punycode(label, out);
    out.push_back('.');
  }
  out.resize(std::max(start, out.size() - 1));
  return true;
}

void append_lower(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const auto size = std::max<std::size_t>(text::character_size(text), 1);
    const auto character = text.substr(0, size);
    text.remove_prefix(size);
    std::u32string one;
    if (!text::read_utf8(character, one)) {
      out.append(character);
      continue;
    }
    const auto lowered = mapping_of(one[0]);
    text::append_utf8(lowered.kind == mapping_kind::lowered ? lowered.one : one[0], out);
  }
}

}  // namespace waybill::unicode
