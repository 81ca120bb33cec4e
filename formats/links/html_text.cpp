#include "formats/links/html_text.hpp"

#include <algorithm>
#include <array>

#include "formats/csv/decoder.hpp"
#include "formats/links/system_decoder.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

struct named_entity {
  std::string_view name;  ///< without the `&`; with its semicolon, if it must have one
  std::string_view text;
};

#include "formats/links/html_entities.inc"

/// Encodings in which a byte of `<`, `>`, `&` or a quote is never part of another letter.
struct other {
  std::string_view label;  ///< as a file says it
  const char* system_name;
};
constexpr std::array others{
    other{"windows-1250"sv, "CP1250"},
    other{"windows-1251"sv, "CP1251"},
    other{"windows-1253"sv, "CP1253"},
    other{"windows-1254"sv, "CP1254"},
    other{"windows-1255"sv, "CP1255"},
    other{"windows-1256"sv, "CP1256"},
    other{"windows-1257"sv, "CP1257"},
    other{"windows-1258"sv, "CP1258"},
    other{"windows-874"sv, "CP874"},
    other{"iso-8859-2"sv, "ISO-8859-2"},
    other{"iso-8859-5"sv, "ISO-8859-5"},
    other{"iso-8859-7"sv, "ISO-8859-7"},
    other{"iso-8859-8"sv, "ISO-8859-8"},
    other{"iso-8859-9"sv, "ISO-8859-9"},
    other{"iso-8859-15"sv, "ISO-8859-15"},
    other{"koi8-r"sv, "KOI8-R"},
    other{"koi8-u"sv, "KOI8-U"},
    other{"shift_jis"sv, "CP932"},
    other{"shift-jis"sv, "CP932"},
    other{"x-sjis"sv, "CP932"},
    other{"windows-31j"sv, "CP932"},
    other{"euc-jp"sv, "EUC-JP"},
    other{"euc-kr"sv, "CP949"},
    other{"ks_c_5601-1987"sv, "CP949"},
    other{"gb2312"sv, "GB18030"},
    other{"gbk"sv, "GB18030"},
    other{"gb18030"sv, "GB18030"},
    other{"big5"sv, "BIG5-HKSCS"},
};

constexpr std::size_t longest_name = 33;
constexpr char32_t no_character = 0xFFFD;

auto is_alphanumeric(char c) -> bool {
  return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'z');
}

auto find_named(std::string_view name) -> const named_entity* {
  const auto* const found = std::ranges::lower_bound(named_entities, name, {}, &named_entity::name);
  return found != named_entities.end() && found->name == name ? found : nullptr;
}

/// The longest name that `rest`, behind an `&`, begins with.
auto longest_named(std::string_view rest) -> const named_entity* {
  std::size_t size = 0;
  while (size < std::min(rest.size(), longest_name) && is_alphanumeric(rest[size])) ++size;
  if (size < rest.size() && rest[size] == ';')
    if (const auto* const found = find_named(rest.substr(0, size + 1))) return found;
  for (; size > 1; --size)
    if (const auto* const found = find_named(rest.substr(0, size))) return found;
  return nullptr;
}

/// `rest` stands behind an `&`. How many bytes of it were used; 0: it is no entity.
auto append_named(std::string_view rest, entity_place where, std::string& out) -> std::size_t {
  const auto* const found = longest_named(rest);
  if (found == nullptr) return 0;
  const auto size = found->name.size();
  const bool goes_on = size < rest.size() && (rest[size] == '=' || is_alphanumeric(rest[size]));
  if (where == entity_place::attribute && !found->name.ends_with(';') && goes_on) return 0;
  out.append(found->text);
  return size;
}

/// The numbers from 0x80 that people wrote as Windows-1252 has them are meant so.
auto character_of(std::uint32_t number) -> char32_t {
  if (number >= 0x80 && number < 0xA0) {
    const auto meant = csv::characters_beyond_ascii(csv::encoding::windows_1252)[number - 0x80];
    return meant == 0 ? char32_t{number} : char32_t{meant};
  }
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) return no_character;
  return number;
}

