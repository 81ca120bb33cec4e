#include "tests/formats/unicode/generator.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <array>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "formats/unicode/tables.hpp"

namespace waybill::unicode::test {
namespace {

constexpr char32_t last_code_point = 0x10FFFF;
constexpr std::size_t line_bytes = 110;

auto must(const UNormalizer2* found, UErrorCode code) -> const UNormalizer2* {
  if (U_FAILURE(code)) throw std::runtime_error(u_errorName(code));
  return found;
}

auto idna_mapping() -> const UNormalizer2* {
  UErrorCode code = U_ZERO_ERROR;
  const auto* found = unorm2_getInstance(nullptr, "uts46", UNORM2_COMPOSE, &code);
  return must(found, code);
}

auto nfc() -> const UNormalizer2* {
  UErrorCode code = U_ZERO_ERROR;
  const auto* found = unorm2_getNFCInstance(&code);
  return must(found, code);
}

auto code_points(const UChar* text, std::int32_t size) -> std::u32string {
  std::u32string found;
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U16_NEXT(text, at, size, c);
    found.push_back(static_cast<char32_t>(c));
  }
  return found;
}

auto is_surrogate(char32_t c) -> bool { return c >= 0xD800 && c < 0xE000; }

/// What UTS #46 makes of one code point: U+FFFD stands for what is disallowed.
auto mapped(char32_t c) -> std::u32string {
  if (is_surrogate(c)) return U"\uFFFD";
  std::array<UChar, 2> from{};
  std::int32_t size = 0;
  U16_APPEND_UNSAFE(from.data(), size, static_cast<UChar32>(c));
  std::array<UChar, 64> to{};
  UErrorCode code = U_ZERO_ERROR;
  const auto length = unorm2_normalize(idna_mapping(), from.data(), size, to.data(),
                                       static_cast<std::int32_t>(to.size()), &code);
  must(nullptr, code);
  return code_points(to.data(), length);
}

/// Lists of rows, wrapped.
class sheet {
 public:
  template <class... Values>
  void row(const char* format, Values... values) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    const std::string one{text.data()};
    if (line_.size() + one.size() > line_bytes) end_line();
    line_ += one;
  }
  void begin(const std::string& name, const std::string& type) {
    text_ += "constexpr " + type + " " + name + "[] = {\n";
  }
  void end() {
    end_line();
    text_ += "};\n";
  }
  void line(const std::string& one) { text_ += one + "\n"; }
  auto text() -> std::string { return text_; }

 private:
  void end_line() {
    if (!line_.empty()) text_ += line_ + "\n";
    line_.clear();
  }
  std::string text_, line_;
};

struct mapping_entry {
  mapping_kind kind = mapping_kind::valid;
  std::int32_t argument = 0;
  friend auto operator==(const mapping_entry&, const mapping_entry&) -> bool = default;
};

auto mapping_entry_of(char32_t c, std::u32string& pool) -> mapping_entry {
  const auto to = mapped(c);
  if (to.find(U'\uFFFD') != std::u32string::npos) return {mapping_kind::disallowed, 0};
  if (to.empty()) return {mapping_kind::ignored, 0};
  if (to == std::u32string(1, c)) return {mapping_kind::valid, 0};
  if (to.size() == 1) {
    const bool lower = u_tolower(static_cast<UChar32>(c)) == static_cast<UChar32>(to[0]);
    return {lower ? mapping_kind::lowered : mapping_kind::shifted,
            static_cast<std::int32_t>(to[0]) - static_cast<std::int32_t>(c)};
  }
  auto at = pool.find(to);
  if (at == std::u32string::npos) {
    at = pool.size();
    pool += to;
  }
  return {mapping_kind::text, static_cast<std::int32_t>(at * mapping_text_limit + to.size())};
}

void write_mappings(sheet& out) {
  std::u32string pool;
  out.begin("mapping_rows", "range_row");
  mapping_entry before;
  for (char32_t c = 0; c <= last_code_point; ++c) {
    const auto entry = mapping_entry_of(c, pool);
    if (c > 0 && entry == before) continue;
    before = entry;
    out.row("{0x%X,%d},", static_cast<unsigned>(c) | static_cast<unsigned>(entry.kind) << 24U,
            entry.argument);
  }
  out.end();
  out.begin("mapping_texts", "char32_t");
  for (const auto c : pool) out.row("0x%X,", static_cast<unsigned>(c));
  out.end();
}

