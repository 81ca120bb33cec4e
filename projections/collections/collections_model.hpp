// Read model of the collections of all kinds.
//   places   where each record stands (places.hpp)
//   live     which records of a chunk are the last word (live_records.hpp)
// and what the kinds keep of their own (projections/kind_rows.hpp). All of it has one checkpoint: the store
// trusts it for every kind.
#pragma once

#include <memory>

#include "projections/read_model.hpp"

namespace waybill {

auto make_collections_model() -> std::unique_ptr<read_model>;

}  // namespace waybill
