// What is made of an uploaded file while it is checked, and lies beside it: it can be made anew, counts in
// its owner's quota, and goes with the upload. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "actors/usage_book.hpp"
#include "config/settings.hpp"
#include "domains/kind.hpp"
#include "events/import/state.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// Where it may lie, by the path of the upload.
auto derived_of(const std::string& upload) -> std::vector<std::string>;
/// The upload whose file this is, or what is not finished of one; "": it is no such file.
auto upload_of_derived(std::string_view path) -> std::string;

class derived_files {
 public:
  /// `usage` must outlive it.
  derived_files(const settings& config, usage_book& usage)
      : data_directory_(config.data_directory),
        min_free_bytes_(config.storage_min_free_bytes),
        usage_(usage) {}

  /// Whether there is room for more.
  [[nodiscard]] auto has_room() const -> bool;
  /// Counts what lies beside an upload now; `upload` is its path below the data directory. Errors:
  /// quota_exceeded: then nothing lies there any more.
  auto count(const std::string& upload, const owner_id& owner) -> result<done>;
  /// The same, of what is there from an earlier start: whatever the quota says.
  void count_what_is_there(const std::string& upload, const owner_id& owner);
  /// Removes it.
  void remove(const std::string& upload);

 private:
  struct counted {
    std::string owner;
    std::uint64_t bytes = 0;
  };
  [[nodiscard]] auto size_of(const std::string& upload) const -> std::uint64_t;
  void unlink_all(const std::string& upload) const;
  void forget(const std::string& upload);  ///< with the lock

  std::string data_directory_;
  std::uint64_t min_free_bytes_;
  usage_book& usage_;
  std::mutex mutex_;
  std::map<std::string, counted> counted_;  ///< by upload
};

/// What the check of an import made of its file counts from now on. Null: nobody counts. Errors: also
/// quota_exceeded.
auto count_derived(derived_files* by, const import_state& of, result<file_summary> found)
    -> result<file_summary>;

}  // namespace waybill
