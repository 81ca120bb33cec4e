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

/// While it is shut, the one thread that comes by the fault point after `skip` others stands there.
class gate_at {
 public:
  explicit gate_at(std::string name, std::size_t skip = 0);
  /// Opens it.
  ~gate_at();
  gate_at(const gate_at&) = delete;
  auto operator=(const gate_at&) -> gate_at& = delete;

  /// Until somebody stands there.
  void wait_for_somebody() const;
  void open();
  /// It opens when somebody comes by that fault point.
  void open_at(const std::string& other);

 private:
  std::string name_;
  std::string opener_;
};

}  // namespace waybill::tests
