// Holds rows of one table against a schema, one after the other.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domains/rows/schema/schema.hpp"
#include "domains/rows/schema/value_set.hpp"

namespace waybill::rows {

/// One thread; takes no memory for a row that holds. May block on the disk where values have to be unique.
class row_check {
 public:
  /// Columns and fields meet by name, in any order; a column that is no field may hold anything. `schema`
  /// must outlive it. `folder`: for a file without a name, when there are many values to be unique.
  row_check(const table_schema& schema, std::span<const std::string> columns, std::string folder);

  /// What is wrong with one cell: a stable code, the field, and what stands there (cut).
  using fault_taker =
      std::function<void(std::string_view code, std::string_view field, std::string_view value)>;
  /// The next row of the file. Where several faults are told, each is of another field. False: it does not
  /// hold.
  /// `typed`: of each cell 1, where it is no text but a value of a workbook; those that are missing are
  /// texts.
  auto check(std::span<const std::string_view> cells, const fault_taker& wrong,
             std::span<const char> typed = {}) -> bool;

  /// Have rows something to do with those before them?
  [[nodiscard]] auto remembers() const -> bool { return !uniques_.empty(); }
  /// The same as `check` of a row whose outcome is known already.
  void remember(std::span<const std::string_view> cells, std::span<const char> typed = {});

 private:
  struct column {
    const table_field* field = nullptr;
    std::size_t at = 0;
  };
  struct key {
    std::vector<column> columns;
    std::string name;  ///< of its fields
  };
  [[nodiscard]] static auto cell_of(const column& of, std::span<const std::string_view> cells)
      -> std::string_view {
    return of.at < cells.size() ? cells[of.at] : std::string_view{};
  }
  /// False: a row before it says the same.
  auto is_new(std::size_t key, std::span<const std::string_view> cells, std::span<const char> typed) -> bool;
  [[nodiscard]] static auto is_typed(const column& of, std::span<const char> typed) -> bool {
    return of.at < typed.size() && typed[of.at] != 0;
  }

  std::vector<column> columns_;
  std::vector<key> uniques_;
  value_set seen_;
  cell_scratch scratch_;
  std::string text_;
};

}  // namespace waybill::rows