/// The same for `#233;` and `#xE9;`.
auto append_numbered(std::string_view rest, std::string& out) -> std::size_t {
  std::size_t at = 1;
  const bool is_hex = at < rest.size() && text::lower(rest[at]) == 'x';
  at += is_hex ? 1 : 0;
  const auto first = at;
  std::uint32_t number = 0;
  for (; at < rest.size(); ++at) {
    const int digit = is_hex ? text::hex_value(rest[at]) : text::is_digit(rest[at]) ? rest[at] - '0' : -1;
    if (digit < 0) break;
    number = std::min<std::uint32_t>(number * (is_hex ? 16 : 10) + static_cast<unsigned>(digit), 0x110000);
  }
  if (at == first) return 0;
  text::append_utf8(character_of(number), out);
  return at < rest.size() && rest[at] == ';' ? at + 1 : at;
}

}  // namespace

void append_without_entities(std::string_view text, entity_place where, std::string& out) {
  for (;;) {
    const auto plain = std::min(text.find('&'), text.size());
    out.append(text.substr(0, plain));
    if (plain == text.size()) return;
    const auto rest = text.substr(plain + 1);
    const auto used = rest.starts_with('#') ? append_numbered(rest, out) : append_named(rest, where, out);
    if (used == 0) out.push_back('&');
    text = rest.substr(used);
  }
}

void collapse_blanks(std::string& text) {
  char before = ' ';
  const bool is_plain = std::ranges::all_of(text, [&](char c) {
    const bool fits = c > ' ' || static_cast<unsigned char>(c) >= 0x80 || (c == ' ' && before != ' ');
    before = c;
    return fits;
  });
  if (is_plain && before != ' ') return;
  std::size_t end = 0;
  bool is_blank = true;  // of the front nothing is left
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    if (!blank) text[end++] = c;
    if (blank && !is_blank) text[end++] = ' ';
    is_blank = blank;
  }
  if (end > 0 && is_blank) --end;
  text.resize(end);
}

auto html_encoding_named(std::string_view name) -> html_encoding {
  constexpr std::array western{"windows-1252"sv, "cp1252"sv, "x-cp1252"sv, "iso-8859-1"sv, "iso8859-1"sv,
                               "latin1"sv,       "l1"sv,     "us-ascii"sv, "ascii"sv};
  const auto is = [&](std::string_view one) { return text::equals_ignoring_case(name, one); };
  if (is("utf-8") || is("utf8")) return html_encoding::utf_8;
  if (std::ranges::any_of(western, is)) return html_encoding::windows_1252;
  const auto* const found = std::ranges::find_if(others, [&](const other& one) { return is(one.label); });
  if (found == others.end()) return html_encoding::unknown;
  return static_cast<html_encoding>(static_cast<int>(html_encoding::first_other) + (found - others.begin()));
}

auto is_utf_8(std::string_view text, html_encoding from) -> bool {
  // Encodings that change their alphabet within ASCII do it by this sign.
  if (from == html_encoding::unknown && text.find('\x1B') != std::string_view::npos) return false;
  if (from == html_encoding::utf_8 || from == html_encoding::unknown) return csv::is_valid_utf_8(text);
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

auto make_utf_8(std::string& text, html_encoding from) -> bool {
  if (is_utf_8(text, from)) return true;
  if (from >= html_encoding::first_other) {
    const auto which = static_cast<std::size_t>(from) - static_cast<std::size_t>(html_encoding::first_other);
    if (const auto decoder = system_decoder::named(others[which].system_name)) {
      std::string converted;
      decoder->append(text, converted);
      decoder->finish(converted);
      text = std::move(converted);
      return decoder->all_text();
    }
    from = html_encoding::unknown;
  }
  csv::utf_8_tally tally;
  tally.add(text);
  // A few broken bytes in a text of UTF-8 are broken; a text of which all are has another encoding.
  const auto broken = tally.broken() + (tally.is_cut() ? 1U : 0U);
  if (from != html_encoding::windows_1252 && tally.high() > 2 * broken) {
    text = text::repaired_utf8(text);
    return false;
  }
  std::string decoded;
  const bool all = csv::append_decoded(text, csv::encoding::windows_1252, decoded);
  text = std::move(decoded);
  return all && from != html_encoding::unknown;
}

}  // namespace waybill::formats::links
