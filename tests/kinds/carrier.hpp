// Who carries pebbles away, outside of the log: `[carrier NAME]` in the settings, `carried_by` in the options
// of an import. It works in a folder, its `place`, and writes into the file `book` there what it carried: a
// line for each pebble, `BATCH RECORD NAME`, and `end RECORDS` behind the last one. Where there is no such
// folder, it is away. It refuses pebbles whose name begins with `heavy`. Where a file `trap` lies there, it
// falls over a pebble of that name, and stands still until it is told to stop.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "domains/kind.hpp"

namespace waybill::pebbles {

inline constexpr std::array carrier_keys{group_key{"place", any_text{}, true, "The folder it works in."}};
inline constexpr group_type carriers{"carrier", "Who carries pebbles away.", carrier_keys};
inline constexpr std::size_t carried_at_once = 2;

/// Null: there is none.
auto carrier_named(const std::string& name, const std::shared_ptr<const kind_surroundings>& around)
    -> const named_group*;

/// Does nothing yet: who only asks whether there is a worker makes one, too.
auto make_carrier(std::string place) -> std::unique_ptr<record_worker>;

}  // namespace waybill::pebbles
