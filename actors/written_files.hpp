// Tables that were written here and hold cells made harmless for spreadsheets, by their digests: one that
// comes back unchanged is read as it was meant (docs/decisions/0036).
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// One file below the data directory holds them, the oldest first. Any thread.
class written_files {
 public:
  static constexpr std::size_t usually_known = 10'000;
  /// The name of its file in the folder `files`.
  static constexpr std::string_view file_name = "written";

  /// `most` are known; then the oldest is forgotten.
  explicit written_files(std::string folder, std::size_t most = usually_known)
      : folder_(std::move(folder)), most_(most) {}

  /// Takes in what earlier processes wrote; what cannot be read is forgotten. `folder` is there.
  void load();
  /// Safe on the disk when it answers. Errors: storage_full, unavailable: then it is known until the end of
  /// this process.
  auto remember(const digest& what) -> result<done>;
  [[nodiscard]] auto knows(const digest& what) const -> bool;

 private:
  [[nodiscard]] auto save() const -> result<done>;

  std::string folder_;
  std::size_t most_;
  mutable std::mutex mutex_;
  std::vector<digest> all_;
};

/// A file of that name in the folder `files` is its own, or one of it that was not finished.
auto is_of_written_files(std::string_view name) -> bool;

}  // namespace waybill
