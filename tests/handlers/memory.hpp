// How much this process held at most.
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <fstream>
#include <string>

#include "tests/sanitizer.hpp"

namespace waybill::handlers::test {

/// Since it was made.
class memory_peak {
 public:
  memory_peak() {
    std::ofstream("/proc/self/clear_refs") << "5";
    before_kib_ = peak_kib();
  }
  void check_below_mib(std::uint64_t most) const {
    if (tests::memory_is_measured) CHECK(peak_kib() - before_kib_ < most << 10);
  }

 private:
  static auto peak_kib() -> std::uint64_t {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6));
    return 0;
  }
  std::uint64_t before_kib_ = 0;
};

}  // namespace waybill::handlers::test
