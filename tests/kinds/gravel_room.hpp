// The room of gravel on the HTTP floor: a kind with a review brings the calls of it.
#pragma once

#include "http/kinds/room.hpp"

namespace waybill::http {

/// The review of gravel: what would happen, a record left out, the commit.
auto gravel_room() -> kind_room;

}  // namespace waybill::http
