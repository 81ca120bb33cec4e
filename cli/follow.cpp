#include "cli/follow.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <thread>

#include "cli/verbs.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

using std::chrono::milliseconds;

constexpr int streams_at_most = 5;  ///< without a word from one, before it is asked for instead
constexpr int answers_missing_at_most = 120;
constexpr milliseconds between_questions{500};

/// Nothing happens from here on, unless somebody does something: one that is ready waits to be committed.
auto is_over(const std::string& status) -> bool {
  return status == "completed" || status == "failed" || status == "cancelled" || status == "ready";
}

/// Trying again changes nothing.
auto is_final(const error& why) -> bool {
  return why.code == errc::not_found || why.code == errc::unauthorized || why.code == errc::forbidden ||
         why.code == no_waybill;
}

/// Sleeps unless the client is stopped meanwhile.
void rest(const client& api, milliseconds time) {
  constexpr milliseconds step{50};
  for (milliseconds slept{0}; slept < time && !api.stopped(); slept += step)
    std::this_thread::sleep_for(step);
}

auto fixed(double value, int digits) -> std::string {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

auto double_at(const json& object, std::string_view key, double otherwise) -> double {
  const auto& value = member_at(object, key);
  return value.is_number() ? value.get<double>() : otherwise;
}

/// True once the stream has said that it is finished.
auto watch_stream(client& api, const std::string& id, progress_display& display) -> result<bool> {
  std::string last_id;
  for (int silent = 0; silent < streams_at_most && !api.stopped();) {
    bool heard = false;
    bool finished = false;
    const auto followed = api.follow("/api/v1/imports/" + text::percent_encoded(id) + "/progress", last_id,
                                     [&](const stream_event& event) {
                                       heard = true;
                                       last_id = event.id;
                                       const auto seen = json::parse(event.data, nullptr, false);
                                       if (seen.is_object() && event.type != "idle") display.show(seen);
                                       finished =
                                           event.type == "finished" || text_at(seen, "status") == "ready";
                                       return !finished;
                                     });
    if (finished) return true;
    if (!followed && is_final(followed.why())) return followed.why();
    silent = heard ? 0 : silent + 1;
    rest(api, milliseconds{200} * (silent + 1));
  }
  return false;
}

auto ask_until_over(client& api, const std::string& id, progress_display& display) -> result<json> {
  error last{errc::unavailable, "Interrupted."};
  for (int missing = 0; missing < answers_missing_at_most && !api.stopped();) {
    auto import = api.get("/api/v1/imports/" + text::percent_encoded(id), "status");
    if (import) {
      missing = 0;
      display.show(*import);
      if (is_over(text_at(*import, "status"))) return import;
    } else {
      last = import.why();
      if (is_final(last)) return last;
      ++missing;
    }
    rest(api, between_questions);
  }
  return last;
}

}  // namespace

auto progress_line(const json& seen, bool with_bar) -> std::string {
  const auto& progress = member_at(seen, "progress");
  const auto status = printable(text_at(seen, "status"));
  // While the file is looked at, no record has an outcome: what counts is what was read. That comes in steps
  // of time, so it is for a terminal alone.
  const bool reads = text_at(progress, "phase") == "parse";
  const bool known = member_at(progress, "total").is_number() && (with_bar || !reads);
  const auto total = number_at(progress, "total");
  const auto done = number_at(progress, reads ? "read" : "processed");
  const auto percent = reads && total > 0 ? static_cast<double>(done) * 100.0 / static_cast<double>(total)
                                          : double_at(progress, "percent", 0);
  std::string line;
  if (with_bar) {
    constexpr int width = 24;
    const auto filled = static_cast<int>(percent / 100 * width);
    line += '[';
    for (int i = 0; i < width; ++i) line += i < filled ? '#' : '.';
    line += "] ";
  }
  line += status;
  if (!known) return line;
  line += ": " + grouped(done) + " of " + grouped(total) + (reads ? " read" : "") + " (" + fixed(percent, 1) +
          " %)";
  if (const auto rate = double_at(progress, "records_per_second", 0); rate > 0)
    line += ", " + grouped(static_cast<std::uint64_t>(rate)) + " records/s";
  if (const auto left = double_at(progress, "eta_seconds", -1); left >= 0)
    line += ", " + fixed(left, 1) + " s left";
  if (const auto failed = number_at(progress, "failed"); failed > 0)
    line += ", " + grouped(failed) + " failed";
  return line;
}

auto exit_status_of(const json& import) -> int {
  const auto status = text_at(import, "status");
  if (status == "ready") return exit_good;
  if (status != "completed") return exit_failed;
  return number_at(member_at(import, "progress"), "failed") > 0 ? exit_some_failed : exit_good;
}

progress_display::progress_display() : terminal_(isatty(STDERR_FILENO) != 0) {}

void progress_display::show(const json& seen) {
  const auto status = text_at(seen, "status");
  const auto tenth = static_cast<int>(double_at(member_at(seen, "progress"), "percent", 0) / 10);
  if (terminal_) {
    std::cerr << "\r\x1b[K" << progress_line(seen, true) << std::flush;
    open_line_ = true;
  } else if (status != status_ || tenth != tenth_) {
    std::cerr << progress_line(seen, false) << "\n" << std::flush;
  }
  status_ = status;
  tenth_ = tenth;
}

void progress_display::end() {
  if (open_line_) std::cerr << "\n" << std::flush;
  open_line_ = false;
}

auto follow_import(client& api, const std::string& id, progress_display& display) -> result<json> {
  const auto watched = watch_stream(api, id, display);
  auto import = watched ? ask_until_over(api, id, display) : result<json>(watched.why());
  display.end();
  return import;
}

}  // namespace waybill::cli
