// What codes of outcomes and faults of rows mean, for people.
#pragma once

#include <string_view>

namespace waybill::rows {

/// Empty: rows have no such code. Static storage; any thread.
auto sentence_of_code(std::string_view code) -> std::string_view;

}  // namespace waybill::rows
