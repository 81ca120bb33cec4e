// Why rows failed, in a person's language.
#pragma once

#include <string>
#include <string_view>

#include "events/collection/chunk.hpp"
#include "http/language.hpp"

namespace waybill::http {

/// Of one line, at most 500 characters. What a handler said stays in its own words. Any thread.
auto reason_of_row(language in, const applied_record& record) -> std::string;

}  // namespace waybill::http
