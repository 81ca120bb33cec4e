// Remembers values by a hash of 64 bits: in memory as long as there are few, then in a file without a name.
// So the memory stays bounded: 16 MiB, and a byte for each value in the file. (Of five million values, two
// that differ are taken for one with a chance of one in a million.)
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace waybill::rows {

/// One thread; blocks on the disk.
class value_set {
 public:
  /// `folder`: where the file is made, once there are more than `most_held` values. When it cannot be made or
  /// written, they stay in memory.
  explicit value_set(std::string folder, std::size_t most_held = 1'500'000);
  ~value_set();
  value_set(const value_set&) = delete;
  auto operator=(const value_set&) -> value_set& = delete;

  /// False: it was there already.
  auto add(std::uint64_t hash) -> bool;
  /// How many parts of it are in the file; each has `most_held` values.
  [[nodiscard]] auto parts() const -> std::size_t { return runs_.size(); }

 private:
  /// Values in the file, sorted, in pages.
  struct run {
    std::uint64_t at = 0;  ///< byte of the file
    std::uint64_t count = 0;
    std::vector<std::uint64_t> firsts;  ///< of each page
    std::vector<std::uint64_t> filter;  ///< bits: what is not there, most of the time says so here
  };
  void grow();
  void spill();
  [[nodiscard]] auto write(const std::vector<std::uint64_t>& sorted, run& into) -> bool;
  [[nodiscard]] auto holds(const run& in, std::uint64_t hash) const -> bool;

  std::string folder_;
  std::size_t most_held_;
  std::vector<std::uint64_t> slots_;  ///< 0: free
  std::size_t held_ = 0;
  int file_ = -1;
  std::uint64_t file_bytes_ = 0;
  bool may_spill_ = true;
  std::vector<run> runs_;
};

}  // namespace waybill::rows
