// Rows of the route table beside imports and bookmarks: one's own account, administration, the web app's
// pages.
#pragma once

#include "http/routes.hpp"

namespace waybill::http {

void add_own_account(std::vector<route>& to);
void add_administration(std::vector<route>& to);
void add_pages(std::vector<route>& to);

}  // namespace waybill::http
