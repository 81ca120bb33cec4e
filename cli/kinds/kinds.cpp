// The kinds that have a room here.
#include <array>

#include "cli/kinds/bookmarks/verbs.hpp"
#include "cli/kinds/leads/verbs.hpp"
#include "cli/kinds/nodes/verbs.hpp"
#include "cli/kinds/room.hpp"
#include "cli/kinds/rows/verbs.hpp"

namespace waybill::cli {

auto kind_rooms() -> std::span<const kind_room> {
  static const std::array all{bookmarks_room(), nodes_room(), rows_room(), leads_room()};
  return all;
}

}  // namespace waybill::cli
