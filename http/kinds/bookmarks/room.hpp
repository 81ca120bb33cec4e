// Bookmarks' room.
#pragma once

#include "http/kinds/room.hpp"

namespace waybill::http {

auto bookmarks_room() -> kind_room;

}  // namespace waybill::http
