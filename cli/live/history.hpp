// Lines that were said at the console's prompt, kept in a file that its owner alone may read.
#pragma once

#include <string>
#include <vector>

namespace waybill::cli::live {

/// Below XDG_STATE_HOME, or `.local/state` of the home. "": there is neither.
auto history_path() -> std::string;

/// A file that cannot be read or written, that is a link or another's, is as none: nothing is kept.
class history_file {
 public:
  static constexpr std::size_t most_lines = 1'000;

  explicit history_file(std::string path);
  /// Oldest first, at most `most_lines`.
  [[nodiscard]] auto lines() const -> const std::vector<std::string>& { return lines_; }
  /// At once on the disk, so that nothing is lost whatever ends the process. Not kept: what begins with a
  /// blank, the line before once more, and what a terminal would obey.
  void add(const std::string& line);

 private:
  void shorten() const;

  std::string path_;
  std::vector<std::string> lines_;
};

}  // namespace waybill::cli::live
