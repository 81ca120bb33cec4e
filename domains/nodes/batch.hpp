// The body of a batch: `{"project": ..., "urls": [...], "options": {...}}`, in any order of its members.
#pragma once

#include <memory>
#include <string>

#include "domains/kind.hpp"

namespace waybill::nodes {

/// What a body says beside its URLs, as JSON; empty: nothing.
struct batch_members {
  std::string project;
  std::string options;
};

/// Checks a body while it passes by. One thread at a time; a few KiB of memory, however large the body is.
class batch_check {
 public:
  batch_check();
  ~batch_check();
  batch_check(const batch_check&) = delete;
  auto operator=(const batch_check&) -> batch_check& = delete;

  /// The next bytes, split anywhere.
  void feed(std::string_view bytes);
  /// URLs so far: whoever has a limit need not wait for the end.
  [[nodiscard]] auto urls() const -> std::uint64_t;
  /// Once, behind the last byte. Errors: invalid_json, no_urls, unknown_field; with their place.
  auto finish() -> result<file_summary>;
  /// After `finish`.
  [[nodiscard]] auto beside() const -> const batch_members&;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill::nodes
