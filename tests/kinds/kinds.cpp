// The list of kinds in this test program: it takes the place of the product's (domains/kinds.cpp).
#include <array>

#include "domains/bookmarks/kind.hpp"
#include "tests/kinds/pebbles.hpp"

namespace waybill {

auto kinds() -> std::span<const kind_module* const> {
  static const std::array<const kind_module*, 3> all{&bookmarks::kind(), &pebbles::kind(),
                                                     &pebbles::gravel()};
  return all;
}

}  // namespace waybill
