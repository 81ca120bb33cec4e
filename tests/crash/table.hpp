// docs/crash-table.md: the rows between its markers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace waybill::crash {

/// What the rounds of one row came to.
struct tally {
  std::uint64_t rounds = 0;
  std::uint64_t lost = 0;
  std::map<std::string, std::uint64_t> struck;  ///< by point
};

/// A line of the table: what was injected, how often, what was lost, the command that repeats it.
auto line_of(const std::string& fault, const std::string& row, std::uint64_t seed, const tally& sum)
    -> std::string;

/// Puts lines into the file in the order of `faults`; rows that did not run stay as they are.
void write_lines(const std::string& path, const std::map<std::string, std::string>& lines_by_fault,
                 const std::vector<std::string>& faults);

}  // namespace waybill::crash
