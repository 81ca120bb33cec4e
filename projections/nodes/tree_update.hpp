// Brings the rows of one project's tree up to date with a run of changes.
#pragma once

#include "projections/nodes/node_changes.hpp"

namespace waybill {

/// All or nothing; the rows say in `tree_totals` how far they were folded, which is how a run that was
/// written before a crash is known. Takes time as there are nodes in the run, places above them, and nodes
/// whose parent changes; not as there are nodes in the tree. Errors: corrupt, unavailable, storage_full.
auto update_tree(projection_store& store, std::string_view prefix, tree_totals totals,
                 const node_changes::run& what) -> result<done>;

}  // namespace waybill