auto bidi_of(UChar32 c) -> bidi_class {
  switch (u_charDirection(c)) {
    case U_LEFT_TO_RIGHT:
      return bidi_class::left;
    case U_RIGHT_TO_LEFT:
      return bidi_class::right;
    case U_RIGHT_TO_LEFT_ARABIC:
      return bidi_class::arabic_letter;
    case U_ARABIC_NUMBER:
      return bidi_class::arabic_number;
    case U_EUROPEAN_NUMBER:
      return bidi_class::european_number;
    case U_DIR_NON_SPACING_MARK:
      return bidi_class::mark;
    case U_EUROPEAN_NUMBER_SEPARATOR:
    case U_EUROPEAN_NUMBER_TERMINATOR:
    case U_COMMON_NUMBER_SEPARATOR:
    case U_OTHER_NEUTRAL:
    case U_BOUNDARY_NEUTRAL:
      return bidi_class::neutral;
    default:
      return bidi_class::other;
  }
}

auto joining_of(UChar32 c) -> joining_type {
  switch (u_getIntPropertyValue(c, UCHAR_JOINING_TYPE)) {
    case U_JT_LEFT_JOINING:
      return joining_type::left;
    case U_JT_RIGHT_JOINING:
      return joining_type::right;
    case U_JT_DUAL_JOINING:
      return joining_type::dual;
    case U_JT_TRANSPARENT:
      return joining_type::transparent;
    default:
      return joining_type::none;
  }
}

/// In the order of `traits`.
using trait_values = std::tuple<unsigned, unsigned, unsigned, unsigned, unsigned>;

auto traits_at(char32_t at) -> trait_values {
  const auto c = static_cast<UChar32>(at);
  return {u_getCombiningClass(c), static_cast<unsigned>(bidi_of(c)), static_cast<unsigned>(joining_of(c)),
          (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 ? 1 : 0,
          (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0 ? 1 : 0};
}

void write_traits(sheet& out) {
  std::map<trait_values, int> numbers;
  std::vector<trait_values> in_order;
  out.begin("trait_rows", "range_row");
  int before = -1;
  for (char32_t c = 0; c <= last_code_point; ++c) {
    const auto values = traits_at(c);
    const auto [found, fresh] = numbers.try_emplace(values, static_cast<int>(in_order.size()));
    if (fresh) in_order.push_back(values);
    if (found->second == before) continue;
    before = found->second;
    out.row("{0x%X,%d},", static_cast<unsigned>(c), before);
  }
  out.end();
  out.begin("trait_values", "traits");
  for (const auto& [combining, bidi, joining, mark, word] : in_order)
    out.row("{%u,bidi_class{%u},joining_type{%u},%s,%s},", combining, bidi, joining,
            mark != 0 ? "true" : "false", word != 0 ? "true" : "false");
  out.end();
}

void write_decompositions(sheet& out) {
  out.begin("decomposition_rows", "decomposition_row");
  for (char32_t c = 0; c <= last_code_point; ++c) {
    if (is_surrogate(c) || is_hangul_syllable(c)) continue;
    std::array<UChar, 64> to{};
    UErrorCode code = U_ZERO_ERROR;
    const auto size = unorm2_getRawDecomposition(nfc(), static_cast<UChar32>(c), to.data(),
                                                 static_cast<std::int32_t>(to.size()), &code);
    if (size < 0) continue;
    const auto parts = code_points(to.data(), size);
    const char32_t second = parts.size() > 1 ? parts[1] : 0;
    const bool composes =
        second != 0 && unorm2_composePair(nfc(), static_cast<UChar32>(parts[0]),
                                          static_cast<UChar32>(second)) == static_cast<UChar32>(c);
    out.row("{0x%X,0x%X,0x%X,%s},", static_cast<unsigned>(c), static_cast<unsigned>(parts[0]),
            static_cast<unsigned>(second), composes ? "true" : "false");
  }
  out.end();
}

}  // namespace

auto icu_is_of_the_same_unicode() -> bool {
  UVersionInfo version{};
  u_getUnicodeVersion(version);
  return version[0] == unicode_major && version[1] == unicode_minor;
}

auto generated_tables() -> std::string {
  sheet out;
  out.line(
      "// Unicode 15.0. Made by `./dev unicode` (tests/formats/unicode/generator.cpp) and never edited by "
      "hand:");
  out.line("// stored identities depend on it. What the numbers mean stands in tables.hpp and tables.cpp.");
  write_mappings(out);
  write_traits(out);
  write_decompositions(out);
  return out.text();
}

}  // namespace waybill::unicode::test
