// The web app's files, whole in the binary; `http/web/embed.cmake` writes them at build time.
#pragma once

#include <span>
#include <string_view>

namespace waybill::http {

struct web_file {
  std::string_view path;  ///< below /web/
  std::string_view type;  ///< Content-Type
  std::string_view etag;  ///< with its quotes; from the bytes
  std::string_view bytes;
};

/// In the order of their paths. Any thread.
auto web_files() -> std::span<const web_file>;

/// Stands for the bytes of all of them. `page.html` names its files below /web/VERSION/, scripts name each
/// other from where they stand: a new version has new addresses. Any thread.
auto web_version() -> std::string_view;

/// Null when there is none.
auto web_file_at(std::string_view path) -> const web_file*;

}  // namespace waybill::http
