// Days and times as tables write them. Sources: Frictionless Table Schema ("date", "time", "datetime",
// "year", "yearmonth", "duration"), ISO 8601, strptime of POSIX for formats. Names of months and days are
// English, whatever the locale. All pure; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill::rows {

/// As it is compared. What has no zone is taken as UTC; a time without a day is of the same day.
struct moment {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  friend auto operator<=>(const moment&, const moment&) = default;
};

/// `2025-03-04`
auto read_date(std::string_view text) -> std::optional<moment>;
/// `10:30:00`, with fractions and a zone behind it if there are any
auto read_time(std::string_view text) -> std::optional<moment>;
/// `2025-03-04T10:30:00Z`; a space or t may stand for the T
auto read_datetime(std::string_view text) -> std::optional<moment>;
/// `2025`, also before our era or beyond 9999; counted in years
auto read_year(std::string_view text) -> std::optional<moment>;
/// `2025-03`; counted in months
auto read_yearmonth(std::string_view text) -> std::optional<moment>;
/// `P1Y2M3DT4H5M6.5S`
auto is_duration(std::string_view text) -> bool;

/// A format such as `%d/%m/%Y`.
class time_pattern {
 public:
  /// Errors: bad_value (it has something that is not known here).
  static auto read(std::string_view format) -> result<time_pattern>;
  [[nodiscard]] auto match(std::string_view text) const -> std::optional<moment>;

 private:
  struct step {
    char directive = 0;  ///< 0: the literal
    std::string literal;
  };
  std::vector<step> steps_;
};

}  // namespace waybill::rows
