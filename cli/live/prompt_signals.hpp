// Signals while somebody sits at the console's prompt.
#pragma once

#include "console/client.hpp"

namespace waybill::cli::live {

/// While it lives: SIGINT gives up the present line or the verb at work; what ends the process gives the
/// terminal back as it was first. One at a time; main thread, before others.
class prompt_signals {
 public:
  prompt_signals();
  ~prompt_signals();
  prompt_signals(const prompt_signals&) = delete;
  auto operator=(const prompt_signals&) -> prompt_signals& = delete;

  /// Readable when something came; `take` says what: 'i': SIGINT, 'w': the window's size; 0: nothing more.
  [[nodiscard]] auto changes() const -> int;
  [[nodiscard]] auto take() const -> char;
  /// From now on SIGINT hangs up this one; null: nobody.
  void at_work(console::client* server);
};

}  // namespace waybill::cli::live
