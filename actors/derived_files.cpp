#include "actors/derived_files.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "actors/upload_file.hpp"
#include "domains/derived.hpp"

namespace waybill {

auto derived_of(const std::string& upload) -> std::vector<std::string> {
  std::vector<std::string> paths;
  for (const auto end : derived_ends) paths.push_back(upload + std::string(end));
  return paths;
}

auto upload_of_derived(std::string_view path) -> std::string {
  if (path.ends_with(unfinished_upload_end)) path.remove_suffix(unfinished_upload_end.size());
  for (const auto end : derived_ends)
    if (path.ends_with(end)) return std::string(path.substr(0, path.size() - end.size()));
  return {};
}

auto derived_files::has_room() const -> bool {
  struct statvfs disk {};
  return ::statvfs(data_directory_.c_str(), &disk) != 0 || disk.f_bavail * disk.f_frsize >= min_free_bytes_;
}

auto derived_files::size_of(const std::string& upload) const -> std::uint64_t {
  std::uint64_t bytes = 0;
  for (const auto& path : derived_of(upload)) {
    struct stat about {};
    if (::stat((data_directory_ + "/" + path).c_str(), &about) == 0)
      bytes += static_cast<std::uint64_t>(about.st_size);
  }
  return bytes;
}

void derived_files::unlink_all(const std::string& upload) const {
  for (const auto& path : derived_of(upload)) ::unlink((data_directory_ + "/" + path).c_str());
}

void derived_files::forget(const std::string& upload) {
  const auto found = counted_.find(upload);
  if (found == counted_.end()) return;
  usage_.release(found->second.owner, found->second.bytes);
  counted_.erase(found);
}

auto derived_files::count(const std::string& upload, const owner_id& owner) -> result<done> {
  const std::scoped_lock lock{mutex_};
  forget(upload);
  const auto bytes = size_of(upload);
  if (bytes == 0) return done{};
  if (auto fine = usage_.hold(owner.value, bytes); !fine) {
    unlink_all(upload);
    return fine;
  }
  counted_[upload] = {owner.value, bytes};
  return done{};
}

void derived_files::count_what_is_there(const std::string& upload, const owner_id& owner) {
  const std::scoped_lock lock{mutex_};
  forget(upload);
  const auto bytes = size_of(upload);
  if (bytes == 0) return;
  usage_.hold_what_is_there(owner.value, bytes);
  counted_[upload] = {owner.value, bytes};
}

void derived_files::remove(const std::string& upload) {
  const std::scoped_lock lock{mutex_};
  unlink_all(upload);
  forget(upload);
}

auto count_derived(derived_files* by, const import_state& of, result<file_summary> found)
    -> result<file_summary> {
  if (!found || by == nullptr) return found;
  if (auto fine = by->count(of.file.path, of.owner); !fine) return std::move(fine).why();
  return found;
}

}  // namespace waybill
