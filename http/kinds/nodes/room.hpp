// Nodes' room.
#pragma once

#include "http/kinds/room.hpp"

namespace waybill::http {

auto nodes_room() -> kind_room;

}  // namespace waybill::http
