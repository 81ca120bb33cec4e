#include "tests/crash/table.hpp"

#include <fstream>
#include <sstream>

namespace waybill::crash {
namespace {

constexpr auto begin_mark = "<!-- rows -->";
constexpr auto end_mark = "<!-- end of rows -->";
constexpr auto head = "| fault | rounds | struck | lost | again |\n|---|---|---|---|---|";

auto fault_in(const std::string& line) -> std::string {
  const auto end = line.find(" | ");
  return line.starts_with("| ") && end != std::string::npos ? line.substr(2, end - 2) : std::string();
}

}  // namespace

auto line_of(const std::string& fault, const std::string& row, std::uint64_t seed, const tally& sum)
    -> std::string {
  std::uint64_t times = 0;
  for (const auto& [point, struck] : sum.struck) times += struck;
  const auto points = sum.struck.size() > 1 ? " at " + std::to_string(sum.struck.size()) + " points" : "";
  return "| " + fault + " | " + std::to_string(sum.rounds) + " | " + std::to_string(times) + points + " | " +
         std::to_string(sum.lost) + " | `./dev crash --row " + row + " --rounds " +
         std::to_string(sum.rounds) + " --seed " + std::to_string(seed) + "` |";
}

void write_lines(const std::string& path, const std::map<std::string, std::string>& lines_by_fault,
                 const std::vector<std::string>& faults) {
  std::ifstream file(path);
  std::string before, after, line;
  auto rows = lines_by_fault;
  int part = 0;
  while (std::getline(file, line)) {
    if (line == end_mark) part = 2;
    if (part == 0) before += line + "\n";
    if (part == 1) rows.try_emplace(fault_in(line), line);
    if (part == 2) after += line + "\n";
    if (line == begin_mark) part = 1;
  }
  file.close();
  std::ofstream out(path);
  out << before << head << "\n";
  for (const auto& fault : faults)
    if (const auto row = rows.find(fault); row != rows.end()) out << row->second << "\n";
  out << after;
}

}  // namespace waybill::crash
