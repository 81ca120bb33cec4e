#include "actors/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "actors/secrets.hpp"
#include "events/log/descriptor.hpp"
#include "events/log/replace_file.hpp"

namespace waybill {
namespace {

auto failure() -> error {
  return {errc::unavailable, std::string("A secret key cannot be kept: ") + std::strerror(errno) + ".", {}};
}

auto read_key(int folder, const std::string& name) -> std::optional<digest> {
  const descriptor file{::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
  digest key{};
  struct stat about {};
  if (!file.good() || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  const bool whole = about.st_size == static_cast<off_t>(key.size()) &&
                     ::read(file.get(), key.data(), key.size()) == static_cast<ssize_t>(key.size());
  if (!whole) return std::nullopt;
  return key;
}

auto write_key(int folder, const std::string& name, const digest& key) -> bool {
  const std::string_view bytes(reinterpret_cast<const char*>(key.data()), key.size());
  return replace_file(name, bytes, folder) && ::fsync(folder) == 0;
}

}  // namespace

auto secret_key_in(const std::string& directory, const std::string& name) -> result<digest> {
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) return failure();
  // A link is followed: opening the data directory has judged who made it, and what it leads to.
  const descriptor folder{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  struct stat about {};
  if (!folder.good() || ::fstat(folder.get(), &about) != 0) return failure();
  if (about.st_uid != ::geteuid() || (about.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    errno = EACCES;  // others could put a key of theirs there
    return failure();
  }
  if (const auto there = read_key(folder.get(), name)) return *there;
  const auto made = random_key();
  if (!write_key(folder.get(), name, made)) return failure();
  return made;
}

}  // namespace waybill
