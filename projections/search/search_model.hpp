// Read model of the words of those kinds whose records are found by them (`kind_model::make_words`). It holds
// every version of a record; `live` (projections/collections) says which of them is the last word, so what is
// deleted or overwritten is not found from that moment on.
#pragma once

#include <memory>
#include <string_view>

#include "projections/read_model.hpp"

namespace waybill {

/// The checkpoint's name: what was written at it or before is in the index.
inline constexpr std::string_view search_model_name = search_projection;

auto make_search_model(const projection_store& store) -> std::unique_ptr<read_model>;

}  // namespace waybill
