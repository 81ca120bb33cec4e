// Files are read and written here, and no link is followed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "backup/pace.hpp"
#include "events/log/descriptor.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill::backup {

/// What errno says about `path`: NoSpace is storage_full, ENOENT not_found, all else unavailable.
auto disk_error(const std::string& path, int number) -> error;

/// A plain file, to be read. Errors: not_found; unavailable (a link, no plain file).
auto open_file(int folder, const std::string& name, const std::string& told_as) -> result<descriptor>;
/// A folder in `folder`, made (0700) when `make`. Errors: not_found; unavailable (a link, no folder).
auto open_folder(int folder, const std::string& name, bool make, const std::string& told_as)
    -> result<descriptor>;

struct copied {
  digest sha256{};
  std::uint64_t size_bytes = 0;
};
/// What errors call the two of them.
struct told_names {
  std::string from;
  std::string to{};
};
/// All bytes of `from`, in pieces; into `to` unless that is below 0, synced. Errors: storage_full,
/// unavailable.
auto copy_bytes(int from, int to, pace& at, const told_names& names,
                const std::function<void(std::uint64_t bytes)>& passed = {}) -> result<copied>;

/// The file's text as a whole. Errors: as open_file; corrupt when it is longer than `most_bytes`.
auto read_text(int folder, const std::string& name, const std::string& told_as, std::size_t most_bytes)
    -> result<std::string>;
/// Replaces the file as a whole: it is there as it was, or as it is to be, and safe on the disk. 0600.
auto write_text(int folder, const std::string& name, std::string_view text, const std::string& told_as)
    -> result<done>;

}  // namespace waybill::backup
