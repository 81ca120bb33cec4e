// Files that are made of others and stand at their place when they are whole: what was not finished leaves
// nothing behind. Nothing is synced: they can be made anew.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace waybill::formats {

/// One thread at a time.
class placed_file {
 public:
  /// Null: errno says why.
  static auto at(std::string path) -> std::unique_ptr<placed_file>;
  ~placed_file();
  placed_file(const placed_file&) = delete;
  auto operator=(const placed_file&) -> placed_file& = delete;

  /// False: the disk does not take it; errno says why.
  auto write(std::string_view bytes) -> bool;
  /// It stands at its path from now on, in the place of another; there is no more to write. False as above.
  auto put_in_place() -> bool;

 private:
  placed_file(std::string path, int file, bool has_name)
      : path_(std::move(path)), file_(file), has_name_(has_name) {}
  [[nodiscard]] auto unfinished() const -> std::string;

  std::string path_;
  int file_;
  bool has_name_;  ///< the file system has no files without one
};

/// Exactly these bytes of a file. False: it does not have them, or errno says why.
auto read_at(int file, std::uint64_t at, std::size_t size, char* into) -> bool;

}  // namespace waybill::formats
