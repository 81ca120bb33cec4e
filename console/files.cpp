#include "console/files.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

#include "events/disk.hpp"
#include "events/log/descriptor.hpp"
#include "events/log/replace_file.hpp"
#include "events/visible.hpp"

namespace waybill::console {
namespace {

constexpr std::string_view place_name = "console", secret_name = "console.secret";

auto in(const std::string& directory, std::string_view name) -> std::string {
  return directory + "/" + std::string(name);
}

auto write_file(const std::string& path, std::string_view text) -> result<done> {
  if (replace_file(path, text)) return done{};
  const int why = errno;
  return {is_disk_full(why) ? errc::storage_full : errc::unavailable,
          "'" + path + "' cannot be written: " + std::strerror(why) + "."};
}

auto read_small(const descriptor& file) -> std::optional<std::string> {
  std::array<char, 8'192> text{};  // a path has 4,096 bytes at most
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  return std::string(text.data(), size);
}

/// Of a small plain file; nothing when there is none, or none that may be read: `errno` says which.
auto read_file(const std::string& path) -> std::optional<std::string> {
  errno = 0;
  const descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
  struct stat about {};
  if (!file.good() || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  return read_small(file);
}

/// What no other directory has while this one is there, a copy of it included: whatever it is called, and by
/// whichever way one comes to it. "": there is none.
auto mark_of(const std::string& directory) -> std::string {
  struct stat about {};
  if (::stat(directory.c_str(), &about) != 0) return {};
  return std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino);
}

auto real_path(const std::string& directory) -> std::string {
  std::error_code unknown;
  const auto path = std::filesystem::canonical(directory, unknown);
  return visible(unknown ? directory : path.string());
}

/// What stands behind `name ` in a line.
auto value_of(std::string_view text, std::string_view name) -> std::string_view {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(' '))
      return line.substr(name.size() + 1);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

template <class Number>
auto number_of(std::string_view text) -> std::optional<Number> {
  Number number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

auto not_allowed(const std::string& path) -> error {
  return {
      errc::forbidden,
      "The file '" + path + "' cannot be read: permission denied. A server's console is for its own user.",
      {}};
}

auto text_of(const endpoint& address) -> std::string {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

}  // namespace

auto secret_path(const std::string& directory) -> std::string { return in(directory, secret_name); }

auto write_files(const std::string& directory, const server_place& where, const digest& secret)
    -> result<done> {
  if (auto written = write_file(secret_path(directory), to_hex(secret) + "\n"); !written) return written;
  return write_file(in(directory, place_name),
                    "address " + text_of(where.address) + "\nprotocol " + std::to_string(where.version) +
                        "\npid " + std::to_string(where.pid) + "\nmark " + mark_of(directory) +
                        "\ndirectory " + real_path(directory) + "\n");
}

void remove_files(const std::string& directory) {
  ::unlink(in(directory, place_name).c_str());
  ::unlink(secret_path(directory).c_str());
}

auto read_place(const std::string& directory) -> result<server_place> {
  const auto path = in(directory, place_name);
  const auto text = read_file(path);
  if (!text && errno == EACCES) return not_allowed(path);
  if (!text)
    return {errc::not_found,
            "There is no running server with a console in '" + directory + "' (no file '" + path + "')."};
  const auto address = parse_endpoint(value_of(*text, "address"));
  const auto version = number_of<std::uint32_t>(value_of(*text, "protocol"));
  const auto pid = number_of<std::int32_t>(value_of(*text, "pid"));
  if (!address || !version || !pid || *pid <= 0)
    return {errc::corrupt, "The file '" + path + "' does not say where a server's console is."};
  if (const auto mark = value_of(*text, "mark"); !mark.empty() && mark != mark_of(directory))
    return {errc::not_found, "The file '" + path + "' is a copy: it is of the server of '" +
                                 std::string(value_of(*text, "directory")) + "', and no server works in '" +
                                 directory + "'. Ask that one with --data, or start one on this directory."};
  if (::kill(*pid, 0) != 0 && errno == ESRCH)
    return {errc::not_found, "The server that wrote '" + path + "' (process " + std::to_string(*pid) +
                                 ") runs no more; start one on this directory."};
  return server_place{*address, *version, static_cast<std::uint64_t>(*pid)};
}

namespace {

auto secret_in(std::optional<std::string> text, const std::string& path) -> result<digest> {
  if (!text && errno == EACCES) return not_allowed(path);
  if (!text) {
    const std::string why = errno == 0 ? "it is no plain file" : std::strerror(errno);
    return {errc::not_found, "The secret of the console cannot be read from '" + path + "': " + why + "."};
  }
  if (text->ends_with('\n')) text->pop_back();
  digest secret{};
  if (!from_hex(*text, secret))
    return {errc::corrupt, "The file '" + path + "' holds no secret of a console."};
  return secret;
}

}  // namespace

auto read_secret(const std::string& path) -> result<digest> { return secret_in(read_file(path), path); }

auto read_secret_copy(const std::string& path) -> result<digest> {
  errno = 0;
  const descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  return secret_in(file.good() ? read_small(file) : std::nullopt, path);
}

}  // namespace waybill::console
