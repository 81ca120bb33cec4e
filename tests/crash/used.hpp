// A data directory that was used, to be damaged or forged: made once, copied for every round.
#pragma once

#include <string>
#include <vector>

#include "tests/crash/house.hpp"

namespace waybill::crash {

/// It holds an import, part of it in files of its own and part still in the write-ahead log, and a second one
/// that is paused.
struct used {
  model_home home;
  std::vector<std::string> items;  ///< of an export
  std::vector<std::string> told;   ///< the answers to everything that was asked
  std::string paused;              ///< the second import
  used();
};

auto the_used() -> const used&;

}  // namespace waybill::crash
