// The shapes of the API's description, as JSON text: that is how they read best. Internal to what makes it.
#pragma once

namespace waybill::http {

auto project_schemas() -> const char*;
auto file_schemas() -> const char*;
auto backup_schemas() -> const char*;

}  // namespace waybill::http
