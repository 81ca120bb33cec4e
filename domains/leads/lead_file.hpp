// The records of an import as a review shows them and as its commit takes them: the cells of each, and what
// they make of a lead. They stand in a file beside the upload, which is made while that is checked, can be
// dropped, and is made anew.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/derived.hpp"
#include "domains/kind.hpp"
#include "domains/leads/row.hpp"
#include "domains/leads/values/lead_fault.hpp"
#include "events/result.hpp"

namespace waybill::leads {

/// How its name ends, behind that of the upload.
inline constexpr std::string_view lead_file_end = record_file_end;

/// Views hold until the next read.
struct file_record {
  std::uint64_t record = 0;             ///< from 1
  std::uint64_t row = 0;                ///< as a spreadsheet counts
  std::vector<std::string_view> cells;  ///< as they count: with what people changed
  std::uint64_t mark = 0;               ///< of the cells as the file has them (`mark_of_cells`)
  std::string_view lead;                ///< what they make, as a row of nobody's, without id and dates
  std::string_view assignee;            ///< what stands in the column of `assigned_to`, without blanks
  bool valid = false;                   ///< it can be taken
  bool excluded = false;                ///< a person left it out
  bool edited = false;                  ///< by a person
  bool edit_left = false;  ///< somebody changed it, but the file reads otherwise now: it is as in the file
  std::string_view table_fault;      ///< why it could not be read at all; static storage; then no cells
  std::vector<lead_fault> faults;    ///< values that are left out
  std::vector<lead_fault> warnings;  ///< of values that are there
  std::uint32_t table_warnings = 0;  ///< bits (record_codes.hpp) of how the row stands in the file
  std::uint32_t flags = 0;           ///< see `record_flag` (record.hpp)
  std::uint64_t end_offset = 0;      ///< of the upload, or of its spool
};

/// Reads from any record on, at a cost that does not depend on which. One thread; blocks on the disk.
class lead_reader {
 public:
  virtual ~lead_reader() = default;
  [[nodiscard]] virtual auto records() const -> std::uint64_t = 0;
  /// Then `next` goes on behind it. False: there is no such record, or the file is damaged (`failed`).
  virtual auto read(std::uint64_t record, file_record& out) -> bool = 0;
  /// False: there is no more, or the file is damaged.
  virtual auto next(file_record& out) -> bool = 0;
  [[nodiscard]] virtual auto failed() const -> bool = 0;
};

/// With the changes of the order applied. The file is made anew where it must. Errors: file_changed (the
/// upload is not what was checked), storage_full, unavailable. Without `marks` records have none.
auto open_lead_file(const reading_order& order, bool marks = true) -> result<std::unique_ptr<lead_reader>>;

}  // namespace waybill::leads
