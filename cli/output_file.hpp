// The file that `-o` names. A regular file is either all of what was written or what it was before; anything
// else (FIFO, device, socket, /dev/stdout) is written through.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace waybill::cli {

/// `write` and `finish` answer 0 or errno. One that goes without a good `finish` leaves a regular file as it
/// was, and nothing beside it. One thread.
class output_file {
 public:
  virtual ~output_file() = default;
  virtual auto write(std::string_view bytes) -> int = 0;
  virtual auto finish() -> int = 0;
  /// Something of it has to be cleared away when the process is told to end.
  [[nodiscard]] virtual auto has_temporary_file() const -> bool { return false; }
  output_file() = default;
  output_file(const output_file&) = delete;
  auto operator=(const output_file&) -> output_file& = delete;
};

/// Opens FILE, which is not to be in a store, least of all in the one of `data_directory` ("": nobody knows
/// it); waits for the reader of a FIFO. A link leads to the file that is replaced, and stays. The new file is
/// written under a name of its own in the same folder, takes over owner, mode and access list of the old one,
/// and then its name; other names of the old one (hard links) keep the old content. Where the folder or the
/// owner does not allow that, the content is kept elsewhere until it is whole, and then copied into the file.
/// New files are 0600. Errors: bad_value (a folder, not writable, no such folder, ...).
auto open_output(const std::string& path, const std::string& data_directory)
    -> result<std::unique_ptr<output_file>>;

}  // namespace waybill::cli
