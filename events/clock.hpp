// The seam to time and chance: tests hold both still. Everything that needs "now" or a fresh id is given one
// of these.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "events/words.hpp"

namespace waybill {

/// Callable from any thread.
class clock_source {
 public:
  virtual ~clock_source() = default;
  /// Wall-clock time. May jump; nothing may depend on it rising.
  [[nodiscard]] virtual auto now() const -> instant = 0;
  /// Ten unpredictable bytes.
  [[nodiscard]] virtual auto random() const -> std::array<std::uint8_t, 10> = 0;

  [[nodiscard]] auto fresh_import() const -> import_id { return {"imp_" + sortable_id(now(), random())}; }
  [[nodiscard]] auto fresh_user() const -> user_id { return {"usr_" + sortable_id(now(), random())}; }
  [[nodiscard]] auto fresh_project() const -> project_id { return {"prj_" + sortable_id(now(), random())}; }
  [[nodiscard]] auto fresh_file() const -> file_id { return {"fil_" + sortable_id(now(), random())}; }
  [[nodiscard]] auto fresh_token() const -> token_id { return {"tok_" + sortable_id(now(), random())}; }
  [[nodiscard]] auto fresh_session() const -> session_id { return {"ses_" + sortable_id(now(), random())}; }
};

using clock_ptr = std::shared_ptr<const clock_source>;

/// The machine's own clock and the kernel's randomness.
auto system_clock_source() -> clock_ptr;

/// Starts at `start`, moves only when told, random bytes count upwards: the same run gives the same ids.
class manual_clock final : public clock_source {
 public:
  explicit manual_clock(instant start) : now_(start) {}
  [[nodiscard]] auto now() const -> instant override { return now_; }
  [[nodiscard]] auto random() const -> std::array<std::uint8_t, 10> override;
  void advance_ms(std::int64_t ms) { now_.us += ms * 1000; }

 private:
  instant now_;
  mutable std::uint64_t counter_ = 0;
};

}  // namespace waybill
