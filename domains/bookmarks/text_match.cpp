#include "domains/bookmarks/text_match.hpp"

#include <algorithm>

namespace waybill::bookmarks {

auto text_match::operator()(const row_view& row) const -> bool {
  if (wanted_.empty()) return true;
  const auto in = [this](std::string_view text) { return wanted_.in(text); };
  return in(row.title) || in(row.url) || (row.description && in(*row.description)) ||
         std::any_of(row.tags.begin(), row.tags.end(), in);
}

}  // namespace waybill::bookmarks
