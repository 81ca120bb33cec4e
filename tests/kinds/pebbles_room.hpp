// Pebbles' room on the HTTP floor, as a kind adds one.
#pragma once

#include "http/kinds/room.hpp"

namespace waybill::http {

auto pebbles_room() -> kind_room;

}  // namespace waybill::http
