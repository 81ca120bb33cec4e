#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/connection.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {
namespace {

auto query_of(const export_options& options) -> std::string {
  std::string path = "/api/v1/bookmarks/export?format=activitystreams";
  for (const auto& tag : options.tags) path += "&tag=" + percent_encoded(tag);
  if (!options.since.empty()) path += "&since=" + percent_encoded(options.since);
  return path;
}

/// Written under another name first: FILE is either the whole export or what it was before.
class output_file {
 public:
  explicit output_file(std::string path) : path_(std::move(path)), part_(path_ + ".part") {}
  ~output_file() {
    if (file_ == nullptr || path_.empty()) return;
    std::fclose(file_);
    std::remove(part_.c_str());
  }
  output_file(const output_file&) = delete;
  auto operator=(const output_file&) -> output_file& = delete;

  auto open() -> result<done> {
    file_ = path_.empty() ? stdout : std::fopen(part_.c_str(), "wb");
    return file_ != nullptr ? result<done>(done{}) : unwritable();
  }
  auto write(std::string_view bytes) -> bool {
    return std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
  }
  auto finish() -> result<done> {
    if (std::fflush(file_) != 0) return unwritable();
    if (path_.empty()) return done{};
    const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
    if (closed && std::rename(part_.c_str(), path_.c_str()) == 0) return done{};
    const auto why = unwritable();
    std::remove(part_.c_str());
    return why;
  }
  [[nodiscard]] auto unwritable() const -> error {
    return {errc::unavailable, (path_.empty() ? "Standard output" : "The file " + printable(path_)) +
                                   " cannot be written: " + std::strerror(errno) + "."};
  }

 private:
  std::string path_, part_;
  std::FILE* file_ = nullptr;
};

}  // namespace

auto run(const export_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  output_file out(options.file);
  if (const auto opened = out.open(); !opened) return opened.why();
  std::optional<error> unwritable;
  const auto fetched = (*to)->api().download(query_of(options), [&](std::string_view bytes) {
    if (!out.write(bytes)) unwritable = out.unwritable();
    return !unwritable;
  });
  if (unwritable) return *unwritable;
  if (!fetched) return fetched.why();
  if (const auto finished = out.finish(); !finished) return finished.why();
  return exit_good;
}

}  // namespace waybill::cli
