#include "tests/formats/unicode/icu.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unistr.h>

#include <array>
#include <stdexcept>

#include "formats/text.hpp"

namespace waybill::unicode::test {
namespace {

void must(UErrorCode code) {
  if (U_FAILURE(code)) throw std::runtime_error(u_errorName(code));
}

auto to_icu(const std::u32string& text) -> icu::UnicodeString {
  return icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                       static_cast<std::int32_t>(text.size()));
}

auto processor() -> const UIDNA* {
  UErrorCode code = U_ZERO_ERROR;
  constexpr auto options = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                           UIDNA_NONTRANSITIONAL_TO_UNICODE;
  static const UIDNA* const made = uidna_openUTS46(options, &code);
  must(code);
  return made;
}

/// What the URL standard does not ask for: hyphens and lengths.
constexpr std::uint32_t not_asked = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                    UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                    UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

}  // namespace

auto icu_ascii_host(const std::u32string& host) -> std::optional<std::string> {
  const auto from = utf8(host);
  std::array<char, 16'384> to{};
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode code = U_ZERO_ERROR;
  const auto size = uidna_nameToASCII_UTF8(processor(), from.data(), static_cast<std::int32_t>(from.size()),
                                           to.data(), static_cast<std::int32_t>(to.size()), &info, &code);
  must(code);
  if ((info.errors & ~not_asked) != 0) return std::nullopt;
  return std::string(to.data(), static_cast<std::size_t>(size));
}

auto icu_nfc(const std::u32string& text) -> std::u32string {
  UErrorCode code = U_ZERO_ERROR;
  const auto* const nfc = icu::Normalizer2::getNFCInstance(code);
  must(code);
  const auto normalized = nfc->normalize(to_icu(text), code);
  must(code);
  std::u32string out(static_cast<std::size_t>(normalized.countChar32()), U'\0');
  normalized.toUTF32(reinterpret_cast<UChar32*>(out.data()), static_cast<std::int32_t>(out.size()), code);
  if (code != U_STRING_NOT_TERMINATED_WARNING) must(code);
  return out;
}

auto icu_assigns(char32_t c) -> bool { return u_charType(static_cast<UChar32>(c)) != U_UNASSIGNED; }

auto utf8(const std::u32string& text) -> std::string {
  std::string out;
  for (const auto c : text) text::append_utf8(c, out);
  return out;
}

}  // namespace waybill::unicode::test
