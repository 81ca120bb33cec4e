// The binary on a terminal of its own: keys go in, what it draws comes out, and the test sees how the
// terminal is set.
#pragma once

#include <termios.h>

#include "tests/system/processes.hpp"

namespace waybill::system_test {

/// `waybill ARGUMENTS`; killed when it goes out of scope.
class on_terminal {
 public:
  on_terminal(const std::vector<std::string>& arguments, unsigned short columns, unsigned short rows,
              const variables& environment = {});
  ~on_terminal();
  on_terminal(const on_terminal&) = delete;
  auto operator=(const on_terminal&) -> on_terminal& = delete;

  void press(std::string_view keys) const;
  /// What was drawn since the last call, up to and with `text`. Throws when the time is over before.
  auto drawn_until(std::string_view text) -> std::string;
  /// The window has another size from now on.
  void resize(unsigned short columns, unsigned short rows) const;
  void signal(int number) const;
  /// The window is closed.
  void close_window();
  /// Its end: the exit status, or 128 + the signal. `out` is all that was drawn since `drawn_until`.
  auto wait() -> ended;
  /// Whether the process is stopped, as by Ctrl-Z.
  [[nodiscard]] auto stopped() const -> bool;
  /// Keys come as lines, are shown, and mean signals: as it was before.
  [[nodiscard]] auto as_it_was() const -> bool;

 private:
  auto read_some(int wait_ms) -> bool;

  int master_ = -1, slave_ = -1;
  pid_t pid_ = -1;
  termios before_{};
  std::string seen_;
};

}  // namespace waybill::system_test
