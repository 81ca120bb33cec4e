// Which Waybill this is.
#pragma once

#include <string_view>

namespace waybill {

/// As CMakeLists.txt has it: a test of the binary compares the two.
inline constexpr std::string_view waybill_version = "0.1.0";

}  // namespace waybill
