// What writes, reads and checks lead files together. Internal to this kind.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/kind.hpp"
#include "domains/leads/lead_file.hpp"
#include "domains/leads/lead_maker.hpp"
#include "domains/rows/table_source.hpp"

namespace waybill::leads {

/// An entry of the file: what stands in it does not depend on what people changed. Views of `out` point into
/// `entry`. False: it is none.
void put_entry(const rows::table_row& row, const lead_maker& made, std::string& out);
auto read_entry(std::string_view entry, file_record& out) -> bool;

/// What its head says.
struct lead_file_head {
  std::string made_of;
  std::uint64_t day_first = 0, month_first = 0, open_days = 0, commas = 0, points = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("made_of", e.made_of, "all that it depends on");
    visit("day_first", e.day_first, "what the column of days says");
    visit("month_first", e.month_first, "the same");
    visit("open_days", e.open_days, "the same");
    visit("commas", e.commas, "what the column of amounts says");
    visit("points", e.points, "the same");
  }
};
auto evidence_in(const lead_file_head& head) -> lead_columns;

/// How the records of an import become leads, as its order and its findings say.
struct file_plan {
  import_options options;
  cell_layout layout;
  std::string made_of;
};
auto plan_of(const reading_order& order, std::span<const std::string> columns) -> file_plan;

struct assignee_count {
  std::string text;
  std::uint64_t records = 0;
};
struct made_lead_file {
  std::uint64_t records = 0;
  std::uint64_t blank = 0;                ///< rows in whose cells nothing stands
  std::vector<assignee_count> assignees;  ///< texts of the column of `assigned_to`, as they come; the first
};
/// Reads the whole table and puts the file in its place. Nothing comes back when `keep_on` stops it. Errors:
/// file_changed, storage_full, unavailable.
auto make_lead_file(const reading_order& order, std::optional<std::uint64_t> rows,
                    const std::function<bool()>& keep_on) -> std::optional<result<made_lead_file>>;

}  // namespace waybill::leads
