// Days as cells write them. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::leads {

enum class day_order : std::uint8_t { day_first, month_first };

/// What the cells of a column say of the order of day and month: those that have a number above 12 tell.
struct day_signs {
  std::uint64_t day_first = 0;
  std::uint64_t month_first = 0;
  std::uint64_t open = 0;  ///< could be either, and would be different days
  void look_at(std::string_view cell);
  [[nodiscard]] auto is_unsure() const -> bool { return day_first == month_first; }
};

struct day_reading {
  std::string value;  ///< ISO 8601: "2024-03-06"; empty: it is no day
  bool unsure =
      false;  ///< neither the cell nor its column tells day from month, or the cell differs from its column
};
/// `clean`: without blanks around it. ISO 8601 with or without a time, `6/3/24`, `06.03.2024`, `20-04-2025`,
/// `1er mars 2024`, `March 6, 2024`, `20240306`, seconds since 1970, and the number of a day that a
/// spreadsheet shows without its format. A time is left out: the day is the one where it was written.
/// `by_default`: when the column does not tell. Of two digits of a year, the latest year that is not after
/// `latest_year` is meant; 0: as in POSIX, from 1969 to 2068.
auto read_day(std::string_view clean, const day_signs& column, day_order by_default, int latest_year = 0)
    -> day_reading;
/// Is it digits alone that `read_day` takes for a day: of a spreadsheet, a clock, or `20240306`?
auto is_bare_day(std::string_view clean) -> bool;

}  // namespace waybill::leads
