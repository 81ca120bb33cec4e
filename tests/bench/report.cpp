#include "tests/bench/report.hpp"

#include <sys/utsname.h>

#include <ctime>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "tests/system/processes.hpp"

namespace waybill::bench {
namespace {

constexpr std::string_view begin_marker = "<!-- figures -->\n";
constexpr std::string_view end_marker = "<!-- end of figures -->\n";

auto first_line_of(const std::vector<std::string>& command) -> std::string {
  const auto ran = system_test::process(command, {}, "").wait();
  return ran.status == 0 ? ran.out.substr(0, ran.out.find('\n')) : "unknown";
}

auto processor() -> std::string {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

auto today() -> std::string {
  const auto now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

/// How busy the machine was: more than one core's worth beside a run makes its seconds say little.
auto load() -> std::string {
  std::ifstream file("/proc/loadavg");
  std::string one;
  std::string five;
  std::string fifteen;
  file >> one >> five >> fifteen;
  return one + ", " + five + ", " + fifteen;
}

auto circumstances(const plan& measured) -> std::string {
  utsname kernel{};
  uname(&kernel);
  const auto commit = first_line_of({"git", "describe", "--always", "--dirty"});
  return "Measured " + today() + " at commit `" + commit + "`, " +
         grouped(static_cast<double>(measured.records)) + " records, " + std::to_string(measured.rounds) +
         " round(s), on " + std::to_string(std::thread::hardware_concurrency()) + " cores (" + processor() +
         "), Linux " + kernel.release + ". Load at the end (1, 5, 15 minutes): " + load() + ".\n\n";
}

}  // namespace

void write_report(const report& tables, const plan& measured, const std::string& path) {
  auto page = system_test::read_file(path);
  const auto begin = page.find(begin_marker);
  const auto end = page.find(end_marker);
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    throw std::runtime_error(path + " has no markers for the figures");
  auto text = "\n" + circumstances(measured);
  for (const auto& one : tables) text += one.text();
  const auto from = begin + begin_marker.size();
  page.replace(from, end - from, text);
  system_test::write_file(path, page);
}

}  // namespace waybill::bench
