// The file that `import` reads.
#pragma once

#include <string>

#include "cli/client.hpp"
#include "events/result.hpp"

namespace waybill::cli {

/// Read once, from its beginning. One thread, but `stop` from any.
class input_file {
 public:
  /// `path` "-": standard input.
  explicit input_file(std::string path);
  ~input_file();
  input_file(const input_file&) = delete;
  auto operator=(const input_file&) -> input_file& = delete;

  /// Opens it. Of what says no size (a pipe, standard input) the first bytes are waited for: nobody else has
  /// to wait meanwhile, and an empty one is known before anything is begun. Errors: bad_value, empty_file.
  auto open_source() -> result<upload_source>;
  /// Ends a read that waits; it and all later ones fail.
  void stop();

 private:
  auto read_some(char* to, std::size_t most) -> result<std::size_t>;
  [[nodiscard]] auto name() const -> std::string;
  [[nodiscard]] auto unreadable(int number) const -> error;
  auto source(std::string shown_as, std::optional<std::uint64_t> size) -> upload_source;
  auto look_at_beginning() -> result<done>;

  std::string path_;
  std::string first_;  ///< read, not yet given on
  int fd_ = -1;
  int stop_;  ///< an eventfd
};

}  // namespace waybill::cli
