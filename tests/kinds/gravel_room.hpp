// The room of gravel on the HTTP floor: a kind with a review shows what would happen.
#pragma once

#include "http/kinds/room.hpp"

namespace waybill::http {

auto gravel_room() -> kind_room;

}  // namespace waybill::http
