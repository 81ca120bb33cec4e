#include "domains/leads/values/cell_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "domains/leads/spelled_out.hpp"
#include "domains/leads/values/letter_case.hpp"
#include "formats/text.hpp"
#include "formats/unicode/normalize.hpp"
#include "formats/unicode/tables.hpp"

namespace waybill::leads {
namespace {

enum byte_kind : std::uint8_t {
  seen,    ///< ASCII but blanks and controls
  space,   ///< U+0020
  letter,  ///< begins a letter from U+00C0 to U+02FF
  other
};
constexpr auto make_kinds() {
  std::array<byte_kind, 256> kinds{};
  for (std::size_t c = 0; c < kinds.size(); ++c)
    kinds[c] = c > 0x20 && c < 0x7F ? seen : c == 0x20 ? space : c >= 0xC3 && c <= 0xCB ? letter : other;
  return kinds;
}
constexpr auto kinds = make_kinds();
static_assert(std::endian::native == std::endian::little);
auto kind_of(char c) -> byte_kind { return kinds[static_cast<unsigned char>(c)]; }

/// Eight bytes at once: all of them ASCII, no control, no blank behind a blank. `after_space` is of the byte
/// before them, then of the last.
auto are_eight_clean(const char* bytes, bool& after_space) -> bool {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  constexpr std::uint64_t high = each * 0x80;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const auto controls = (word - each * 0x20) & ~word & high;
  const auto deletes = word ^ (each * 0x7F);
  const bool has_delete = ((deletes - each) & ~deletes & high) != 0;
  if ((word & high) != 0 || controls != 0 || has_delete) return false;
  const auto other = word ^ (each * 0x20);
  const auto spaces = ~((other & ~high) + ~high) & high;
  if ((spaces & (spaces << 8U | (after_space ? 0x80U : 0U))) != 0) return false;
  after_space = spaces >> 63U != 0;
  return true;
}

/// What most cells are: usual letters without a blank too many.
auto is_clean(std::string_view cell) -> bool {
  constexpr std::size_t word = 8;
  bool after_space = true;
  for (std::size_t at = 0; at < cell.size(); ++at) {
    if (cell.size() - at >= word && are_eight_clean(cell.data() + at, after_space)) {
      at += word - 1;
      continue;
    }
    const auto kind = kind_of(cell[at]);
    if (kind == space && after_space) return false;
    if (kind >= letter) {
      const auto rest = cell.substr(at);
      if (kind == letter && rest.size() > 1 && text::is_continuation(rest[1]))
        at += 1;
      else if (rest.starts_with("\u2019"))
        at += 2;
      else
        return false;
    }
    after_space = kind == space;
  }
  return !after_space || cell.empty();
}

/// White_Space of Unicode 15.0.
auto is_space(char32_t c) -> bool {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}
auto is_line_break(char32_t c) -> bool {
  return c == 0x0A || c == 0x0B || c == 0x0C || c == 0x0D || c == 0x85 || c == 0x2028 || c == 0x2029;
}
/// Joiners (U+200C, U+200D) belong to the spelling of some scripts, and stay.
auto is_unseen(char32_t c) -> bool {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

auto characters_of(std::string_view text) -> std::u32string {
  std::u32string characters;
  if (!text::read_utf8(text, characters))
    static_cast<void>(text::read_utf8(text::repaired_utf8(text), characters));
  return characters;
}

/// The code point that well-formed UTF-8 begins with; `size` is of its bytes.
auto code_point_of(std::string_view text, std::size_t size) -> char32_t {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  if (size == 1) return byte(0);
  char32_t c = byte(0) & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) c = c << 6U | (byte(i) & 0x3FU);
  return c;
}

/// Replaces `out`. True: it may not be in NFC.
auto append_without_blanks(std::string_view from, line_breaks breaks, std::string& out) -> bool {
  constexpr char32_t first_that_combines = 0x300;
  out.clear();
  char gap = 0;
  bool may_combine = false;
  while (!from.empty()) {
    const auto size = std::max<std::size_t>(text::character_size(from), 1);
    const auto c = code_point_of(from, size);
    const auto character = from.substr(0, size);
    from.remove_prefix(size);
    if (is_space(c)) {
      const bool ends_line = breaks == line_breaks::are_kept && is_line_break(c);
      if (gap != '\n') gap = ends_line ? '\n' : ' ';
      continue;
    }
    if (is_unseen(c)) continue;
    if (gap != 0 && !out.empty()) out.push_back(gap);
    gap = 0;
    out.append(character);
    may_combine = may_combine || (c >= first_that_combines && c != U'\u2019');
  }
  return may_combine;
}

/// The letter without its accents.
auto base_of(char32_t c) -> char32_t {
  for (auto parts = unicode::decomposition_of(c); parts.first != 0; parts = unicode::decomposition_of(c))
    c = parts.first;
  return c;
}

void append_folded(char32_t c, std::string& out) {
  const auto base = base_of(lower_of(c));
  if (const auto letters = spelled_out(base); !letters.empty())
    out.append(letters);
  else if (base < 0x80 && (text::is_digit(static_cast<char>(base)) || (base >= 'a' && base <= 'z')))
    out.push_back(static_cast<char>(base));
  else if (const auto traits = unicode::traits_of(base); base >= 0x80 && traits.word && !traits.mark)
    text::append_utf8(base, out);
}

constexpr char32_t latin_end = 0x180;

/// Of letters that French and its neighbours have: looking them up takes long.
auto latin_folds() -> const std::array<std::string, latin_end>& {
  static const auto made = [] {
    std::array<std::string, latin_end> folds;
    for (char32_t c = 0x80; c < latin_end; ++c) append_folded(c, folds[c]);
    return folds;
  }();
  return made;
}

}  // namespace

auto clean_text(std::string_view cell, line_breaks breaks, std::string& scratch) -> std::string_view {
  if (is_clean(cell)) return cell;
  const auto inner = text::trimmed_of_spaces(cell);
  if (inner.size() != cell.size() && is_clean(inner)) return inner;
  std::string repaired;
  if (!text::is_utf8(cell)) cell = repaired = text::repaired_utf8(cell);
  if (!append_without_blanks(cell, breaks, scratch)) return scratch;
  auto characters = characters_of(scratch);
  unicode::to_nfc(characters);
  scratch.clear();
  for (const auto c : characters) text::append_utf8(c, scratch);
  return scratch;
}

auto without_text_marks(std::string_view clean) -> std::string_view {
  if (clean.size() >= 3 && clean.starts_with("=\"") && clean.ends_with('"')) {
    const auto inside = clean.substr(2, clean.size() - 3);
    if (inside.find('"') == std::string_view::npos) return text::trimmed(inside);
  }
  while (clean.starts_with('\'')) clean = text::trimmed(clean.substr(1));
  return clean;
}

auto is_cell_error(std::string_view clean) -> bool {
  constexpr std::array<std::string_view, 16> errors{
      "#n/a",   "#ref!",         "#name?", "#value!",  "#div/0!",  "#num!", "#null!",  "#spill!",
      "#calc!", "#getting_data", "#nom?",  "#valeur!", "#nombre!", "#nul!", "#error!", "#erreur!"};
  if (clean.size() < 3 || clean[0] != '#') return false;
  if (clean.find_first_not_of('#') == std::string_view::npos) return true;
  return std::any_of(errors.begin(), errors.end(),
                     [&](std::string_view one) { return text::equals_ignoring_case(clean, one); });
}

auto is_damaged_number(std::string_view clean) -> bool {
  const auto digits = [&] {
    const auto begin = clean;
    while (!clean.empty() && text::is_digit(clean[0])) clean.remove_prefix(1);
    return begin.size() - clean.size();
  };
  if (clean.starts_with('+') || clean.starts_with('-')) clean.remove_prefix(1);
  if (digits() != 1) return false;
  if (clean.starts_with('.') || clean.starts_with(',')) {
    clean.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (clean.empty() || text::lower(clean[0]) != 'e') return false;
  clean.remove_prefix(1);
  if (!clean.starts_with('+') && !clean.starts_with('-')) return false;
  clean.remove_prefix(1);
  return digits() > 0 && clean.empty();
}

auto narrowed(std::string_view clean, std::string& scratch) -> std::string_view {
  // All full-width signs begin with this byte.
  if (clean.find('\xEF') == std::string_view::npos && clean.find("\u3002") == std::string_view::npos)
    return clean;
  std::string made;
  for (const auto c : characters_of(clean)) {
    const auto narrow = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c == 0x3002 || c == 0xFF61 ? U'.' : c;
    text::append_utf8(narrow, made);
  }
  scratch = std::move(made);
  return scratch;
}

void fold(std::string_view text, std::string& out) {
  out.clear();
  while (!text.empty()) {
    const char c = text::lower(text[0]);
    if (static_cast<unsigned char>(c) < 0x80) {
      if (text::is_digit(c) || (c >= 'a' && c <= 'z')) out.push_back(c);
      text.remove_prefix(1);
      continue;
    }
    const auto size = std::max<std::size_t>(text::character_size(text), 1);
    const auto code_point = size > 1 ? code_point_of(text, size) : U'\uFFFD';
    if (code_point < latin_end)
      out.append(latin_folds()[code_point]);
    else
      append_folded(code_point, out);
    text.remove_prefix(size);
  }
}

auto says_anything(std::string_view clean) -> bool {
  while (!clean.empty()) {
    const char low = text::lower(clean[0]);
    if (text::is_digit(low) || (low >= 'a' && low <= 'z')) return true;
    const auto size = std::max<std::size_t>(text::character_size(clean), 1);
    if (size > 1 && unicode::traits_of(characters_of(clean.substr(0, size))[0]).word) return true;
    clean.remove_prefix(size);
  }
  return false;
}

auto parts_of_several(std::string_view clean) -> std::vector<std::string_view> {
  std::vector<std::string_view> parts;
  while (!clean.empty()) {
    const auto end = std::min(clean.find(several_sign), clean.size());
    if (const auto part = text::trimmed(clean.substr(0, end)); !part.empty()) parts.push_back(part);
    clean.remove_prefix(std::min(end + several_sign.size(), clean.size()));
  }
  return parts;
}

auto count_characters(std::string_view text) -> std::size_t {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !text::is_continuation(c); }));
}

}  // namespace waybill::leads
