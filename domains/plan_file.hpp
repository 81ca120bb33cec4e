// What was shown of each record when somebody committed an import, in a file beside the upload: so that a
// record of which something else becomes can say so. Without it nothing is said. Behind a mark of 8 bytes it
// has a byte a record: '1' and the outcome, or 0 where nothing is known.
#pragma once

#include <cstdint>
#include <string>

#include "events/collection/outcome.hpp"
#include "events/result.hpp"

namespace waybill {

constexpr auto planned_byte(outcome what) -> char { return static_cast<char>('1' + static_cast<int>(what)); }

/// `outcomes` has a byte a record. Errors: storage_full, unavailable; then there is none.
auto write_plan_file(const std::string& path, const std::string& outcomes) -> result<done>;

/// One thread at a time; blocks on the disk.
class plan_file {
 public:
  plan_file() = default;
  /// Of no such file, or of another one, nothing is known.
  explicit plan_file(const std::string& path);
  ~plan_file();
  plan_file(const plan_file&) = delete;
  auto operator=(const plan_file&) -> plan_file& = delete;

  /// So many records from `first` (from 1) on; "": nothing is known of them.
  [[nodiscard]] auto read(std::uint64_t first, std::size_t records) const -> std::string;

 private:
  int file_ = -1;
};

}  // namespace waybill
