#include "formats/unicode/blanks.hpp"

#include <algorithm>
#include <array>

#include "formats/text.hpp"

namespace waybill::unicode {
namespace {

using namespace std::string_view_literals;

/// Those beyond ASCII.
constexpr std::array blanks{"\u0085"sv, "\u00A0"sv, "\u1680"sv, "\u180E"sv, "\u2000"sv, "\u2001"sv,
                            "\u2002"sv, "\u2003"sv, "\u2004"sv, "\u2005"sv, "\u2006"sv, "\u2007"sv,
                            "\u2008"sv, "\u2009"sv, "\u200A"sv, "\u200B"sv, "\u2028"sv, "\u2029"sv,
                            "\u202F"sv, "\u205F"sv, "\u2060"sv, "\u3000"sv, "\uFEFF"sv};

}  // namespace

auto blank_size(std::string_view text) -> std::size_t {
  if (text.empty()) return 0;
  if (static_cast<unsigned char>(text.front()) < 0x80) return text::is_blank(text.front()) ? 1 : 0;
  const auto* const found =
      std::ranges::find_if(blanks, [&](std::string_view one) { return text.starts_with(one); });
  return found == blanks.end() ? 0 : found->size();
}

auto before_blank(std::string_view text) -> std::string_view {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (blank_size(text.substr(at)) > 0) return text.substr(0, at);
  return text;
}

auto trimmed(std::string_view text) -> std::string_view {
  for (auto size = blank_size(text); size > 0; size = blank_size(text)) text.remove_prefix(size);
  for (;;) {
    text = text::trimmed(text);
    const auto* const found =
        text.empty() || static_cast<unsigned char>(text.back()) < 0x80
            ? blanks.end()
            : std::ranges::find_if(blanks, [&](std::string_view one) { return text.ends_with(one); });
    if (found == blanks.end()) return text;
    text.remove_suffix(found->size());
  }
}

}  // namespace waybill::unicode
