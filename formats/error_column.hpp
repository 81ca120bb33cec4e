// Tables of rows that could not be taken.
#pragma once

#include <string_view>

namespace waybill::formats {

/// The last column of a file of failed rows: it says what was wrong.
inline constexpr std::string_view error_column = "import_error";

}  // namespace waybill::formats
