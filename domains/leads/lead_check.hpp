// Looks at the file of an import of leads. Internal to this kind.
#pragma once

#include <memory>

#include "domains/kind.hpp"

namespace waybill::leads {

/// What the file is, which columns fill which fields, and what its records become: that is written beside it.
auto lead_checker(const reading_order& order) -> std::unique_ptr<file_check>;
/// The records of a checked file.
auto lead_records(const reading_start& from, const reading_order& order) -> std::unique_ptr<record_source>;

}  // namespace waybill::leads
