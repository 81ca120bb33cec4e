// The kinds that Waybill imports.
#include <array>

#include "domains/bookmarks/kind.hpp"
#include "domains/kind.hpp"

namespace waybill {

auto kinds() -> std::span<const kind_module* const> {
  static const std::array<const kind_module*, 1> all{&bookmarks::kind()};
  return all;
}

}  // namespace waybill
