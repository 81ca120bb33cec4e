// A backup that the running server makes.
#include <chrono>
#include <thread>

#include "cli/absolute_path.hpp"
#include "cli/console/background_bar.hpp"
#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

auto tell(const console::backup_told& last, const console_options& options) -> result<int> {
  auto what = json::parse(last.summary, nullptr, false);
  if (!what.is_object()) return {errc::corrupt, "The server does not say how the backup ended."};
  if (last.type != "server.backup_finished.v1")
    return {errc_of(text_at(what, "code")).value_or(errc::internal), text_at(what, "message")};
  if (options.json)
    say_document(what);
  else
    say("Backup " + grouped(number_at(what, "number")) + " in " + text_at(what, "folder") +
        " is finished: " + counted(number_at(what, "position"), "event") + ", " +
        counted(number_at(what, "files"), "file") + " of " + counted(number_at(what, "size_bytes"), "byte") +
        ", " + counted(number_at(what, "copied_bytes"), "byte") + " copied now.");
  return number_at(what, "missing_files") > 0 ? exit_some_failed : exit_good;
}

}  // namespace

auto console_backup(console::client& server, const console_options& options) -> result<int> {
  constexpr std::chrono::milliseconds between{200};
  const auto before = ask_console<console::backup_told>(server, console::backup_asked{});
  if (!before) return before.why();
  const auto folder = absolute_path(options.operands.front());
  const auto began = ask_console<console::done_told>(server, console::order_backup{folder});
  if (!began) return began.why();
  background_bar bar("copied");
  for (;;) {
    const auto now = ask_console<console::backup_told>(server, console::backup_asked{});
    if (!now) return now.why();
    if (now->running) {
      if (now->bytes_total > 0) bar.show(now->bytes_done, now->bytes_total);
      std::this_thread::sleep_for(between);
      continue;
    }
    bar.end();
    if (now->told_at == before->told_at)
      return {errc::unavailable, "How the backup ended could not be written to the log; see the journal."};
    return tell(*now, options);
  }
}

}  // namespace waybill::cli
