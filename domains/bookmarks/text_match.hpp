// Does a bookmark hold a text? In title, url, description or tags.
#pragma once

#include <string_view>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/text_finder.hpp"

namespace waybill::bookmarks {

/// Holds the text, made ready once. Any thread.
class text_match {
 public:
  /// As `text_finder`: an empty text is in every bookmark.
  explicit text_match(std::string_view text) : wanted_(text) {}
  auto operator()(const row_view& row) const -> bool;

 private:
  text_finder wanted_;
};

}  // namespace waybill::bookmarks
