// What a record makes of a lead that is there already. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domains/leads/options.hpp"
#include "domains/leads/row.hpp"

namespace waybill::leads {

/// Which of the keys of a record others have: bits of `lead_key`.
struct key_holders {
  std::uint8_t nobody = 0;     ///< nobody holds the record's
  std::uint8_t this_lead = 0;  ///< the lead that it changes does
};

/// What of a record counts. Of status and assignment: whether the options let them be updated.
struct merge_rules {
  bool status = false;
  bool assigned_to = false;
};

/// Puts into `lead` what the record says that is new: cells in which something stands. `flags` are the
/// record's. False: nothing is new. What the lead held and has no more is appended to `released`; views of
/// `lead` then point into both rows.
auto merge_lead(const row_view& record, std::uint32_t flags, const merge_rules& rules,
                const key_holders& holders, row_view& lead, std::vector<identity>& released) -> bool;

/// The first of these keys that both have alike; nothing: none.
auto common_key(std::span<const lead_key> keys, const row_view& record, const row_view& lead)
    -> std::optional<lead_key>;

}  // namespace waybill::leads
