#include "formats/links/url_words.hpp"

#include <algorithm>
#include <array>

#include "formats/links/parts.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

auto is_word(char c) -> bool {
  return (text::lower(c) >= 'a' && text::lower(c) <= 'z') || text::is_digit(c) ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Signs that part a link from what is said of it.
constexpr std::array borders{"-"sv,      ":"sv,      ","sv,      ";"sv,      "|"sv, "<"sv,
                             ">"sv,      "*"sv,      "="sv,      "~"sv,      "/"sv, "`"sv,
                             "\u2013"sv, "\u2014"sv, "\u00B7"sv, "\u2022"sv, "]["sv};

auto without_borders(std::string_view text) -> std::string_view {
  const auto is_front = [&](std::string_view one) { return text.starts_with(one); };
  const auto is_back = [&](std::string_view one) { return text.ends_with(one); };
  for (;;) {
    text = unicode::trimmed(text);
    if (const auto* const found = std::ranges::find_if(borders, is_front); found != borders.end())
      text.remove_prefix(found->size());
    else if (const auto* const last = std::ranges::find_if(borders, is_back); last != borders.end())
      text.remove_suffix(last->size());
    else
      return text;
  }
}

}  // namespace

auto words_of(std::string_view beside) -> std::string_view {
  beside = without_borders(beside);
  constexpr std::array pairs{"[]"sv, "\"\""sv, "''"sv};
  for (const auto pair : pairs)
    if (beside.size() > 2 && beside.starts_with(pair[0]) && beside.ends_with(pair[1]))
      beside = beside.substr(1, beside.size() - 2);
  return std::ranges::any_of(beside, is_word) ? beside : std::string_view{};
}

auto without_comment(std::string_view beside, found_link& one) -> std::string_view {
  auto begun = text::trimmed(beside);
  if (begun.starts_with('>')) begun = text::trimmed(begun.substr(1));
  const auto end = begun.starts_with("<!--") ? begun.find("-->") : std::string_view::npos;
  if (end == std::string_view::npos) return beside;
  const auto said = text::trimmed(begun.substr(4, std::max<std::size_t>(end, 4) - 4));
  constexpr std::string_view word = "tags:";
  if (text::starts_ignoring_case(said, word)) add_tags(said.substr(word.size()), ",", one.tags);
  return begun.substr(end + 3);
}

auto without_org_tags(std::string_view behind, found_link& one) -> std::string_view {
  const auto trimmed = text::trimmed(behind);
  const auto at = trimmed.find_last_of(" \t") + 1;  // npos + 1 is 0
  const auto all = trimmed.substr(at);
  if (!one.is_org || all.size() < 3 || !all.starts_with(':') || !all.ends_with(':')) return behind;
  add_tags(all, ":", one.tags);
  return trimmed.substr(0, at);
}

auto without_separator(std::string_view title) -> std::string_view {
  for (const std::string_view sign : {"|", "-", "\u2013", "\u2014"}) {
    if (!title.starts_with(sign)) continue;
    const auto rest = title.substr(sign.size());
    if (rest.empty() || unicode::blank_size(rest) > 0) return unicode::trimmed(rest);
  }
  return title;
}

}  // namespace waybill::formats::links
