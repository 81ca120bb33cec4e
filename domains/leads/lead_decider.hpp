// Decides what becomes of records of leads. Internal to this kind.
#pragma once

#include <memory>

#include "domains/kind.hpp"

namespace waybill::leads {

/// As the order says: its options, its findings, what was agreed.
auto lead_decider(const reading_order& order) -> std::unique_ptr<record_decider>;
/// The texts of `shown_names`; none when it is no row.
void show_lead(std::string_view row, std::vector<std::string_view>& out);

}  // namespace waybill::leads
