// What is made of an upload and lies beside it: how the names of such files end, behind that of the upload.
// All of it can be made anew, or done without; who tidies up has to know it.
#pragma once

#include <array>
#include <string_view>

#include "formats/xlsx/spool.hpp"

namespace waybill {

/// The records of a file as a review shows them and a commit takes them.
inline constexpr std::string_view record_file_end = ".records";

/// What was shown of each record when it was committed (plan_file.hpp).
inline constexpr std::string_view plan_file_end = ".plan";

inline constexpr std::array<std::string_view, 3> derived_ends{formats::xlsx::spool_end, record_file_end,
                                                              plan_file_end};

}  // namespace waybill
