// What a backup has: one text file a backup, written last. Where it is whole, so is the backup.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill::backup {

/// A file of the data directory, as it was when it was copied.
struct backed_up_file {
  std::string path;  ///< below the data directory: `log/000012.sst`
  std::uint64_t size_bytes = 0;
  digest sha256{};
  std::uint64_t changed_ns = 0;  ///< when it was last written to, by its own disk
  friend auto operator==(const backed_up_file&, const backed_up_file&) -> bool = default;
};

struct manifest {
  std::uint64_t number = 0;         ///< which backup of its folder, from 1
  std::string version;              ///< of the Waybill that made it
  instant taken_at{};               ///< every event in it was appended before
  position at = 0;                  ///< the last event in it
  digest seal{};                    ///< that event's
  digest origin{};                  ///< seal of the log's first event, by which a log is known
  std::uint64_t missing_files = 0;  ///< uploads that were gone before they could be copied
  std::vector<backed_up_file> files;
  friend auto operator==(const manifest&, const manifest&) -> bool = default;

  /// Bytes of all its files.
  [[nodiscard]] auto size_bytes() const -> std::uint64_t;
};

/// Lines of words; the last holds the SHA-256 of all before it, so that a text that was cut off is none.
auto text_of(const manifest& what) -> std::string;

/// Errors: corrupt, also when a path leads out of the data directory or to what no backup has.
auto read_manifest(std::string_view text) -> result<manifest>;

/// Whether a backup may have a file of this path below the data directory: `log/NAME`, `secrets/NAME`,
/// `files/NAME`, `imports/OWNER/NAME`.
auto is_backup_path(std::string_view path) -> bool;

}  // namespace waybill::backup
