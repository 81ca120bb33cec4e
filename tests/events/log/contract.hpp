// What every implementation of event_log must do. An implementation brings a world and is held against every
// case (contract_test.cpp).
#pragma once

#include <functional>
#include <vector>

#include "events/log/event_log.hpp"

namespace waybill::log_tests {

/// Where a case finds its log: empty at the beginning.
class log_world {
 public:
  virtual ~log_world() = default;
  virtual auto log() -> event_log& = 0;
  /// Called between the steps of a case; a world may close its log here and open it again.
  virtual void step() {}
};

struct contract_case {
  const char* sentence;
  std::function<void(log_world&)> check;
};

auto append_contract() -> std::vector<contract_case>;   ///< contract_append.cpp
auto reading_contract() -> std::vector<contract_case>;  ///< contract_reading.cpp
auto waiting_contract() -> std::vector<contract_case>;  ///< contract_waiting.cpp

}  // namespace waybill::log_tests
