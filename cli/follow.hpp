// Watches one import until it is finished: by its progress stream, again and again when that breaks, by
// asking when there is no stream to be had.
#pragma once

#include <string>

#include "cli/client.hpp"
#include "events/result.hpp"

namespace waybill::cli {

/// Shows how an import is going, on standard error: a bar that rewrites its line on a terminal; otherwise a
/// line for every change of status and every tenth of the way. One thread at a time.
class progress_display {
 public:
  progress_display();
  /// `seen` holds `status` and `progress`, as the API's import and its stream do.
  void show(const json& seen);
  /// Ends the bar's line.
  void end();

 private:
  bool terminal_;
  bool open_line_ = false;
  std::string status_;
  int tenth_ = -1;
};

/// The line that is shown; a bar of 24 characters in front of it when `with_bar`.
auto progress_line(const json& seen, bool with_bar) -> std::string;

/// The import as it is once it is completed, failed or cancelled, or ready to be committed. Errors: not_found
/// (also when it was deleted meanwhile), unauthorized, unavailable (no answer for a minute, or the client was
/// stopped).
auto follow_import(client& api, const std::string& id, progress_display& display) -> result<json>;

/// What a verb that followed an import to there ends with.
auto exit_status_of(const json& import) -> int;

}  // namespace waybill::cli
