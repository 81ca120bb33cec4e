// What people look for among bookmarks, and whether a bookmark is it. `docs/bookmark_search.md` describes the
// language: words, "phrases", begin*, -without, tag:, site:, before:, after:.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"
#include "formats/unicode/words.hpp"

namespace waybill::bookmarks {

/// Words that stand side by side in one text of the bookmark.
struct wanted_words {
  unicode::word_list words;  ///< one at least
  bool begins = false;       ///< the last one may go on
  bool excluded = false;
};
struct wanted_text {
  std::string text;  ///< of a tag folded, of a site in ASCII
  bool excluded = false;
};

/// All of it must hold. Nothing that a person writes is an error: what is no word says nothing beside words,
/// and finds nothing alone.
struct search_query {
  std::vector<wanted_words> words;
  std::vector<wanted_text> tags;
  std::vector<wanted_text> sites;  ///< a host, and all below it
  std::optional<instant> after;    ///< created then or later
  std::optional<instant> before;   ///< created earlier
  std::optional<bool> duplicate;   ///< is nearly the same as another, or not (near_url.hpp)
  bool finds_nothing = false;      ///< there was something to look for, and no word or filter in it
  [[nodiscard]] auto empty() const -> bool {
    return !finds_nothing && words.empty() && tags.empty() && sites.empty() && !after && !before &&
           !duplicate;
  }
};

auto read_query(std::string_view text) -> search_query;

/// Is a bookmark nearly the same as another? That it cannot know by itself.
using duplicate_asker = std::function<bool(const row_view&)>;

/// Holds memory: one thread at a time.
class search_match {
 public:
  /// Without `is_duplicate` none is one.
  explicit search_match(search_query query, duplicate_asker is_duplicate = {})
      : query_(std::move(query)), is_duplicate_(std::move(is_duplicate)) {}
  auto operator()(const row_view& row) -> bool;

 private:
  auto fits_filters(const row_view& row) -> bool;
  auto has_words(const row_view& row) -> bool;
  [[nodiscard]] auto has_tag(const row_view& row, std::string_view folded) -> bool;
  [[nodiscard]] auto has(const wanted_words& wanted) const -> bool;
  void add(std::string_view text);

  search_query query_;
  duplicate_asker is_duplicate_;
  unicode::word_list words_;             ///< of all texts of a bookmark
  std::vector<std::size_t> texts_ends_;  ///< where each of them ends, in words
  std::string scratch_;
};

}  // namespace waybill::bookmarks
