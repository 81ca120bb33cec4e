// The rows that nodes keep of their own: the tree of each project (tree_rows.hpp).
#pragma once

#include <memory>

#include "projections/kind_rows.hpp"

namespace waybill {

auto make_nodes_tree() -> std::unique_ptr<kind_rows>;

}  // namespace waybill
