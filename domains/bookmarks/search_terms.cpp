#include "domains/bookmarks/search_terms.hpp"

#include <algorithm>
#include <tuple>

#include "domains/bookmarks/search_parts.hpp"

namespace waybill::bookmarks {
namespace {

/// No word begins with these.
constexpr char tag_mark = '\1';
constexpr char host_mark = '\2';

auto marked(char mark, std::string_view text) -> std::string { return std::string(1, mark).append(text); }

auto is_pair(std::string_view word, std::string_view next) -> bool {
  return unicode::stands_alone(word) && unicode::stands_alone(next);
}

void add_needed(const wanted_words& wanted, std::vector<search_term>& to) {
  const auto& words = wanted.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    if (!last && is_pair(words[i], words[i + 1])) {
      to.push_back({std::string(words[i]).append(words[i + 1]), false, false});
      continue;
    }
    if (i > 0 && is_pair(words[i - 1], words[i])) continue;
    to.push_back({std::string(words[i]), last && wanted.begins && !unicode::stands_alone(words[i]), false});
  }
}

/// Beginnings last, the longest of them first: the shorter one is, the more it finds, and the longer that
/// takes. Beyond some of them they tell little and cost much.
void keep_some(std::vector<search_term>& all) {
  constexpr std::ptrdiff_t most_beginnings = 6;
  const auto order = [](const search_term& one) {
    return std::tuple(one.begins, one.begins ? ~one.text.size() : 0, one.excluded,
                      std::string_view(one.text));
  };
  const auto same = [&](const search_term& a, const search_term& b) { return order(a) == order(b); };
  std::ranges::sort(all, {}, order);
  all.erase(std::ranges::unique(all, same).begin(), all.end());
  const auto first = std::ranges::find(all, true, &search_term::begins);
  if (all.end() - first > most_beginnings) all.erase(first + most_beginnings, all.end());
}

}  // namespace

auto needed_terms(const search_query& query, std::span<const std::string> tags, std::size_t whole_term)
    -> std::vector<search_term> {
  std::vector<search_term> all;
  for (const auto& tag : tags) all.push_back({marked(tag_mark, folded_tag(tag)), false, false});
  for (const auto& tag : query.tags) all.push_back({marked(tag_mark, tag.text), false, tag.excluded});
  for (const auto& site : query.sites)
    if (!site.text.empty()) all.push_back({marked(host_mark, site.text), false, site.excluded});
  for (const auto& one : query.words) {
    if (!one.excluded)
      add_needed(one, all);
    else if (one.words.size() == 1)
      all.push_back({std::string(one.words[0]), one.begins && !unicode::stands_alone(one.words[0]), true});
  }
  std::erase_if(all, [&](const search_term& one) { return one.excluded && one.text.size() >= whole_term; });
  for (auto& one : all) one.text.resize(std::min(one.text.size(), whole_term));
  keep_some(all);
  return all;
}

auto bookmark_terms::of(const row_view& row) -> const unicode::word_list& {
  terms_.clear();
  add_words(row.title);
  add_words(row.url);
  if (const auto readable = readable_url(row.url); !readable.empty()) add_words(readable);
  if (row.description) add_words(*row.description);
  for (const auto tag : row.tags) {
    add_words(tag);
    terms_.append(marked(tag_mark, folded_tag(tag)));
  }
  add_host(row.url);
  return terms_;
}

void bookmark_terms::add_words(std::string_view text) {
  const auto begin = terms_.size();
  unicode::append_words(text, terms_);
  const auto end = terms_.size();
  std::string pair;
  for (auto i = begin; i + 1 < end; ++i) {
    if (!is_pair(terms_[i], terms_[i + 1])) continue;
    pair.assign(terms_[i]).append(terms_[i + 1]);
    terms_.append(pair);
  }
}

void bookmark_terms::add_host(std::string_view url) {
  const auto host = host_of(url);
  for (std::string_view rest = host; !rest.empty();) {
    terms_.append(marked(host_mark, rest));
    const auto dot = rest.find('.');
    if (dot == std::string_view::npos) return;
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace waybill::bookmarks
