// Verifies a log piece by piece, for who has other things to do meanwhile.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>

#include "events/log/event_log.hpp"

namespace waybill {

/// One thread. Memory: one entry a stream.
class log_verifier {
 public:
  /// What else has to hold of an event; its error is a fault.
  using further_check = std::function<result<done>(const stored_event&)>;

  /// From `from` to where the log ends now; what is appended meanwhile is left for the next time. Of a stream
  /// that began before, the event before the first one is taken as it is. `log` must outlive it.
  explicit log_verifier(const event_log& log, position from = 1, further_check further = {});

  /// Some more events. False: it is through, and `report` is whole. Errors: unavailable, when the log cannot
  /// be read at all.
  auto step() -> result<bool>;
  /// How far it is.
  [[nodiscard]] auto at() const -> position { return next_ - 1; }
  [[nodiscard]] auto end() const -> position { return tail_; }
  [[nodiscard]] auto report() const -> const log_report& { return report_; }

 private:
  struct seen_stream {
    std::uint64_t version = 0;
    position at = 0;
    digest seal{};
  };

  auto check_page(const std::vector<stored_event>& page) -> position;
  auto pass_fault(position from) -> position;
  void check(const stored_event& event);
  auto stream_before(const envelope& head) -> seen_stream&;
  void check_heads();
  void note(position at, std::string stream, std::string what);

  const event_log& log_;
  position from_, next_;
  position tail_;
  position expected_;
  further_check further_;
  bool through_ = false;
  bool lost_ = false;  ///< at least one event could not be read
  log_report report_;
  std::unordered_map<std::string, seen_stream> streams_;
};

}  // namespace waybill
