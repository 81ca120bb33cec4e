// Every answer that a test receives is held against the API's own description.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::http_test {

/// Status, content type and body of an answer to `request_line`. What the description does not say is kept
/// for broken_promises(). Any thread.
void hold_against_description(std::string_view request_line, int status, std::string_view content_type,
                              std::string_view body);

/// What was found since the last call.
auto broken_promises() -> std::vector<std::string>;

}  // namespace waybill::http_test
