// Makes leads of the cells of rows, by the rules of one import. Internal to this kind. Pure; one thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "domains/leads/mapping.hpp"
#include "domains/leads/record.hpp"
#include "domains/leads/row.hpp"
#include "domains/leads/values/lead.hpp"

namespace waybill::leads {

/// Where leads come from that do not say it: the name of their file, without its ending.
auto source_of_file(std::string_view file_name) -> std::string;

/// The status that leads have which tell none; one that the project does not have is as good as none.
auto default_status_of(const import_options& options, const status_list& known) -> std::string;

/// Of days that have been: that of the next day, for somewhere it has begun. 0: nobody knows the time.
auto latest_year_at(instant now) -> int;

class lead_maker {
 public:
  /// `evidence`: what the whole columns say.
  lead_maker(const import_options& options, std::string_view file_name, cell_layout layout,
             const lead_columns& evidence, instant imported_at);

  /// Replaces what was made before.
  void make(std::span<const std::string_view> cells);
  [[nodiscard]] auto made() const -> const lead_reading& { return reading_; }
  /// `record_flag`, and the keys it has.
  [[nodiscard]] auto flags() const -> std::uint32_t { return flags_; }
  /// The row of what was made, of nobody's and without id and dates, appended.
  void put_row(std::string& out) const;

 private:
  void tell_cleaned_name(std::string_view cell);
  void tell(const lead_cells& cells);

  std::unique_ptr<const status_list> statuses_;
  lead_rules rules_;
  std::string default_source_;
  cell_layout layout_;
  lead_reading reading_;
  row_view row_;
  std::uint32_t flags_ = 0;
};

}  // namespace waybill::leads
