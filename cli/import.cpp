#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "cli/connection.hpp"
#include "cli/follow.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {
namespace {

/// A file that is read once, from its beginning.
class input_file {
 public:
  explicit input_file(std::string path) : path_(std::move(path)) {}
  ~input_file() {
    if (fd_ > STDIN_FILENO) close(fd_);
  }
  input_file(const input_file&) = delete;
  auto operator=(const input_file&) -> input_file& = delete;

  auto open_source() -> result<upload_source> {
    if (path_ == "-") {
      fd_ = STDIN_FILENO;
      return source("standard input", std::nullopt);
    }
    fd_ = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (fd_ < 0 || fstat(fd_, &info) != 0) return unreadable();
    if (S_ISDIR(info.st_mode)) {
      errno = EISDIR;
      return unreadable();
    }
    posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
    const auto size =
        S_ISREG(info.st_mode) ? std::optional(static_cast<std::uint64_t>(info.st_size)) : std::nullopt;
    return source(std::filesystem::path(path_).filename().string(), size);
  }

 private:
  auto unreadable() const -> error {
    return {errc::bad_value,
            "The file " + printable(path_) + " cannot be read: " + std::strerror(errno) + "."};
  }
  auto source(std::string name, std::optional<std::uint64_t> size) -> upload_source {
    return {std::move(name), size, [this](char* to, std::size_t most) -> result<std::size_t> {
              for (;;) {
                const auto got = read(fd_, to, most);
                if (got >= 0) return static_cast<std::size_t>(got);
                if (errno != EINTR) return unreadable();
              }
            }};
  }

  std::string path_;
  int fd_ = -1;
};

auto fields_of(const import_options& options) -> std::vector<std::pair<std::string, std::string>> {
  std::vector<std::pair<std::string, std::string>> fields{{"kind", options.kind}, {"format", options.format}};
  if (!options.on_duplicate.empty()) fields.emplace_back("on_duplicate", options.on_duplicate);
  return fields;
}

void say_it_goes_on(const connection& to, const std::string& id) {
  if (to.offline())
    std::cerr << "Interrupted. The import " << id
              << " stops after its present chunk and goes on by itself at the next "
              << "start on this directory, for instance: waybill show " << id << " " << to.flags() << "\n";
  else
    std::cerr << "Interrupted here; the import goes on at the server. See it with: waybill show " << id << " "
              << to.flags() << "\n";
}

auto status_of(const json& import) -> int {
  if (text_at(import, "status") != "completed") return exit_failed;
  return number_at(member_at(import, "progress"), "failed") > 0 ? exit_some_failed : exit_good;
}

}  // namespace

auto run(const import_options& options) -> result<int> {
  std::atomic<client*> talking{nullptr};
  const signal_watch signals([&talking] {
    if (auto* api = talking.load()) api->stop();
  });
  input_file file(options.file);
  const auto source = file.open_source();
  if (!source) return source.why();
  const auto to = connect(options.where, new_store::made);
  if (!to) return to.why();
  auto& api = (*to)->api();
  talking.store(&api);
  const auto interrupted = [&](const error& why) -> result<int> {
    if (!signals.came()) return why;
    std::cerr << "Interrupted; nothing was imported.\n";
    return exit_interrupted;
  };
  if (signals.came()) return interrupted({});
  const auto accepted = api.upload("/api/v1/imports", fields_of(options), *source);
  if (!accepted) return interrupted(accepted.why());
  const auto id = text_at(*accepted, "id");
  std::cerr << printable(id) << ": accepted, "
            << grouped(number_at(member_at(*accepted, "file"), "size_bytes")) << " bytes\n";
  progress_display display;
  const auto import = follow_import(api, id, display);
  if (!import && !signals.came()) return import.why();
  if (!import) {
    say_it_goes_on(**to, id);
    return exit_interrupted;
  }
  std::cout << summary_of(*import);
  const auto failures = failures_of(api, *import, (*to)->flags());
  if (!failures) return failures.why();
  std::cout << *failures << std::flush;
  return status_of(*import);
}

}  // namespace waybill::cli
