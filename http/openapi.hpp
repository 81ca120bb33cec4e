// The API's description of itself, made from the table of routes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace waybill::http {

/// OpenAPI 3.1.
auto openapi_document() -> nlohmann::ordered_json;

/// The shapes that the table names: `components.schemas`.
auto openapi_schemas() -> nlohmann::ordered_json;

/// A page of the shape of that name.
auto list_of(const std::string& name) -> nlohmann::ordered_json;

}  // namespace waybill::http
