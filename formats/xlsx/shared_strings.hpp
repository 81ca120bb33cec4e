// The strings that cells of a workbook share. Up to a budget they are in memory; beyond it they are in a
// temporary file that has no name.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx/fault.hpp"
#include "formats/xlsx/package.hpp"

namespace waybill::formats::xlsx {

/// One thread at a time.
class shared_strings {
 public:
  static constexpr std::size_t default_budget_bytes = 8 << 20;
  /// Longer ones are cut here; a cell that has one is longer than any cell may be.
  static constexpr std::size_t longest_bytes = (1 << 20) + 1;

  /// What does not fit into the budget goes to a file in `scratch_folder`.
  explicit shared_strings(std::string scratch_folder, std::size_t budget_bytes = default_budget_bytes);
  ~shared_strings();
  shared_strings(const shared_strings&) = delete;
  auto operator=(const shared_strings&) -> shared_strings& = delete;

  /// False: the temporary file does not take it.
  auto add(std::string_view text) -> bool;
  /// What was added can be read from now on; more may follow. False as above.
  auto finish() -> bool;

  [[nodiscard]] auto size() const -> std::uint64_t { return count_; }
  [[nodiscard]] auto is_on_disk() const -> bool { return file_ >= 0; }
  /// Replaces `out`. False: the temporary file does not answer. `number` is below `size()`.
  auto read(std::uint64_t number, std::string& out) -> bool;
  /// What it takes of the disk.
  [[nodiscard]] auto spilled_bytes() const -> std::uint64_t { return spilled_; }

 private:
  /// Of each so many strings, the place of the first is known: as many as keep the places few.
  static constexpr unsigned least_group_bits = 4;
  static constexpr std::size_t most_places = 512 << 10;
  static constexpr std::size_t window_bytes = 16 << 10;
  static constexpr std::size_t windows = 256;
  struct window {
    std::uint64_t number = ~std::uint64_t{0};
    std::string bytes;
  };

  void begin_group();
  void end_run();
  auto spill_when_full() -> bool;
  auto spill() -> bool;
  auto open_scratch() -> bool;
  auto window_at(std::uint64_t number) -> const std::string*;
  auto at_hand(std::uint64_t at) -> std::string_view;
  auto copy(std::uint64_t at, std::size_t size, char* into) -> bool;
  auto number_at(std::uint64_t& at, std::uint64_t& number) -> bool;

  std::string folder_;
  std::size_t budget_;
  /// All of it, or what the file does not have yet: of each string its size and its bytes; of a run of empty
  /// ones a zero and how many there are. A run ends where a group does.
  std::string held_;
  std::vector<std::uint64_t> places_;
  unsigned group_bits_ = least_group_bits;
  std::uint64_t run_ = 0;  ///< empty strings that are not written yet
  std::uint64_t count_ = 0, total_ = 0, spilled_ = 0;
  int file_ = -1;
  std::vector<window> cache_;
};

/// Reads a part of shared strings: runs of a string are joined, phonetic ones left out.
class strings_part {
 public:
  /// `into` must outlive it.
  strings_part(std::shared_ptr<package> of, std::size_t part, shared_strings& into);
  ~strings_part();
  strings_part(const strings_part&) = delete;
  auto operator=(const strings_part&) -> strings_part& = delete;

  /// Reads on until there is a string of that number, or to the end.
  auto read_to(std::uint64_t number) -> fault;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill::formats::xlsx
