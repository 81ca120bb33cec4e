// Read model of the words of bookmarks: the index in `projections/search`. It holds every version of a
// bookmark that was written since the segment was made; `live` (projections/collections) says which of them
// is the last word, so what is deleted or overwritten is not found from that moment on.
#pragma once

#include <memory>
#include <string_view>

#include "projections/read_model.hpp"

namespace waybill {

/// The checkpoint's name: bookmarks that were written at it or before are in the index.
inline constexpr std::string_view search_model_name = "search";

auto make_search_model(const projection_store& store) -> std::unique_ptr<read_model>;

}  // namespace waybill
