// Leads, as HTTP knows them.
#pragma once

#include "http/kinds/room.hpp"

namespace waybill::http {

auto leads_room() -> kind_room;

}  // namespace waybill::http
