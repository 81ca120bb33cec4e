// What a record of leads says of itself, from reading to deciding. Internal to this kind.
#pragma once

#include <cstdint>

#include "domains/leads/row.hpp"

namespace waybill::leads {

/// `candidate_record::flags`; the lowest bits are `lead_key`: the keys that stand behind its identity.
enum record_flag : std::uint32_t {
  record_tells_status = 8,    ///< the file does; else it is the default
  record_tells_country = 16,  ///< the same
  record_tells_source = 32,   ///< the same
  record_excluded = 64        ///< a person left it out
};

}  // namespace waybill::leads
