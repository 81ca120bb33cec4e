#include "projections/bookmarks/bookmark_words.hpp"

#include <algorithm>

#include "domains/bookmarks/search_terms.hpp"
#include "projections/bookmarks/listing_model.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

class bookmark_words final : public kind_words {
 public:
  auto of(const digest& collection, const identity& id, std::string_view row)
      -> std::optional<word_document> override {
    if (!bookmarks::view_row(row, row_)) return std::nullopt;
    const auto key = listing_key(collection, row_.created_at, view_of(id));
    word_document made{{}, &terms_.of(row_)};
    std::copy(key.end() - search::document_key_size, key.end(), made.key.begin());
    return made;
  }

 private:
  bookmarks::row_view row_;
  bookmarks::bookmark_terms terms_;
};

}  // namespace

auto make_bookmark_words() -> std::unique_ptr<kind_words> { return std::make_unique<bookmark_words>(); }

}  // namespace waybill
