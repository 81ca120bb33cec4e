#include "domains/leads/columns/phrase_cover.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::size_t longest_phrase = 10;  ///< words
constexpr std::size_t longest_number = 2;   ///< digits
constexpr std::size_t shortest_cut = 6;     ///< letters of a word that is cut apart
constexpr std::size_t longest_cut = 40;
constexpr std::size_t shortest_piece = 3;

auto join(std::span<const header_word> words) -> std::string {
  std::string all;
  for (const auto& word : words) all += word.text;
  return all;
}

auto is_number(const std::string& text) -> bool { return text::is_digit(text[0]); }

auto is_small(const phrase* what) -> bool {
  return what != nullptr && what->small && what->fields.empty() && !what->affix && !what->no_field;
}

auto uncovered(const header_word& word, const column_dictionary& dictionary) -> covered {
  covered made{word.text, dictionary.find(word.text), -1, word.below};
  if (made.what == nullptr && is_number(word.text) && word.text.size() <= longest_number)
    made.number = std::stoi(word.text);
  return made;
}

/// Which phrase a word belongs to: its length in words at its first one, 0 at the others.
auto phrase_lengths(std::span<const header_word> words, const column_dictionary& dictionary)
    -> std::vector<std::size_t> {
  std::vector<std::size_t> lengths(words.size(), 1);
  std::vector<bool> taken(words.size(), false);
  for (auto length = std::min(words.size(), longest_phrase); length > 1; --length) {
    for (std::size_t at = 0; at + length <= words.size(); ++at) {
      const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = begin + static_cast<std::ptrdiff_t>(length);
      if (std::find(begin, end, true) != end) continue;
      const auto* const known = dictionary.find(join(words.subspan(at, length)));
      if (known == nullptr || is_small(known)) continue;
      std::fill(begin, end, true);
      std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(at), length, std::size_t{0});
      lengths[at] = length;
    }
  }
  return lengths;
}

}  // namespace

auto cover(std::span<const header_word> words, const column_dictionary& dictionary) -> std::vector<covered> {
  const auto lengths = phrase_lengths(words, dictionary);
  std::vector<covered> units;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (lengths[at] == 0) continue;
    auto unit = uncovered(words[at], dictionary);
    if (lengths[at] > 1) {
      unit.joined = join(words.subspan(at, lengths[at]));
      unit.what = dictionary.find(unit.joined);
      unit.number = -1;
    }
    if (!is_small(unit.what)) units.push_back(std::move(unit));
  }
  return units;
}

auto cut_apart(const std::string& word, const column_dictionary& dictionary) -> std::vector<covered> {
  if (word.size() < shortest_cut || word.size() > longest_cut) return {};
  // best[n]: the fewest pieces of the first n letters; 0: none are.
  std::vector<std::size_t> best(word.size() + 1, 0);
  std::vector<std::size_t> from(word.size() + 1, 0);
  for (std::size_t end = shortest_piece; end <= word.size(); ++end) {
    for (std::size_t begin = 0; begin + shortest_piece <= end; ++begin) {
      if ((begin > 0 && best[begin] == 0) || (best[end] != 0 && best[end] <= best[begin] + 1)) continue;
      const auto* const known = dictionary.find(std::string_view(word).substr(begin, end - begin));
      if (known == nullptr || is_small(known)) continue;
      best[end] = best[begin] + 1;
      from[end] = begin;
    }
  }
  std::vector<covered> pieces;
  if (best[word.size()] == 0) return pieces;
  for (auto end = word.size(); end > 0; end = from[end]) {
    const auto piece = word.substr(from[end], end - from[end]);
    pieces.push_back({piece, dictionary.find(piece), -1, false});
  }
  std::reverse(pieces.begin(), pieces.end());
  return pieces;
}

}  // namespace waybill::leads
