// What streams of bulk changes are called, and what ends them.
#pragma once

#include <string_view>

#include "events/bulk/events.hpp"

namespace waybill {

/// Of the name of each of their streams (`bulk_stream`).
inline constexpr std::string_view bulk_stream_prefix = "bulk/";

/// Does an event of this tag end a bulk change?
constexpr auto ends_bulk(std::string_view tag) -> bool {
  return tag == bulk_completed::tag || tag == bulk_cancelled::tag || tag == bulk_failed::tag;
}

}  // namespace waybill
