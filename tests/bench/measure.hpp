// What the benchmark measures with: a stopwatch, percentiles, what the kernel says of a process, and a table.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace waybill::bench {

class stopwatch {
 public:
  [[nodiscard]] auto seconds() const -> double {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// What the kernel counts for a process. Source: proc(5).
struct process_figures {
  double cpu_s = 0;                 ///< user and system
  std::uint64_t written_bytes = 0;  ///< sent towards the disk
  std::uint64_t peak_bytes = 0;     ///< resident, since the start or `forget_peak`
};
auto figures_of(pid_t process) -> process_figures;
/// From now on the peak is counted anew.
void forget_peak(pid_t process);

/// Waits until everything that anybody wrote is on the disk: what was left over by one measurement, files
/// that were removed among it, must not slow the syncs of the next.
void quiet_disk();

/// The smallest value that `share` of all do not exceed; 0 when there is none. Sorts `values`.
auto percentile(std::vector<double>& values, double share) -> double;
auto median(std::vector<double> values) -> double;

/// 1234567.8 as `1,234,568`.
auto grouped(double number) -> std::string;
/// With so many digits behind the point.
auto fixed(double number, int digits) -> std::string;
auto megabytes(std::uint64_t bytes) -> std::string;

/// A Markdown table under a heading.
struct table {
  std::string heading;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  [[nodiscard]] auto text() const -> std::string;
};

}  // namespace waybill::bench
