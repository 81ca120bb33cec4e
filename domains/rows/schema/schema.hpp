// A Frictionless Table Schema, and the rows that it is held against. Source: Frictionless Table Schema 1 and
// 2 (https://datapackage.org/standard/table-schema).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domains/rows/schema/field.hpp"
#include "events/result.hpp"

namespace waybill::rows {

/// Columns that together say something that no other row says.
struct unique_columns {
  std::vector<std::size_t> fields;  ///< indices
  bool required = false;            ///< of a primary key: none may be missing
};

/// Immutable: any thread.
class table_schema {
 public:
  /// Errors: bad_value, with what is wrong, without a place: "field 'age' has the unknown type 'int'".
  static auto read(std::string_view json) -> result<table_schema>;

  [[nodiscard]] auto fields() const -> std::span<const table_field> { return fields_; }
  /// Single columns are among them.
  [[nodiscard]] auto uniques() const -> std::span<const unique_columns> { return uniques_; }
  /// A column that has to be there, and is not; null: none. Which those are says `fieldsMatch`: all of them,
  /// or (usual) those that are required.
  [[nodiscard]] auto missing_in(std::span<const std::string> columns) const -> const table_field*;

 private:
  std::vector<table_field> fields_;
  std::vector<unique_columns> uniques_;
  bool wants_all_ = false;
};

/// Reads one field. Errors: bad_value. `missing_values` are the schema's. (JSON text, so that this header
/// needs no library.)
auto read_field(const std::string& json, const std::vector<std::string>& missing_values)
    -> result<table_field>;

}  // namespace waybill::rows
