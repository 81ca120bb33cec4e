#include "domains/leads/columns/header_meaning.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "domains/leads/columns/likeness.hpp"
#include "domains/leads/columns/points.hpp"
#include "domains/leads/columns/unit_meaning.hpp"

namespace waybill::leads {
namespace {

void cap(header_meaning& meaning, int most, match_reason why) {
  for (auto& claim : meaning.claims)
    if (claim.points > most) {
      claim.points = most;
      claim.why = why;
    }
}

/// Words that are run together.
auto cut_meaning(const units& all, const column_dictionary& dictionary) -> std::optional<header_meaning> {
  units cut;
  for (const auto& unit : all) {
    if (!is_unknown(unit)) {
      cut.push_back(unit);
      continue;
    }
    const auto pieces = cut_apart(unit.joined, dictionary);
    if (pieces.empty()) return {};
    cut.insert(cut.end(), pieces.begin(), pieces.end());
  }
  auto made = meaning_of_units(cut, false);
  cap(made, points::cut_apart, match_reason::contained);
  return made;
}

/// The known header that this one is most like. Equal ones name all their fields.
auto similar_meaning(const std::string& text, const column_dictionary& dictionary) -> header_meaning {
  header_meaning made;
  int best = points::threshold - 1;
  const auto letters = letters_in(text);
  for (const auto& [known, letters_of_known, what] : dictionary.headers()) {
    const auto alike = likeness(text, letters, known, letters_of_known);
    if (alike < points::threshold || alike < best) continue;
    if (alike > best) made = {};
    best = alike;
    if (what->no_field || what->whole_name || what->address_part)
      made.otherwise = what->no_field ? match_reason::no_field : match_reason::unknown;
    for (const auto& use : what->fields)
      if (!use.unsure && std::none_of(made.claims.begin(), made.claims.end(),
                                      [&](auto& one) { return one.field == use.field; }))
        made.claims.push_back(
            {use.field, std::min(alike, points::similar), match_reason::similar, use.choice, false});
  }
  // As like what is no field as what is one.
  if (made.otherwise == match_reason::no_field) made.claims.clear();
  return made;
}

/// A name of a field at the beginning or end of a longer word: the longest one.
auto contained_meaning(const std::string& text, const column_dictionary& dictionary) -> header_meaning {
  const column_dictionary::known_header* best = nullptr;
  for (const auto& one : dictionary.headers()) {
    if (one.joined.size() * 2 < text.size()) continue;
    if (one.what->fields.empty() && !one.what->no_field) continue;
    if (!text.starts_with(one.joined) && !text.ends_with(one.joined)) continue;
    if (best == nullptr || one.joined.size() > best->joined.size()) best = &one;
  }
  header_meaning made;
  if (best == nullptr) return made;
  if (best->what->no_field) made.otherwise = match_reason::no_field;
  if (best->what->generic) return made;
  for (const auto& use : best->what->fields)
    if (!use.unsure)
      made.claims.push_back({use.field, points::contained(best->joined.size(), text.size()),
                             match_reason::contained, use.choice, false});
  return made;
}

auto unknown_part(const units& all) -> std::string {
  std::string text;
  for (const auto& unit : all)
    if (is_unknown(unit)) text += unit.joined;
  return text;
}

/// When the words do not say it as they stand.
auto guessed_meaning(const units& all, const std::string& whole, const column_dictionary& dictionary)
    -> header_meaning {
  const auto cut = cut_meaning(all, dictionary);
  if (cut && (!cut->claims.empty() || cut->otherwise != match_reason::unknown)) return *cut;
  auto guess = similar_meaning(whole, dictionary);
  if (!guess.claims.empty() || guess.otherwise != match_reason::unknown) return guess;
  if (count_of(all).names > 0) return {};
  const auto part = unknown_part(all);
  if (part != whole) guess = similar_meaning(part, dictionary);
  if (!guess.claims.empty() || guess.otherwise != match_reason::unknown) return guess;
  return contained_meaning(part, dictionary);
}

auto without_small_words(const std::vector<header_word>& words, const column_dictionary& dictionary)
    -> std::vector<header_word> {
  std::vector<header_word> rest;
  for (const auto& word : words) {
    const auto* const known = dictionary.find(word.text);
    if (known == nullptr || !known->small) rest.push_back(word);
  }
  return rest;
}

/// "Numéro du téléphone" is no phrase that is known; without the small word it is.
auto best_cover(const std::vector<header_word>& words, const column_dictionary& dictionary) -> units {
  auto all = cover(words, dictionary);
  auto without = cover(without_small_words(words, dictionary), dictionary);
  const auto now = count_of(all);
  const auto then = count_of(without);
  const bool fewer_names = then.unknown == now.unknown && then.names > 0 && then.names < now.names;
  return then.unknown < now.unknown || fewer_names ? without : all;
}

auto read_words(const std::vector<header_word>& words, const column_dictionary& dictionary)
    -> header_meaning {
  const auto all = best_cover(words, dictionary);
  const auto whole = joined(words);
  const bool bare = all.size() == 1 && all[0].joined == whole;
  auto made = meaning_of_units(all, bare);
  if (!made.claims.empty() || made.otherwise != match_reason::unknown) return made;
  if (const auto* const known = dictionary.find(whole); known != nullptr && !bare)
    return meaning_of_units({{whole, known, -1, false}}, true);
  return count_of(all).unknown == 0 ? made : guessed_meaning(all, whole, dictionary);
}

auto has_unknown(const std::vector<header_word>& words, const column_dictionary& dictionary) -> bool {
  return count_of(best_cover(words, dictionary)).unknown > 0;
}

/// Brackets explain. They may turn a header away, and make it less sure; what they say does not count when it
/// is not known, or when it is another field.
auto read_with_brackets(const std::vector<header_word>& words, const std::vector<header_word>& outside,
                        const std::vector<header_word>& inside, const column_dictionary& dictionary)
    -> header_meaning {
  auto all = read_words(words, dictionary);
  const bool known = !has_unknown(words, dictionary);
  if (all.claims.empty() ? all.otherwise != match_reason::unknown : known) return all;
  auto made = read_words(outside, dictionary);
  for (const auto& other : read_words(inside, dictionary).claims)
    for (auto& claim : made.claims)
      if (claim.field != other.field) claim.points = std::min(claim.points, points::unsure);
  cap(made, points::affix, match_reason::affix);
  return made;
}

/// "Zip/Postal code" is two; each part by itself.
auto parts_of(const std::vector<header_word>& words) -> std::vector<std::vector<header_word>> {
  std::vector<std::vector<header_word>> parts;
  for (const auto& word : words) {
    if (parts.empty() || word.other) parts.emplace_back();
    parts.back().push_back(word);
  }
  return parts;
}

/// Of parts that are different fields nobody can be sure. Where the whole says nothing, the one part that
/// says something counts.
auto read_parts(header_meaning whole, const std::vector<header_word>& words,
                const column_dictionary& dictionary) -> header_meaning {
  const auto parts = parts_of(words);
  if (parts.size() < 2) return whole;
  header_meaning best;
  std::size_t with_claims = 0;
  for (const auto& part : parts) {
    auto one = read_words(part, dictionary);
    if (one.claims.empty()) continue;
    ++with_claims;
    for (const auto& other : one.claims)
      if (std::none_of(whole.claims.begin(), whole.claims.end(),
                       [&](auto& claim) { return claim.field == other.field; }))
        cap(whole, points::unsure, match_reason::ambiguous);
    best = std::move(one);
  }
  if (!whole.claims.empty() || whole.otherwise != match_reason::unknown || with_claims != 1) return whole;
  cap(best, points::word, match_reason::word);
  return best;
}

constexpr std::array<std::string_view, 14> reason_names{
    "alias",    "affix",      "word",         "contained",   "similar", "ambiguous",    "values",
    "no_field", "whole_name", "address_part", "postal_city", "taken",   "contradicted", "unknown"};

}  // namespace

auto name_of(match_reason why) -> std::string_view { return reason_names[static_cast<std::size_t>(why)]; }

auto meaning_of(std::string_view header, const column_dictionary& dictionary) -> header_meaning {
  const auto words = header_words(header);
  if (words.empty()) return {};
  std::vector<header_word> outside;
  std::vector<header_word> inside;
  for (const auto& word : words) (word.bracketed ? inside : outside).push_back(word);
  if (inside.empty() || outside.empty()) return read_parts(read_words(words, dictionary), words, dictionary);
  return read_parts(read_with_brackets(words, outside, inside, dictionary), words, dictionary);
}

}  // namespace waybill::leads
