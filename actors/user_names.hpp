// User names: which are allowed, and which are one.
#pragma once

#include <string>
#include <string_view>

#include "events/result.hpp"

namespace waybill {

/// 1 to 64 ASCII letters, digits and . _ - @, and neither `.` nor `..`: so nothing looks like another name
/// but its other case. Errors: bad_value.
auto check_username(const std::string& name) -> result<done>;

/// Two names of which this is equal are one: letter case is taken away, and the full width that East Asian
/// keyboards give. Source: RFC 8265, UsernameCaseMapped, for the characters that names may have.
auto folded_name(std::string_view name) -> std::string;

}  // namespace waybill
