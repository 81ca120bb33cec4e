// The kinds that Waybill imports.
#include <array>

#include "domains/bookmarks/kind.hpp"
#include "domains/kind.hpp"
#include "domains/leads/kind.hpp"
#include "domains/nodes/kind.hpp"
#include "domains/rows/kind.hpp"

namespace waybill {

auto kinds() -> std::span<const kind_module* const> {
  static const std::array<const kind_module*, 4> all{&bookmarks::kind(), &nodes::kind(), &rows::kind(),
                                                     &leads::kind()};
  return all;
}

}  // namespace waybill
