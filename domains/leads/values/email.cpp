#include "domains/leads/values/email.hpp"

#include <algorithm>
#include <array>

#include "domains/leads/values/cell_text.hpp"
#include "formats/text.hpp"
#include "formats/unicode/idna.hpp"
#include "formats/unicode/tables.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t local_limit = 64;     ///< RFC 5321, 4.5.3.1.1
constexpr std::size_t domain_limit = 253;   ///< RFC 1035, without the root's dot
constexpr std::size_t address_limit = 254;  ///< RFC 5321, 4.5.3.1.3, without `<` and `>`
constexpr std::size_t label_limit = 63;
/// A cell of more bytes is not looked through: it is no list of a person's addresses.
constexpr std::size_t cell_limit = 8'000;

enum character_class : std::uint8_t { atom = 1, host = 2, not_lower = 4 };

constexpr auto make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < 256; ++c) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool upper = c >= 'A' && c <= 'Z';
    const bool digit = c >= '0' && c <= '9';
    if (lower || upper || digit) classes[c] = atom | host;
    if (upper || c >= 0x80) classes[c] = static_cast<std::uint8_t>(classes[c] | not_lower);
    if (c >= 0x80) classes[c] = static_cast<std::uint8_t>(classes[c] | atom);
  }
  for (const char c : std::string_view("!#$%&'*+-/=?^_`{|}~")) classes[static_cast<unsigned char>(c)] |= atom;
  classes['-'] |= host;
  return classes;
}
constexpr auto classes = make_classes();

auto is(char c, character_class what) -> bool { return (classes[static_cast<unsigned char>(c)] & what) != 0; }
auto is_ascii(std::string_view text) -> bool {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// RFC 6531 takes all of Unicode; a sign that is no letter is a quote or a replacement character, not a name.
auto holds_letters_only(std::string_view text) -> bool {
  std::u32string characters;
  return text::read_utf8(text, characters) &&
         std::all_of(characters.begin(), characters.end(),
                     [](char32_t c) { return c < 0x80 || unicode::traits_of(c).word; });
}

auto is_local(std::string_view text) -> bool {
  if (text.empty() || text.size() > local_limit || text.front() == '.' || text.back() == '.') return false;
  if (!is_ascii(text) && !holds_letters_only(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is(text[i], atom) && (text[i] != '.' || text[i - 1] == '.')) return false;
  return true;
}

auto is_label(std::string_view text) -> bool {
  return !text.empty() && text.size() <= label_limit && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is(c, host); });
}

auto is_ascii_domain(std::string_view domain) -> bool {
  if (domain.size() > domain_limit) return false;
  for (;;) {
    const auto dot = domain.find('.');
    const auto label = domain.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot == std::string_view::npos)
      return !std::all_of(label.begin(), label.end(), [](char c) { return text::is_digit(c); });
    domain.remove_prefix(dot + 1);
  }
}

/// Appends the domain in ASCII. False: it is none.
auto append_domain(std::string_view domain, std::string& out) -> bool {
  const auto start = out.size();
  if (is_ascii(domain)) {
    for (const char c : domain) out.push_back(text::lower(c));
  } else if (!holds_letters_only(domain) || !unicode::append_ascii_host(domain, out)) {
    return false;
  }
  return is_ascii_domain(std::string_view(out).substr(start));
}

void append_lowered(std::string_view text, std::string& out) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return is(c, not_lower); }))
    out.append(text);
  else
    unicode::append_lower(text, out);
}

/// False: it is no address, and none is there.
auto take(std::string_view text, email_reading& out) -> bool {
  out.address.clear();
  out.key.clear();
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || !is_local(text.substr(0, at))) return false;
  append_lowered(text.substr(0, at + 1), out.key);
  const auto local = out.key.size();
  if (!append_domain(text.substr(at + 1), out.key) || out.key.size() > address_limit)
    return void(out.key.clear()), false;
  out.address.assign(out.key, 0, local);
  append_lowered(text.substr(at + 1), out.address);
  return true;
}

/// `work`, `E-mail 2`, `Privée (maison)`: says whose address it is, or of which kind.
auto is_label_of_address(std::string_view text) -> bool {
  constexpr std::size_t longest = 40;
  constexpr std::string_view signs = " .-_/()*";
  if (text.empty() || text.size() > longest || (!is(text.front(), host) && is_ascii(text.substr(0, 1))))
    return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is(c, host) || static_cast<unsigned char>(c) >= 0x80 || signs.find(c) != std::string_view::npos;
  });
}

auto strip_prefix(std::string_view& text) -> bool {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon > text.find('@')) return false;
  const auto label = text::trimmed(text.substr(0, colon));
  const auto behind = text.substr(colon + 1);
  const bool is_known =
      std::ranges::any_of(std::array<std::string_view, 5>{"mailto", "email", "e-mail", "mail", "courriel"},
                          [&](std::string_view one) { return text::equals_ignoring_case(label, one); });
  // `jean:dupont@a.fr` is a slip, and no label.
  const bool is_apart = behind.starts_with(' ') || behind.starts_with("\xC2\xA0");
  if (!is_known && (!is_apart || !is_label_of_address(label))) return false;
  text = text::trimmed(behind);
  if (text::equals_ignoring_case(label, "mailto"))
    text = text.substr(0, text.find('?', std::min(text.find('@'), text.size())));
  return true;
}

