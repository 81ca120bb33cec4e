#include "backup/folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <set>

namespace waybill::backup {
namespace {

constexpr std::string_view mark_name = "WAYBILL-BACKUPS";
constexpr std::string_view mark_text =
    "Backups of Waybill. They hold its secrets: for nobody else to read. 'waybill restore' reads them.\n";
constexpr const char* unfinished_name = "unfinished";
constexpr const char* incoming_name = "incoming";
constexpr std::size_t longest_manifest = 1U << 30;

/// Errors: unavailable.
auto names_in(int folder, const std::string& told_as) -> result<std::vector<std::string>> {
  const int fd = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> open(fd >= 0 ? ::fdopendir(fd) : nullptr, &::closedir);
  if (!open) return disk_error(told_as, errno);
  std::vector<std::string> names;
  while (const auto* entry = ::readdir(open.get()))
    if (const std::string_view name = entry->d_name; name != "." && name != "..") names.emplace_back(name);
  std::ranges::sort(names);
  return names;
}

auto number_in(const std::string& name) -> std::optional<std::uint64_t> {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool is_one = failed == std::errc{} && number > 0 && name == number_name(number);
  return is_one ? std::optional(number) : std::nullopt;
}

auto outer_of(const digest& sha256) -> std::string { return to_hex(sha256).substr(0, 2); }
auto object_of(const digest& sha256) -> std::string {
  const auto hex = to_hex(sha256);
  return hex.substr(0, 2) + "/" + hex.substr(2);
}

auto damaged(const std::string& path, const std::string& what) -> error {
  return {errc::corrupt, "The backup is damaged: '" + path + "' " + what + ".", {}};
}

auto no_folder_of_backups(const std::string& path) -> error {
  return {errc::not_found, "'" + path + "' is no folder of backups.", {}};
}

}  // namespace

auto number_name(std::uint64_t number) -> std::string {
  auto digits = std::to_string(number);
  constexpr std::size_t least = 6;
  return std::string(least - std::min(least, digits.size()), '0') + digits;
}

auto backup_folder::open_to_write(const std::string& path) -> result<std::unique_ptr<backup_folder>> {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  auto root = open_folder(AT_FDCWD, path, false, path);
  if (!root) {
    auto why = failed ? disk_error(path, failed.value()) : root.why();
    // It was to be made: that it is not there is no answer.
    if (why.code == errc::not_found) why.code = errc::unavailable;
    return why;
  }
  std::unique_ptr<backup_folder> open(new backup_folder(path, *std::move(root)));
  if (auto fine = open->make_private(); !fine) return std::move(fine).why();
  if (auto fine = open->claim(); !fine) return std::move(fine).why();
  if (auto fine = open->open_parts(true); !fine) return std::move(fine).why();
  return open;
}

auto backup_folder::open_to_read(const std::string& path) -> result<std::unique_ptr<backup_folder>> {
  auto root = open_folder(AT_FDCWD, path, false, path);
  if (!root && root.why().code == errc::not_found) return no_folder_of_backups(path);
  if (!root) return root.why();
  std::unique_ptr<backup_folder> open(new backup_folder(path, *std::move(root)));
  const auto mark = read_text(open->root_.get(), std::string(mark_name), open->told(std::string(mark_name)),
                              mark_text.size());
  if (!mark && mark.why().code == errc::not_found) return no_folder_of_backups(path);
  if (!mark) return mark.why();
  if (*mark != mark_text) return damaged(open->told(std::string(mark_name)), "has other bytes");
  if (auto fine = open->open_parts(false); !fine) return std::move(fine).why();
  return open;
}

auto backup_folder::make_private() -> result<done> {
  struct stat about {};
  if (::fstat(root_.get(), &about) != 0) return disk_error(path_, errno);
  const auto refused = [this](const std::string& why) {
    return error{errc::unavailable, "'" + path_ + "' cannot be used for backups: " + why + ".", {}};
  };
  if (about.st_uid != ::geteuid()) return refused("it belongs to user " + std::to_string(about.st_uid));
  if ((about.st_mode & S_ISVTX) != 0) return refused("it is a folder that all users share");
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0 && ::fchmod(root_.get(), 0700) != 0)
    return refused("others can read it, and its rights cannot be changed");
  return done{};
}

