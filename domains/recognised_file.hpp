// Files whose first bytes say how they are read: what kinds of such files share.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "domains/kind.hpp"

namespace waybill {

/// What checks a file that begins so. Errors: it is refused.
using check_chooser = std::function<result<std::unique_ptr<file_check>>(std::string_view first)>;

/// Holds the first bytes until they tell, and checks the file by what `choose` answers.
auto recognising_check(check_chooser choose) -> std::unique_ptr<file_check>;

/// The records of a file that is no longer what was checked.
auto broken_records() -> std::unique_ptr<record_source>;

}  // namespace waybill