auto strip_marks(std::string_view& text) -> bool {
  const auto before = text.size();
  constexpr std::string_view marks = ";,:";
  const auto is_mark = [&](char c) { return marks.find(c) != std::string_view::npos; };
  const auto has_end = [&] { return !text.empty() && (is_mark(text.back()) || text::is_blank(text.back())); };
  while (has_end()) text.remove_suffix(1);
  // The full stop of a sentence, behind a domain that has one of its own.
  const auto inside = text.substr(0, text.empty() ? 0 : text.size() - 1);
  const auto dot = inside.find('.', std::min(inside.rfind('@'), inside.size()));
  if (text.ends_with('.') && !inside.ends_with('.') && dot != std::string_view::npos) text = inside;
  while (has_end()) text.remove_suffix(1);
  while (!text.empty() && is_mark(text.front())) text = text::trimmed(text.substr(1));
  return text.size() != before;
}

auto strip_quotes(std::string_view& text) -> bool {
  constexpr std::array<std::array<std::string_view, 2>, 6> pairs{
      {{"\"", "\""}, {"'", "'"}, {"\u00AB", "\u00BB"}, {"\u201C", "\u201D"}, {"(", ")"}, {"[", "]"}}};
  for (const auto& [open, close] : pairs) {
    if (text.size() < open.size() + close.size() + 1 || !text.starts_with(open) || !text.ends_with(close))
      continue;
    const auto inside = text.substr(open.size(), text.size() - open.size() - close.size());
    if (inside.find(open) != std::string_view::npos || inside.find('@') == std::string_view::npos) continue;
    text = text::trimmed(inside);
    return true;
  }
  return false;
}

/// `Name <a@b>`, `a@b (office)`.
auto strip_name(std::string_view& text) -> bool {
  const auto open = text.rfind('<');
  if (text.ends_with('>') && open != std::string_view::npos) {
    text = text::trimmed(text.substr(open + 1, text.size() - open - 2));
    return true;
  }
  const auto comment = text.find(" (");
  if (text.ends_with(')') && comment != std::string_view::npos && text.find('@') < comment) {
    text = text.substr(0, comment);
    return true;
  }
  if (text.starts_with('\'') && text.find('\'', 1) == std::string_view::npos) {
    text.remove_prefix(1);
    return true;
  }
  return false;
}

/// Takes off what stands around an address, as long as there is something.
auto take_one(std::string_view text, email_reading& out) -> bool {
  if (take(text, out) && !text.starts_with('\'')) return true;
  bool stripped = false;
  while (strip_marks(text) || strip_prefix(text) || strip_quotes(text) || strip_name(text)) stripped = true;
  if (!take(text, out)) return false;
  out.cleaned = out.cleaned || stripped;
  return true;
}

auto is_joining_word(std::string_view text) -> bool {
  for (const std::string_view word : {"ou", "et", "or", "and", "&", "/", "-"})
    if (text::equals_ignoring_case(text, word)) return true;
  return false;
}

/// The parts between the separators that hold an address each; none: some part holds none.
auto parts_of(std::string_view text, std::string_view separators) -> std::vector<std::string_view> {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    const auto part = text::trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty() || is_joining_word(part)) continue;
    if (part.find('@') == std::string_view::npos) return {};
    parts.push_back(part);
  }
  return parts;
}

/// False: there are not several, or none is valid.
auto read_several(std::string_view text, email_reading& out) -> bool {
  std::string barred;
  if (text.find(several_sign) != std::string_view::npos) {
    for (const auto part : parts_of_several(text)) barred.append(barred.empty() ? "" : "|").append(part);
    text = barred;
  }
  // From what surely parts addresses to what may belong to one.
  for (const std::string_view separators : {";,|\n", ";,| \n", ";,| \n/"}) {
    const auto parts = parts_of(text, separators);
    const auto first =
        std::find_if(parts.begin(), parts.end(), [&](auto part) { return take_one(part, out); });
    if (parts.size() < 2 || first == parts.end()) continue;
    for (auto part = parts.begin(); part != parts.end(); ++part) {
      email_reading again;
      const bool is_same = part != first && take_one(*part, again) && again.key == out.key;
      if (part != first && !is_same) out.others.emplace_back(*part);
    }
    return true;
  }
  return false;
}

}  // namespace

auto is_email(std::string_view text) -> bool {
  email_reading ignored;
  return text::is_utf8(text) && take(text, ignored);
}

void read_email(std::string_view clean, email_reading& out) {
  out.address.clear();
  out.key.clear();
  out.others.clear();
  out.cleaned = false;
  if (clean.size() > cell_limit) return;
  std::string scratch;
  const auto text = narrowed(clean, scratch);
  out.cleaned = text != clean;
  if (std::count(text.begin(), text.end(), '@') > 1 && read_several(text, out)) return;
  static_cast<void>(take_one(text, out));
}

}  // namespace waybill::leads
