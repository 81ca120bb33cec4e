// A workbook: its sheets, and what all of them share. Transitional and Strict alike: parts are found by the
// last word of a relationship's type. Source: ECMA-376 part 1, 18.2 (workbook), 18.8 (styles).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx/fault.hpp"
#include "formats/xlsx/package.hpp"
#include "formats/xlsx/shared_strings.hpp"
#include "formats/xlsx/values.hpp"

namespace waybill::formats::xlsx {

enum class visibility : std::uint8_t { visible, hidden, very_hidden };

struct sheet {
  std::string name;
  visibility state = visibility::visible;
  /// Nothing: a sheet without cells (a chart, a dialog), or one whose part is missing.
  std::optional<std::size_t> part;
};

/// One thread at a time; what reads its rows keeps it alive.
class workbook {
 public:
  /// Null: `why` says why. The texts that sheets share are read by the first call of `strings`.
  static auto open(const std::string& path, const std::string& scratch_folder, fault& why,
                   unpack_limits limits = {}) -> std::shared_ptr<workbook>;
  /// For a look at its first rows, which takes a bounded time whatever it holds: so much of it is unpacked
  /// and no more. What is behind that is missing (`was_cut`), and rows end there.
  static constexpr std::uint64_t look_bytes = 32 << 20;
  static auto open_to_look(const std::string& path, const std::string& scratch_folder, fault& why)
      -> std::shared_ptr<workbook>;

  [[nodiscard]] auto sheets() const -> const std::vector<sheet>& { return sheets_; }
  /// The first visible one that holds a cell; else the first visible one. Its beginning is read.
  auto first_sheet(fault& why) -> std::optional<std::size_t>;
  /// By name, else by number, from 1, as a person counts them.
  [[nodiscard]] auto find_sheet(std::string_view name_or_number) const -> std::optional<std::size_t>;

  /// The writer (writer.hpp) made it, whoever changed it since.
  auto was_written_here(fault& why) -> bool;

  [[nodiscard]] auto is_1904() const -> bool { return is_1904_; }
  /// What a number of that style is.
  [[nodiscard]] auto kind_of_style(std::size_t style) const -> number_kind {
    return style < styles_.size() ? styles_[style] : number_kind::number;
  }
  [[nodiscard]] auto parts() const -> const std::shared_ptr<package>& { return parts_; }
  /// It was opened for a look that did not reach all that it wanted to see.
  [[nodiscard]] auto was_cut() const -> bool { return parts_->was_cut(); }
  /// Is there a part with texts that sheets share?
  [[nodiscard]] auto has_strings() const -> bool { return strings_part_.has_value(); }
  /// All of them; for a look those that were reached. Null: `why` says why.
  auto strings(fault& why) -> shared_strings*;
  /// Reads on to the string of this number, which `strings` does not have. False: there is none, a look is
  /// cut before it, or `why` says why.
  auto reach_string(std::uint64_t number, fault& why) -> bool;

 private:
  workbook() = default;
  auto read_directory() -> fault;
  auto read_styles(std::size_t part) -> fault;

  std::shared_ptr<package> parts_;
  std::string scratch_folder_;
  std::vector<sheet> sheets_;
  std::vector<number_kind> styles_;
  std::optional<std::size_t> strings_part_;
  std::unique_ptr<shared_strings> strings_;
  std::unique_ptr<strings_part> left_strings_;  ///< those that were not read
  bool is_look_ = false;
  bool is_1904_ = false;
};

}  // namespace waybill::formats::xlsx
