#include "tests/bench/measure.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace waybill::bench {
namespace {

auto proc_path(pid_t process, const char* file) -> std::string {
  return "/proc/" + std::to_string(process) + "/" + file;
}

/// The number behind `key` in a file of lines `key: number`.
auto number_after(const std::string& path, const std::string& key) -> std::uint64_t {
  std::ifstream file(path);
  for (std::string word; file >> word;) {
    if (word != key) continue;
    std::uint64_t number = 0;
    file >> number;
    return number;
  }
  return 0;
}

auto cpu_seconds(pid_t process) -> double {
  clockid_t its_clock{};
  timespec used{};
  if (::clock_getcpuclockid(process, &its_clock) != 0 || ::clock_gettime(its_clock, &used) != 0) return 0;
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

auto row_text(const std::vector<std::string>& cells) -> std::string {
  std::string text = "|";
  for (const auto& cell : cells) text += " " + cell + " |";
  return text + "\n";
}

}  // namespace

auto figures_of(pid_t process) -> process_figures {
  return {cpu_seconds(process), number_after(proc_path(process, "io"), "write_bytes:"),
          number_after(proc_path(process, "status"), "VmHWM:") * 1024};
}

void forget_peak(pid_t process) { std::ofstream(proc_path(process, "clear_refs")) << "5"; }

void quiet_disk() { ::sync(); }

auto percentile(std::vector<double>& values, double share) -> double {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

auto median(std::vector<double> values) -> double { return percentile(values, 0.5); }

auto grouped(double number) -> std::string {
  auto text = fixed(number, 0);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), 1, ',');
  return text;
}

auto fixed(double number, int digits) -> std::string {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

auto megabytes(std::uint64_t bytes) -> std::string {
  return fixed(static_cast<double>(bytes) / (1 << 20), 0) + " MiB";
}

auto table::text() const -> std::string {
  std::string all = "### " + heading + "\n\n" + row_text(columns) + "|";
  for (std::size_t i = 0; i < columns.size(); ++i) all += i == 0 ? "---|" : "---:|";
  all += "\n";
  for (const auto& row : rows) all += row_text(row);
  return all + "\n";
}

}  // namespace waybill::bench
