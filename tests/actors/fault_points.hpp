// What happens at the fault points of the parts under test (events/fault_point.hpp). Nothing, unless a test
// says so.
#pragma once

#include <cstddef>
#include <string>

namespace waybill::tests {

enum class fault_does { nothing, refuse, throw_up };

/// While it lives, what comes by the fault point is counted, and `skip` times later met with a fault, `times`
/// times. Any thread may come by; one for each name.
class fault_at {
 public:
  fault_at(std::string name, fault_does what, std::size_t times = 1, std::size_t skip = 0);
  ~fault_at();
  fault_at(const fault_at&) = delete;
  auto operator=(const fault_at&) -> fault_at& = delete;

  [[nodiscard]] auto came_by() const -> std::size_t;
  /// How many of `times` are left.
  [[nodiscard]] auto left() const -> std::size_t;

 private:
  std::string name_;
};

}  // namespace waybill::tests
