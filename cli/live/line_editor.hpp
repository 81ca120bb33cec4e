// A line with editing, history and completion, by libedit. Main thread, one at a time, on a terminal.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/live/words.hpp"

namespace waybill::cli::live {

struct editor_plan {
  std::string prompt;
  std::function<completion(std::string_view line)> complete;  ///< of the line as far as the cursor
  /// Now and then while nobody types.
  std::function<void()> idle;
  std::chrono::milliseconds idle_every{20'000};
  int changes = -1;                     ///< readable: `take_change` says what happened
  std::function<char()> take_change{};  ///< 'i': interrupted; 'w': the window has another size; 0: nothing
};

enum class line_end : std::uint8_t { said, interrupted, over };

class line_editor {
 public:
  virtual ~line_editor() = default;
  static auto make(editor_plan plan) -> std::unique_ptr<line_editor>;
  virtual void remember(const std::string& line) = 0;
  /// `said`: `line` is what was said, without its end. `over`: nothing more comes (Ctrl-D, a terminal that is
  /// gone).
  virtual auto read(std::string& line) -> line_end = 0;
};

}  // namespace waybill::cli::live
