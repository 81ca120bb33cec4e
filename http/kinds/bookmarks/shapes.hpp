// Bookmarks in JSON and in CSV. Pure.
#pragma once

#include <string>

#include "http/json_text.hpp"
#include "projections/bookmarks/bookmark_views.hpp"

namespace waybill::http {

void write(json_text& to, const bookmark_item& one);
void write(json_text& to, const bookmark_change& one);
void write(json_text& to, const tag_count& one);

auto bookmarks_csv_header() -> std::string;
void append_csv(const bookmarks::bookmark& one, std::string& out);

}  // namespace waybill::http
