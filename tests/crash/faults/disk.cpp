#include "tests/crash/faults/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "tests/crash/faults/points.hpp"

// Only raw system calls here: the library's functions of these names are ours (libc.cpp).

namespace waybill::crash {
namespace {

auto parent_of(const std::string& path) -> std::string { return path.substr(0, path.rfind('/')); }

auto number_of(const std::string& path) -> ino_t {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? about.st_ino : 0;
}

void remove_name(const std::string& path) { ::syscall(SYS_unlink, path.c_str()); }

/// A folder that never was, with all that is in it.
void remove_folder(const std::string& path) {
  const auto command = "rm -rf '" + path + "'";
  if (std::system(command.c_str()) != 0) std::perror("rm");
}

}  // namespace

watched_disk::file::~file() {
  if (own >= 0) ::syscall(SYS_close, own);
}

auto watched_disk::get() -> watched_disk& {
  static auto* const made = new watched_disk;  // threads may still write while the process ends
  return *made;
}

watched_disk::watched_disk() : root_(variable("WAYBILL_TEST_DISK")), shelf_(root_ + "/.shelf") {
  if (!root_.empty()) ::syscall(SYS_mkdir, shelf_.c_str(), 0700);
}

auto watched_disk::watches(std::string_view path) const -> bool {
  return !root_.empty() && path.size() > root_.size() && path.starts_with(root_) &&
         path[root_.size()] == '/' && !path.starts_with(shelf_);
}

void watched_disk::opened(int fd, const std::string& path, bool was_made) {
  struct stat about {};
  ::fstat(fd, &about);
  auto& known = files_[about.st_ino];
  // A number may come again after its file was removed.
  if (!known || was_made) {
    known = std::make_shared<file>();
    known->number = about.st_ino;
    known->safe = about.st_size;
  }
  open_[fd] = known;
  if (was_made) note(step::made, path, {}, {});
}

auto watched_disk::dirty(int fd) -> file& {
  auto& of = *open_.at(fd);
  if (of.own < 0) {
    const auto name = "/proc/self/fd/" + std::to_string(fd);
    of.own = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, name.c_str(), O_RDWR | O_CLOEXEC, 0));
  }
  return of;
}

void watched_disk::will_write(int fd, off_t from, std::size_t bytes) {
  auto& of = dirty(fd);
  if (from >= of.safe) return;
  old_bytes old{from,
                std::string(std::min<std::size_t>(bytes, static_cast<std::size_t>(of.safe - from)), '\0')};
  const auto got = ::pread(of.own, old.bytes.data(), old.bytes.size(), from);
  old.bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  of.changed.push_back(std::move(old));
}

void watched_disk::will_cut(int fd, off_t size) {
  const auto& of = dirty(fd);
  if (size < of.safe) will_write(fd, size, static_cast<std::size_t>(of.safe - size));
}

void watched_disk::synced(int fd) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) return;
  if (S_ISDIR(about.st_mode)) return settle_folder(about.st_ino);
  const auto known = files_.find(about.st_ino);
  if (known == files_.end()) return;
  auto& of = *known->second;
  of.safe = about.st_size;
  of.changed.clear();
  if (of.own >= 0) ::syscall(SYS_close, of.own);
  of.own = -1;
}

/// What happened in the folder stays. A folder that was renamed for good takes the names in it along.
void watched_disk::settle_folder(ino_t folder) {
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    if (changes_[i].folder != folder) continue;
    const auto settled = changes_[i];
    changes_.erase(changes_.begin() + static_cast<std::ptrdiff_t>(i));
    if (!settled.kept.empty()) remove_name(settled.kept);
    if (settled.what == step::renamed)
      for (std::size_t earlier = 0; earlier < i; ++earlier)
        for (auto* name : {&changes_[earlier].path, &changes_[earlier].to})
          if (name->starts_with(settled.path + "/")) name->replace(0, settled.path.size(), settled.to);
    --i;
  }
}

void watched_disk::note(step what, const std::string& path, std::string to, std::string kept) {
  changes_.push_back({what, number_of(parent_of(path)), path, std::move(to), std::move(kept)});
}

auto watched_disk::keep(const std::string& path) -> std::string {
  auto other = shelf_ + "/" + std::to_string(::getpid()) + "-" + std::to_string(++kept_);
  return ::syscall(SYS_link, path.c_str(), other.c_str()) == 0 ? other : std::string();
}

void watched_disk::made(const std::string& path, bool folder) {
  note(folder ? step::made_folder : step::made, path, {}, {});
}

void watched_disk::will_remove(const std::string& path, bool folder) {
  if (number_of(path) == 0) return;
  note(folder ? step::removed_folder : step::removed, path, {}, folder ? std::string() : keep(path));
}

void watched_disk::will_rename(const std::string& from, const std::string& to) {
  if (number_of(from) != 0) note(step::renamed, from, to, keep(to));
}

void watched_disk::take_back(const change& what) {
  switch (what.what) {
    case step::made:
      return remove_name(what.path);
    case step::made_folder:
      return remove_folder(what.path);
    case step::removed_folder:
      ::syscall(SYS_mkdir, what.path.c_str(), 0700);
      return;
    case step::renamed:
      ::syscall(SYS_rename, what.to.c_str(), what.path.c_str());
      if (!what.kept.empty()) ::syscall(SYS_rename, what.kept.c_str(), what.to.c_str());
      return;
    case step::removed:
      if (!what.kept.empty()) ::syscall(SYS_rename, what.kept.c_str(), what.path.c_str());
      return;
  }
}

/// The disk may have written some of it on its own: a part of the tail, or only that the file is longer.
void watched_disk::take_back_bytes(file& of, std::uint64_t chance) {
  for (auto old = of.changed.rbegin(); old != of.changed.rend(); ++old)
    if (::syscall(SYS_pwrite64, of.own, old->bytes.data(), old->bytes.size(), old->at) < 0)
      std::perror("pwrite");
  struct stat about {};
  ::fstat(of.own, &about);
  const auto tail = static_cast<std::uint64_t>(std::max<off_t>(about.st_size - of.safe, 0));
  const auto left = tail == 0 ? 0 : chance % (tail + 1);
  if (::syscall(SYS_ftruncate, of.own, of.safe + static_cast<off_t>(left)) != 0) std::perror("ftruncate");
}

void watched_disk::forget_unsynced() {
  std::mt19937_64 dice{seed()};
  const bool all = dice() % 2 == 0;
  for (const auto& [number, of] : files_)
    if (of->own >= 0) take_back_bytes(*of, all || dice() % 3 == 0 ? 0 : dice());
  // A journal keeps the order of names: a beginning of the changes may have come to the disk.
  const auto stays = all ? 0 : dice() % (changes_.size() + 1);
  for (auto i = changes_.size(); i > stays; --i) take_back(changes_[i - 1]);
}

void cut_power() {
  auto& disk = watched_disk::get();
  const auto lock = disk.lock();
  disk.forget_unsynced();
  end_here();
}

}  // namespace waybill::crash
