// Formats of texts in tables. All pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace waybill::rows {

/// As browsers take it in a form (HTML, "valid e-mail address"): no comments, no quoted local parts; letters
/// beyond ASCII may stand in it (RFC 6531).
auto is_email(std::string_view text) -> bool;
/// With a scheme; signs of RFC 3986, and letters beyond ASCII (RFC 3987).
auto is_uri(std::string_view text) -> bool;
/// 8-4-4-4-12 digits of hex
auto is_uuid(std::string_view text) -> bool;
/// RFC 4648, 4
auto is_base64(std::string_view text) -> bool;
/// `90.50, 45.50`: longitude, latitude
auto is_geopoint(std::string_view text) -> bool;

/// How many members an array or object of JSON has; nothing: it is none.
auto array_size(std::string_view text) -> std::optional<std::size_t>;
auto object_size(std::string_view text) -> std::optional<std::size_t>;
/// `[90.50, 45.50]` and `{"lon": 90.5, "lat": 45.5}`
auto is_geopoint_array(std::string_view text) -> bool;
auto is_geopoint_object(std::string_view text) -> bool;

}  // namespace waybill::rows
