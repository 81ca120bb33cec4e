// What has to wait until the read models show all that the log had when it was asked for. One thread.
#pragma once

#include <chrono>
#include <deque>
#include <functional>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

class row_waiting {
 public:
  using clock = std::chrono::steady_clock;
  using action = std::function<void(result<done>)>;

  /// Positions must not fall from one call to the next. `act` is told `unavailable` when `patience` is over.
  void add(position wanted, clock::time_point now, action act) {
    waiting_.push_back({wanted, now + patience, std::move(act)});
  }
  /// Does what need not wait any more, now that the rows show `shown`; with `stopping`, all of it is refused.
  void look(position shown, clock::time_point now, bool stopping) {
    while (!waiting_.empty()) {
      const bool ready = waiting_.front().wanted <= shown && !stopping;
      if (!ready && !stopping && waiting_.front().until > now) return;
      auto act = std::move(waiting_.front().act);
      waiting_.pop_front();
      act(ready ? result<done>{done{}}
                : result<done>{errc::unavailable,
                               "The list of imports is behind the log; try again in a moment."});
    }
  }
  [[nodiscard]] auto size() const -> std::size_t { return waiting_.size(); }

  static constexpr std::chrono::seconds patience{2};

 private:
  struct entry {
    position wanted = 0;
    clock::time_point until;
    action act;
  };
  std::deque<entry> waiting_;  ///< who came first wants the least
};

}  // namespace waybill
