// A real nginx with the configuration of docs/examples/nginx, as an ordinary user, in front of a server; and
// curl that comes to it by TLS.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/system/server.hpp"

namespace waybill::system_test {

/// Where nginx is; nothing, aloud, where it is not installed.
auto nginx_program() -> std::optional<std::string>;

/// Its temporary folders are gone as soon as it serves: whatever it would keep in a file there is answered
/// with 500.
class nginx {
 public:
  /// `changed`: texts of the example, and what stands in their place.
  nginx(const std::string& program, const server& behind, const variables& changed = {});
  ~nginx();
  nginx(const nginx&) = delete;
  auto operator=(const nginx&) -> nginx& = delete;

  /// https://NAME:PORT, as clients call it.
  [[nodiscard]] auto url() const -> std::string;
  [[nodiscard]] auto plain_url() const -> std::string;
  /// `curl WORDS...` that finds it and trusts its certificate. The head is written before the body (-i).
  [[nodiscard]] auto curl(std::vector<std::string> words) const -> ended;
  [[nodiscard]] auto curl_words(std::vector<std::string> words) const -> std::vector<std::string>;
  [[nodiscard]] auto said() const -> std::string;

 private:
  void write_configuration(const server& behind, const variables& changed);

  temp_directory here_;
  std::string address_;
  std::optional<process> process_;
};

}  // namespace waybill::system_test
