// One column of a table schema: its type, and what its values must be. Source: Frictionless Table Schema 1
// and 2.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domains/rows/schema/numbers.hpp"
#include "domains/rows/schema/times.hpp"

namespace re2 {
class RE2;
}

namespace waybill::rows {

enum class field_type : std::uint8_t {
  string,
  integer,
  number,
  boolean,
  date,
  time,
  datetime,
  year,
  yearmonth,
  duration,
  object,
  array,
  geopoint,
  any
};
auto name_of(field_type what) -> std::string_view;
auto field_type_of(std::string_view name) -> std::optional<field_type>;

enum class field_format : std::uint8_t { usual, email, uri, uuid, binary, any, pattern, array, object };

/// A value as bounds and lists compare it.
using measured = std::variant<std::monostate, decimal, moment>;

/// Memory of one thread for what is asked of cells, so that none is taken for each.
struct cell_scratch {
  std::string plain;
  decimal number;
  moment time;
};

struct field_bound {
  measured at;
  bool is_inside = true;  ///< the bound itself is allowed
};

/// Immutable: any thread.
struct table_field {
  std::string name;
  std::string title;
  std::string description;
  field_type type = field_type::any;
  field_format format = field_format::usual;
  number_style style;
  time_pattern pattern_of_time;
  std::vector<std::string> true_values{"true", "True", "TRUE", "1"};
  std::vector<std::string> false_values{"false", "False", "FALSE", "0"};
  std::vector<std::string> missing_values;

  bool required = false;
  bool unique = false;
  std::optional<std::uint64_t> min_length;
  std::optional<std::uint64_t> max_length;
  std::optional<field_bound> minimum;
  std::optional<field_bound> maximum;
  std::shared_ptr<const re2::RE2> pattern;  ///< null: none
  std::vector<std::string> allowed;         ///< sorted; none: everything
  std::vector<decimal> allowed_numbers;     ///< the same of a number

  [[nodiscard]] auto is_missing(std::string_view cell) const -> bool;
  // `is_typed`: the cell is no text but a value of a workbook, spelled as the reader of workbooks does. How
  // the field writes its values does not matter then.

  /// What is wrong with a cell, as a stable code; "": nothing. Static storage. Not asked: `unique`.
  [[nodiscard]] auto fault_of(std::string_view cell, cell_scratch& scratch, bool is_typed = false) const
      -> std::string_view;
  /// Of a cell that has the type: equal values have equal texts. Points into `cell` or `scratch`.
  [[nodiscard]] auto value_text(std::string_view cell, cell_scratch& scratch, bool is_typed = false) const
      -> std::string_view;
  /// Has the cell the type? Then `scratch` has its number or time. Without blanks around it.
  [[nodiscard]] auto has_type(std::string_view cell, cell_scratch& scratch, bool is_typed = false) const
      -> bool;

 private:
  [[nodiscard]] auto is_text(std::string_view cell) const -> bool;
  [[nodiscard]] auto is_time(std::string_view cell, cell_scratch& scratch) const -> bool;
  [[nodiscard]] auto is_number(std::string_view cell, cell_scratch& scratch,
                               const number_style& written) const -> bool;
  [[nodiscard]] auto is_time_of_workbook(std::string_view cell, cell_scratch& scratch) const -> bool;
  [[nodiscard]] auto style_of(bool is_typed) const -> const number_style&;
  [[nodiscard]] auto length_fault(std::string_view cell) const -> std::string_view;
  [[nodiscard]] auto bound_fault(const cell_scratch& scratch) const -> std::string_view;
  [[nodiscard]] auto is_allowed(std::string_view cell, const cell_scratch& scratch) const -> bool;
  [[nodiscard]] auto is_measured() const -> bool;
};

}  // namespace waybill::rows
