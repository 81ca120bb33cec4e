// Does a bookmark hold a text? In title, url, description or tags; letter case ignored (ASCII, Latin, Greek,
// Cyrillic).
#pragma once

#include <string>
#include <string_view>

#include "domains/bookmarks/bookmark.hpp"

namespace waybill::bookmarks {

class text_match {
 public:
  /// An empty text is in every bookmark. Invalid UTF-8 is compared byte by byte.
  explicit text_match(std::string_view text);
  auto operator()(const row_view& row) const -> bool;

 private:
  auto in(std::string_view text) const -> bool;
  std::string wanted_;
  mutable std::string folded_;
};

}  // namespace waybill::bookmarks