/// What is not ours is never mixed with ours.
auto backup_folder::claim() -> result<done> {
  const auto names = names_in(root_.get(), path_);
  if (!names) return names.why();
  const bool ours = std::ranges::find(*names, mark_name) != names->end();
  // A disk's own, and what is left of a first look that was cut off.
  const auto is_strange = [](const std::string& name) {
    return name != "lost+found" && name != std::string(mark_name) + ".new";
  };
  if (!ours && std::ranges::any_of(*names, is_strange))
    return {errc::bad_value, "'" + path_ + "' has other things in it; backups want a folder of their own."};
  if (ours) return done{};
  return write_text(root_.get(), std::string(mark_name), mark_text, told(std::string(mark_name)));
}

auto backup_folder::open_parts(bool to_write) -> result<done> {
  if (auto fine = take_lock(to_write); !fine) return fine;
  for (auto [name, part] : {std::pair{"backups", &backups_}, std::pair{"objects", &objects_}}) {
    auto open = open_folder(root_.get(), name, to_write, told(name));
    if (!open) return open.why();
    *part = *std::move(open);
  }
  if (to_write && ::fsync(root_.get()) != 0) return disk_error(path_, errno);
  return done{};
}

auto backup_folder::take_lock(bool to_write) -> result<done> {
  auto mark = open_file(root_.get(), std::string(mark_name), told(std::string(mark_name)));
  if (!mark) return mark.why();
  lock_ = *std::move(mark);
  if (::flock(lock_.get(), (to_write ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return done{};
  return {errc::busy, "Another process works on the backups in '" + path_ + "'."};
}

auto backup_folder::list() const -> result<std::vector<listed_backup>> {
  const auto names = names_in(backups_.get(), told("backups"));
  if (!names) return names.why();
  std::vector<listed_backup> all;
  for (const auto& name : *names) {
    const auto number = number_in(name);
    if (!number) continue;
    const auto path = told("backups/" + name);
    const auto text = read_text(backups_.get(), name, path, longest_manifest);
    auto what = text ? read_manifest(*text) : result<manifest>(text.why());
    if (!what && text) what = damaged(path, "has other bytes than were written");
    if (what && what->number != *number) what = damaged(path, "is the manifest of another backup");
    all.push_back({*number, std::move(what)});
  }
  std::ranges::sort(all, {}, &listed_backup::number);
  return all;
}

auto backup_folder::has_unfinished() const -> bool {
  return ::faccessat(root_.get(), unfinished_name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

auto backup_folder::begin(instant now) -> result<done> {
  return write_text(root_.get(), unfinished_name, "begun " + to_rfc3339_ms(now) + "\n",
                    told(unfinished_name));
}

auto backup_folder::has(const backed_up_file& file) const -> bool {
  struct stat about {};
  return ::fstatat(objects_.get(), object_of(file.sha256).c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(about.st_mode) && static_cast<std::uint64_t>(about.st_size) == file.size_bytes;
}

auto backup_folder::add(int from, pace& at, const std::string& told_as,
                        const std::function<void(std::uint64_t)>& passed) -> result<copied> {
  ::unlinkat(objects_.get(), incoming_name, 0);
  const descriptor to(
      ::openat(objects_.get(), incoming_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!to.good()) return disk_error(told("objects"), errno);
  auto all = copy_bytes(from, to.get(), at, {told_as, told("objects")}, passed);
  if (!all) {
    ::unlinkat(objects_.get(), incoming_name, 0);
    return all;
  }
  const auto outer = open_folder(objects_.get(), outer_of(all->sha256), true, told("objects"));
  if (!outer) return outer.why();
  // What is there under this name already has these bytes, or is damaged.
  if (::renameat(objects_.get(), incoming_name, outer->get(), to_hex(all->sha256).substr(2).c_str()) != 0)
    return disk_error(told("objects"), errno);
  changed_.insert(outer_of(all->sha256));
  return all;
}

/// The names of what was taken in.
auto backup_folder::sync_objects() -> result<done> {
  for (const auto& outer : changed_) {
    const auto open = open_folder(objects_.get(), outer, false, told("objects/" + outer));
    if (!open) return open.why();
    if (::fsync(open->get()) != 0) return disk_error(told("objects/" + outer), errno);
  }
  changed_.clear();
  if (::fsync(objects_.get()) != 0) return disk_error(told("objects"), errno);
  return done{};
}

auto backup_folder::finish(const manifest& what) -> result<done> {
  if (auto fine = sync_objects(); !fine) return fine;
  const auto name = number_name(what.number);
  if (auto fine = write_text(backups_.get(), name, text_of(what), told("backups/" + name)); !fine)
    return fine;
  ::unlinkat(root_.get(), unfinished_name, 0);
  ::fsync(root_.get());
  return done{};
}

auto backup_folder::keep(std::uint64_t most, const std::function<bool(const manifest&)>& counts)
    -> result<done> {
  auto all = list();
  if (!all) return all.why();
  const bool readable = std::ranges::all_of(*all, [](const auto& one) { return one.what.ok(); });
  const auto is_counted = [&](const listed_backup& one) { return !one.what || counts(*one.what); };
  auto there = static_cast<std::uint64_t>(std::ranges::count_if(*all, is_counted));
  for (; there > most; --there) {
    const auto oldest = std::ranges::find_if(*all, is_counted);
    if (::unlinkat(backups_.get(), number_name(oldest->number).c_str(), 0) != 0)
      return disk_error(told("backups"), errno);
    all->erase(oldest);
  }
  // Before a file of theirs goes: a manifest that came back after a power cut would miss it.
  if (::fsync(backups_.get()) != 0) return disk_error(told("backups"), errno);
  if (!readable) return done{};
  std::set<std::string> needed;
  for (const auto& one : *all)
    for (const auto& file : one.what->files) needed.insert(object_of(file.sha256));
  const auto outers = names_in(objects_.get(), told("objects"));
  if (!outers) return outers.why();
  for (const auto& outer : *outers) {
    const auto open = open_folder(objects_.get(), outer, false, told("objects/" + outer));
    const auto names =
        open ? names_in(open->get(), told("objects/" + outer)) : result<std::vector<std::string>>();
    if (!names) return names.why();
    for (const auto& name : *names)
      if (!needed.contains(outer + "/" + name)) ::unlinkat(open->get(), name.c_str(), 0);
  }
  return done{};
}

auto backup_folder::check(const backed_up_file& file, pace& at) const -> result<done> {
  return copy_to(file, -1, "", at);
}

auto backup_folder::copy_to(const backed_up_file& file, int to, const std::string& told_as, pace& at) const
    -> result<done> {
  const auto name = object_of(file.sha256);
  const auto outer = open_folder(objects_.get(), outer_of(file.sha256), false, told("objects"));
  const auto from = outer ? open_file(outer->get(), to_hex(file.sha256).substr(2), told("objects/" + name))
                          : result<descriptor>(outer.why());
  if (!from && from.why().code == errc::not_found)
    return damaged(told("objects/" + name), "(" + file.path + ") is gone");
  if (!from) return from.why();
  const auto all = copy_bytes(from->get(), to, at, {told("objects/" + name), told_as});
  if (!all) return all.why();
  if (all->sha256 == file.sha256 && all->size_bytes == file.size_bytes) return done{};
  return damaged(told("objects/" + name), "(" + file.path + ") has other bytes than were written");
}

auto check_apart(const std::string& data_directory, const std::string& folder) -> result<done> {
  const auto lies_in = [](const std::filesystem::path& inner, const std::filesystem::path& outer) {
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
  };
  std::error_code unknown;
  // A name that is not there yet stays as it is written, unless it is whole.
  const auto whole = [&](const std::string& name) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(name, unknown), unknown);
  };
  const auto data = whole(data_directory);
  const auto backups = whole(folder);
  if (!lies_in(data, backups) && !lies_in(backups, data)) return done{};
  return {errc::bad_value, "The folder of backups '" + folder + "' and the data directory '" +
                               data_directory + "' may not lie in each other."};
}

}  // namespace waybill::backup
