#include "actors/log_check.hpp"

#include <algorithm>
#include <system_error>

#include "actors/background.hpp"
#include "backup/pace.hpp"
#include "events/log/verifier.hpp"
#include "projections/event_payload.hpp"

namespace waybill {

log_check::~log_check() {
  stopped_ = true;
  if (thread_.joinable()) thread_.join();
}

auto log_check::begin(position from) -> result<done> {
  const std::scoped_lock lock{mutex_};
  if (now_.running) return {errc::busy, "The log is being verified already."};
  if (from > log_.tail())
    return {errc::bad_value, "The log ends at position " + std::to_string(log_.tail()) + "."};
  if (thread_.joinable()) thread_.join();
  now_ = {true, true, std::max<position>(from, 1), 0, log_.tail(), {}, {}};
  try {
    thread_ = std::thread([this, from] { run(from); });
  } catch (const std::system_error&) {
    now_ = {};
    return {errc::unavailable, "The server has no thread to verify the log."};
  }
  return done{};
}

auto log_check::figures() const -> log_check_figures {
  const std::scoped_lock lock{mutex_};
  return now_;
}

void log_check::run(position from) {
  work_in_background();
  log_verifier all{log_, from, is_readable};
  backup::pace speed{bytes_per_s_, [this] { return stopped_.load(); }};
  std::uint64_t spent = 0;
  for (;;) {
    auto more = all.step();
    if (more && *more)
      if (auto may = speed.spend(all.report().bytes - spent); !may) more = std::move(may).why();
    spent = all.report().bytes;
    const std::scoped_lock lock{mutex_};
    now_.at = all.at();
    now_.end = all.end();
    now_.report = all.report();
    if (more && *more) continue;
    now_.running = false;
    if (!more) now_.why = more.why().message;
    return;
  }
}

}  // namespace waybill
