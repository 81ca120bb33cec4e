// Nodes as a kind of import: URLs that become a project's tree.
#pragma once

#include "domains/kind.hpp"

namespace waybill::nodes {

auto kind() -> const kind_module&;

}  // namespace waybill::nodes
