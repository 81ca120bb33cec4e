// The kinds that have a room here.
#include <array>

#include "http/kinds/bookmarks/room.hpp"
#include "http/kinds/leads/room.hpp"
#include "http/kinds/nodes/room.hpp"
#include "http/kinds/room.hpp"
#include "http/kinds/rows/room.hpp"

namespace waybill::http {

auto kind_rooms() -> std::span<const kind_room> {
  static const std::array all{bookmarks_room(), nodes_room(), rows_room(), leads_room()};
  return all;
}

}  // namespace waybill::http
