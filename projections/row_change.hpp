// One change of a record, as views of its kind tell it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/collection/events.hpp"

namespace waybill {

/// `Row` is what the kind makes of its rows.
template <class Row>
struct row_change {
  position at = 0;
  instant time{};
  std::string by;
  std::string what;                     ///< created, updated, deleted
  std::optional<import_id> import;      ///< which import made it
  std::optional<std::uint64_t> record;  ///< which of its records
  std::optional<bulk_id> bulk;          ///< which bulk change made it
  std::optional<Row> before;
  std::optional<Row> after;
};

}  // namespace waybill
