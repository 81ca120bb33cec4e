// The whole screen of a terminal, borrowed: whatever ends the process gives it back as it was, but SIGKILL.
#pragma once

#include <string>
#include <vector>

#include "cli/live/screen.hpp"

namespace waybill::cli::live {

/// Both ends of the conversation are a terminal.
auto on_terminal() -> bool;

/// While it lives, keys come one by one and do not show, and the other screen is drawn on. One at a time;
/// main thread.
class full_screen {
 public:
  full_screen();
  ~full_screen();
  full_screen(const full_screen&) = delete;
  auto operator=(const full_screen&) -> full_screen& = delete;

  [[nodiscard]] auto size() const -> screen_size;
  /// False: the terminal is gone.
  [[nodiscard]] auto show(const std::vector<std::string>& lines) const -> bool;
  /// Readable when the window has another size, or the process was stopped and goes on: draw again.
  [[nodiscard]] auto changes() const -> int;
  void take_changes() const;
  /// Stops the process as Ctrl-Z does; returns when it goes on.
  void suspend() const;
};

}  // namespace waybill::cli::live
