// What the system says of this process. Zero where it does not tell.
#pragma once

#include <cstdint>
#include <string>

namespace waybill::console {

struct process_figures {
  std::uint64_t pid = 0;
  std::uint64_t memory_bytes = 0, memory_peak_bytes = 0;
  std::uint64_t descriptors = 0, descriptors_limit = 0;
  std::uint64_t disk_free_bytes = 0;  ///< for who is not root
};

/// Any thread.
auto figures_of_process(const std::string& directory) -> process_figures;

}  // namespace waybill::console
