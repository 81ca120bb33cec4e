// Under which terms an index holds a bookmark, and which of them a search needs: its words, pairs of
// neighbours in scripts without blanks, its tags, its host and all that the host is below. Whoever has all
// terms of a search need not be it (phrases, long words): `search_match` says that.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "domains/bookmarks/search.hpp"

namespace waybill::bookmarks {

struct search_term {
  std::string text;
  bool begins = false;    ///< any term that begins so
  bool excluded = false;  ///< bookmarks that have it are not wanted
};

/// What a search needs, each once, those that cost most to look up last; not all of these, where there are
/// many. `tags`: all must be there, as they are written. Nothing that is excluded stands here unless it says
/// all: a term is cut after `whole_term` bytes.
auto needed_terms(const search_query& query, std::span<const std::string> tags, std::size_t whole_term)
    -> std::vector<search_term>;

/// Holds memory: one thread at a time.
class bookmark_terms {
 public:
  /// Some terms stand there more than once. Good until the next call.
  auto of(const row_view& row) -> const unicode::word_list&;

 private:
  void add_words(std::string_view text);
  void add_host(std::string_view url);

  unicode::word_list terms_;
};

}  // namespace waybill::bookmarks
