// Where a byte stands, as an editor shows it. Internal to the formats.
#pragma once

#include <cstdint>
#include <string_view>

namespace waybill::formats::json {

/// Offset from 0 in bytes; line and column from 1, columns in bytes. A line ends with LF.
struct place {
  std::uint64_t offset = 0;
  std::uint64_t line = 1;
  std::uint64_t column = 1;
};

/// Counts lines lazily: only when somebody asks for a place, and once a block. Offsets must be asked for in
/// rising order, so that a document of nothing but faults worth a look still costs one pass. One thread at a
/// time.
class line_counter {
 public:
  /// `block` begins at byte `base` of the document and holds byte `offset`, or ends there. An offset that was
  /// passed before is fine when no LF stands between.
  auto place_of(std::string_view block, std::uint64_t base, std::uint64_t offset) -> place;

 private:
  std::uint64_t line_ = 1;
  std::uint64_t line_start_ = 0;
  std::uint64_t counted_to_ = 0;
};

}  // namespace waybill::formats::json
