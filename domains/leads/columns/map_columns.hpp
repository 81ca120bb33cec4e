// The columns of a file, given to the fields of a lead: docs/lead_columns.md tells how. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/columns/dictionary.hpp"
#include "domains/leads/columns/header_meaning.hpp"

namespace waybill::leads {

struct file_column {
  std::string_view name;                 ///< the header's cell
  std::span<const std::string> samples;  ///< cells of some rows; may be none
};

/// What the samples of a column say to its field.
enum class samples_say : std::uint8_t { nothing, confirm, doubt };
/// "nothing", "confirm", "doubt". Stable.
auto name_of(samples_say what) -> std::string_view;

struct column_offer {
  lead_field field = lead_field::external_id;
  double confidence = 0;  ///< 0.7 to 1
  match_reason why = match_reason::unknown;
};

struct mapped_column {
  std::size_t index = 0;
  std::optional<lead_field> field;
  double confidence = 0;                     ///< 0.7 to 1, two decimals; 0 without a field
  match_reason why = match_reason::unknown;  ///< also of a column without a field: why it has none
  samples_say samples = samples_say::nothing;
  /// All fields that the column could fill, the best first; with those that other columns fill better.
  std::vector<column_offer> offers{};
};

/// A cell that holds two fields: first and last name, or postal code and city.
struct column_split {
  std::size_t index = 0;
  std::vector<lead_field> into;
};
/// Cells that make up one field.
struct column_join {
  lead_field into = lead_field::address;
  std::vector<std::size_t> columns;  ///< in the order of the file; one of them may have the field already
};

struct column_mapping {
  std::vector<mapped_column> columns;  ///< one for each column of the file, in its order
  std::vector<column_split> splits;    ///< where no column has the fields alone
  std::vector<column_join> joins;      ///< the lines of an address
  /// One of email, phone and external_id has a column: leads can be told apart.
  bool identifies = false;
};

/// Of as many columns as a table may have. A field has at most one column, a column one field. Columns of
/// headers that mean nothing change nothing of the others.
auto map_columns(std::span<const file_column> columns, const column_dictionary& dictionary) -> column_mapping;

}  // namespace waybill::leads
