// The lists of rooms in this test program: they take the place of the product's (http/kinds/kinds.cpp).
#include <array>

#include "http/kinds/bookmarks/room.hpp"
#include "tests/kinds/gravel_room.hpp"
#include "tests/kinds/pebbles_room.hpp"

namespace waybill::http {

auto kind_rooms() -> std::span<const kind_room> {
  static const std::array all{bookmarks_room(), pebbles_room(), gravel_room()};
  return all;
}

}  // namespace waybill::http
