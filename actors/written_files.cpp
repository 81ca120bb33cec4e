#include "actors/written_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "actors/upload_disk.hpp"
#include "events/fault_point.hpp"
#include "events/log/descriptor.hpp"
#include "events/log/replace_file.hpp"
#include "events/log/sync_folder.hpp"

namespace waybill {
namespace {

auto path_in(const std::string& folder) -> std::string {
  return folder + "/" + std::string(written_files::file_name);
}

/// Digests, one behind the other. One that is wrong fits no file.
auto read_digests(const std::string& path, std::size_t most) -> std::vector<digest> {
  const descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
  struct stat about {};
  if (!file.good() || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) return {};
  const auto there = static_cast<std::size_t>(about.st_size) / sizeof(digest);
  std::vector<digest> all(std::min(there, most));
  const auto size = static_cast<ssize_t>(all.size() * sizeof(digest));
  if (::read(file.get(), all.data(), static_cast<std::size_t>(size)) != size) return {};
  return all;
}

}  // namespace

void written_files::load() {
  const std::scoped_lock lock{mutex_};
  ::unlink((path_in(folder_) + std::string(unfinished_end)).c_str());
  all_ = read_digests(path_in(folder_), most_);
}

auto written_files::remember(const digest& what) -> result<done> {
  const std::scoped_lock lock{mutex_};
  if (const auto known = std::ranges::find(all_, what); known != all_.end())
    all_.erase(known);
  else if (all_.size() >= most_)
    all_.erase(all_.begin());
  all_.push_back(what);
  return save();
}

auto written_files::knows(const digest& what) const -> bool {
  const std::scoped_lock lock{mutex_};
  return std::ranges::find(all_, what) != all_.end();
}

auto written_files::save() const -> result<done> {
  if (fault_point("file.written")) return upload_error(EIO);
  const std::string_view bytes(reinterpret_cast<const char*>(all_.data()), all_.size() * sizeof(digest));
  if (!replace_file(path_in(folder_), bytes)) return upload_error(errno);
  if (!sync_folder(folder_)) return {errc::unavailable, "The file cannot be made safe on disk now."};
  return done{};
}

auto is_of_written_files(std::string_view name) -> bool {
  if (name.ends_with(unfinished_end)) name.remove_suffix(unfinished_end.size());
  return name == written_files::file_name;
}

}  // namespace waybill
