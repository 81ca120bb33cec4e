// A file on its way to the server piece by piece: it goes on where it stopped, after a connection that broke
// and after the end of this process.
#pragma once

#include <functional>
#include <string>

#include "cli/connection.hpp"
#include "events/result.hpp"

namespace waybill::cli {

/// From this size on a file is sent so, unless it is asked for anyhow.
inline constexpr std::uint64_t resumable_from_bytes = 8 << 20;

/// A file that is to be uploaded.
class local_file {
 public:
  /// Errors: bad_value (it is no regular file, or cannot be read), empty_file.
  static auto open(const std::string& path) -> result<local_file>;
  local_file(local_file&& other) noexcept;
  ~local_file();
  local_file(const local_file&) = delete;
  auto operator=(const local_file&) -> local_file& = delete;

  [[nodiscard]] auto name() const -> std::string;
  [[nodiscard]] auto size() const -> std::uint64_t { return size_; }
  /// 1..most bytes from there on. Errors: bad_value, file_changed (it became shorter).
  auto read(std::uint64_t offset, char* to, std::size_t most) const -> result<std::size_t>;
  /// SHA-256 of all of it. `keep_on` answers false to stop (error: unavailable).
  auto hash(const std::function<bool()>& keep_on) const -> result<std::string>;

 private:
  local_file(std::string path, int fd, std::uint64_t size);

  std::string path_;
  int fd_;
  std::uint64_t size_;
};

/// Is it a regular file of that size or more? What cannot be looked at is none.
auto is_large_file(const std::string& path) -> bool;

/// An upload that is whole.
struct finished_upload {
  std::string file_id;
  bool is_used = false;  ///< an import has taken it
  std::string kept_at;   ///< what is remembered of it, until `forget_upload`; "": nothing
};

/// Where it stands is kept below $XDG_STATE_HOME/waybill/uploads (else ~/.local/state), by server, digest and
/// size; where that cannot be, it goes on only within this process. A server that does not answer is waited
/// for a minute. Errors: those of the file and of the server; file_changed (the file changed meanwhile).
auto upload_resumably(connection& to, const local_file& file, const std::string& purpose)
    -> result<finished_upload>;
/// It is used: the next upload of the same file begins anew.
void forget_upload(const finished_upload& what);

}  // namespace waybill::cli
