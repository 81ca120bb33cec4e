// The last warnings and errors of the journal, whatever its level lets through.
#pragma once

#include <string>
#include <vector>

namespace waybill::journal {

struct trouble {
  std::string at;     ///< RFC 3339
  std::string level;  ///< warning or error
  std::string event;
  std::string text;  ///< its fields, as a line of the journal has them; cut where it is long
};

/// The newest first, at most 10. Any thread.
auto recent_troubles() -> std::vector<trouble>;

}  // namespace waybill::journal
