// Finds where a JSON value ends, 64 bytes at a time and without looking at its members. Internal to this
// folder. The bit tricks are those of Langdale and Lemire, "Parsing Gigabytes of JSON per Second" (2019),
// sections 3.1.1-3.1.2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace waybill::formats::json {

/// Looks for the end of an array, an object or a string that was checked before. Fed with all its bytes, the
/// first bracket or quote included, 64 at a time. On other bytes it finds an end too early, too late or
/// never, and no worse. One thread at a time.
class end_scanner {
 public:
  static constexpr std::size_t step_bytes = 64;

  /// 64 bytes at `at` must be readable; those from `valid` on are not looked at. Fewer than 64 may be valid
  /// only in the last call. Answers how many bytes belong to the value, when it ends among these.
  auto feed(const char* at, std::size_t valid) -> std::optional<std::size_t>;

 private:
  [[nodiscard]] auto escaped_after(std::uint64_t backslashes) -> std::uint64_t;

  std::uint64_t in_string_ = 0;  ///< all ones: the last 64 bytes ended inside a string
  std::uint64_t escaped_ = 0;    ///< 1: they ended with a backslash that escapes what comes next
  std::uint64_t depth_ = 0;      ///< open brackets
};

}  // namespace waybill::formats::json
