#include "cli/live/words.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace waybill::cli::live {
namespace {

constexpr std::array takes_imports{std::string_view{"show"},   std::string_view{"story"},
                                   std::string_view{"watch"},  std::string_view{"pause"},
                                   std::string_view{"resume"}, std::string_view{"cancel"},
                                   std::string_view{"retry"},  std::string_view{"kick"}};
constexpr std::array levels{"trace", "debug", "info", "warn", "error", "off"};

auto is_blank(char c) -> bool { return c == ' ' || c == '\t'; }

/// The words that can follow these in the name of a verb.
auto next_words(const std::vector<std::string>& verbs, const std::string& before) -> std::set<std::string> {
  std::set<std::string> words;
  for (const auto& verb : verbs)
    if (verb.starts_with(before))
      words.insert(verb.substr(before.size(), verb.find(' ', before.size()) - before.size()));
  return words;
}

auto all_at(std::string_view before, const vocabulary_at_hand& with) -> std::set<std::string> {
  auto words = split_words(before);
  if (!words) return {};
  if (words->empty()) {
    auto first = next_words(with.verbs, "");
    first.insert({"help", "quit"});
    return first;
  }
  if (words->front() == "help" && words->size() == 1) return next_words(with.verbs, "");
  if (words->front() == "level" && words->size() == 1) return {levels.begin(), levels.end()};
  if (std::ranges::find(takes_imports, words->front()) != takes_imports.end()) {
    auto ids = with.imports();
    return {std::make_move_iterator(ids.begin()), std::make_move_iterator(ids.end())};
  }
  return words->size() == 1 ? next_words(with.verbs, words->front() + " ") : std::set<std::string>{};
}

}  // namespace

auto split_words(std::string_view line) -> result<std::vector<std::string>> {
  std::vector<std::string> words;
  bool inside = false;  ///< a word has begun
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (quote == 0 && is_blank(c)) {
      inside = false;
      continue;
    }
    if (!std::exchange(inside, true)) words.emplace_back();
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && at + 1 < line.size()) {
      words.back() += line[++at];
    } else {
      words.back() += c;
    }
  }
  if (quote != 0) return {errc::bad_value, "A quote is not closed."};
  return words;
}

auto complete(std::string_view line, const vocabulary_at_hand& with) -> completion {
  auto begin = line.size();
  while (begin > 0 && !is_blank(line[begin - 1])) --begin;
  completion found;
  found.typed = line.substr(begin);
  if (found.typed.starts_with('-')) return found;
  for (const auto& one : all_at(line.substr(0, begin), with))
    if (one.starts_with(found.typed) && !one.empty()) found.candidates.push_back(one);
  if (found.candidates.empty()) return found;
  const auto &first = found.candidates.front(), &last = found.candidates.back();
  // They are sorted: what the first and the last have in common, all have.
  const auto end = std::ranges::mismatch(first, last).in1;
  found.common = std::string(first.begin(), end).substr(found.typed.size());
  if (found.candidates.size() == 1) found.common += ' ';
  return found;
}

}  // namespace waybill::cli::live
