// Nodes that stay, but under another parent, since a node above them comes or goes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "projections/nodes/tree_spots.hpp"

namespace waybill {

struct taken_node {
  std::string_view key;  ///< collection (16) | text; stands in the arena
  std::int32_t by = 0;   ///< the moving spot that is the nearest above it of all there were and are
};

/// Those below the spots of `moving` (numbers in `spots`) that are not spots themselves, ascending. Of what
/// is below other nodes it reads nothing: it takes time as there are nodes taken, and little for each of
/// `moving`. Errors: corrupt, unavailable.
auto find_taken(const projection_store& store, const std::vector<tree_spot>& spots,
                std::span<const std::int32_t> moving, bool with_queries, text_arena& arena)
    -> result<std::vector<taken_node>>;

}  // namespace waybill
