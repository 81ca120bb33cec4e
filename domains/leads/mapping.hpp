// Which columns of a file fill which fields: as it was found, with what people chose before it. Internal to
// this kind. Pure; any thread.
#pragma once

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/columns/map_columns.hpp"
#include "domains/leads/options.hpp"
#include "domains/leads/values/lead.hpp"
#include "domains/leads/values/whole_name.hpp"

namespace waybill::leads {

/// What headers mean. Read once a process.
auto known_columns() -> const column_dictionary&;
/// Made once a process: that takes some tens of milliseconds.
auto known_plans() -> const phone_plans&;

/// A column with cells of some rows.
struct sampled_column {
  std::string name;
  std::vector<std::string> samples;
};

/// `{"mapping": [{"column", "index", "field", "confidence", "why", "manual", "samples", "split", "join"}],
/// "identifies"}` in JSON, put into the findings of a table. Of columns beyond the first thousand only those
/// that have a field. `kept`: what the project has kept.
auto findings_with_mapping(std::string_view findings, std::span<const sampled_column> columns,
                           const import_options& options, std::span<const kept_mapping> kept) -> std::string;

/// How the cells of a row become those of a lead's fields.
class cell_layout {
 public:
  /// As it stands in the findings of a file with these columns. `home`: the country of rows that name none;
  /// null: none.
  static auto in(std::string_view findings, std::span<const std::string> columns, bool keep_extra,
                 const country* home = nullptr) -> cell_layout;

  /// The cells of the fields; hold as long as `cells`, and until the next call.
  auto fields_of(std::span<const std::string_view> cells) -> const lead_cells&;
  /// The cell with a whole name of which something was left out, by the last call of `fields_of`; empty:
  /// nothing was.
  [[nodiscard]] auto cleaned_name() const -> std::string_view { return cleaned_name_; }
  /// Columns without a field, with what stands in them; as above.
  auto extra_of(std::span<const std::string_view> cells)
      -> const std::vector<std::pair<std::string_view, std::string_view>>&;
  [[nodiscard]] auto has(lead_field field) const -> bool;
  [[nodiscard]] auto identifies() const -> bool;
  /// All that it does, as a text.
  [[nodiscard]] auto spelled() const -> std::string;

 private:
  struct filled {
    lead_field field = lead_field::notes;
    std::vector<std::size_t> columns;  ///< several: joined
  };
  void take_split(std::size_t index, const nlohmann::json& into);
  void take_extra(std::span<const std::string> columns);
  void split_name_of(std::string_view cell);
  void split_place_of(std::string_view cell);
  void put(lead_field field, std::string_view text);
  auto joined(const filled& one, std::span<const std::string_view> cells) -> std::string_view;

  std::vector<filled> fields_;
  std::optional<std::size_t> name_;   ///< the column of first and last name in one cell
  std::optional<std::size_t> place_;  ///< of postal code and city
  const country* home_ = nullptr;
  std::vector<std::pair<std::size_t, std::string>> extra_columns_;
  lead_cells cells_{};
  whole_name name_text_;
  std::string_view cleaned_name_;
  std::string scratch_, place_text_;
  std::array<std::string, lead_field_count> joined_;
  std::vector<std::string> cleaned_;
  std::vector<std::pair<std::string_view, std::string_view>> extra_;
};

/// The keys by which records of a file are recognised: those of the options that have a column; where the
/// usual ones have none, those that have.
auto keys_in(const import_options& options, std::string_view findings) -> std::vector<lead_key>;

}  // namespace waybill::leads
