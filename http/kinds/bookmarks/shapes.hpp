// Bookmarks in JSON. Pure.
#pragma once

#include "http/json_text.hpp"
#include "projections/bookmarks/bookmark_views.hpp"

namespace waybill::http {

void write(json_text& to, const bookmark_item& one);
void write(json_text& to, const bookmark_change& one);
void write(json_text& to, const tag_count& one);

}  // namespace waybill::http
