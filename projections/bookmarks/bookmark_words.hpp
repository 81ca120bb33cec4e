// Under which terms the index of words holds bookmarks (domains/bookmarks/search_terms.hpp).
#pragma once

#include <memory>

#include "projections/kind_rows.hpp"

namespace waybill {

auto make_bookmark_words() -> std::unique_ptr<kind_words>;

}  // namespace waybill
