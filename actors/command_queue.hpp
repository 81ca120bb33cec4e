// The commands that wait for their turn at one import: people's, who get an answer, and its own. One is
// carried out at a time. One thread.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/import/state.hpp"

namespace waybill {

/// `Asker` is who gets the answer: an actor's promise, or what a test likes.
template <class Asker>
class command_queue {
 public:
  struct command {
    import_command what;
    std::string by = "system";
    std::optional<Asker> asker;  ///< nobody: the command is the import's own
  };

  /// Somebody's, behind all others.
  void add(import_command what, std::string by, Asker asker) {
    waiting_.push_back({std::move(what), std::move(by), std::move(asker)});
  }
  /// The import's own, before all others: it follows from what just happened.
  void add_own(import_command what) { waiting_.push_front({std::move(what), "system", std::nullopt}); }

  /// The command whose turn it is, which is carried out from now on. Nothing: there is none, it has to wait,
  /// or one is carried out already.
  auto next() -> std::optional<command> {
    if (busy_) return std::nullopt;
    const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                    [this](const command& each) { return !own_wait_ || each.asker; });
    if (found == waiting_.end()) return std::nullopt;
    std::optional<command> taken = std::move(*found);
    waiting_.erase(found);
    busy_ = true;
    return taken;
  }
  /// The command that was carried out is settled.
  void settled() { busy_ = false; }
  [[nodiscard]] auto busy() const -> bool { return busy_; }

  /// One of the import's own that could not be written comes again, behind all others, after `own_may_go`.
  /// Until then none of its own goes, but people's do.
  void put_back(command own) {
    waiting_.push_back(std::move(own));
    own_wait_ = true;
  }
  void own_may_go() { own_wait_ = false; }
  [[nodiscard]] auto own_wait() const -> bool { return own_wait_; }

  /// Nobody waits. One may be carried out.
  [[nodiscard]] auto empty() const -> bool { return waiting_.empty(); }

  /// Nobody will carry them out any more. Who asked, the first one first.
  auto give_up() -> std::vector<Asker> {
    std::vector<Asker> askers;
    for (auto& each : waiting_)
      if (each.asker) askers.push_back(*std::move(each.asker));
    waiting_.clear();
    return askers;
  }

 private:
  std::deque<command> waiting_;
  bool busy_ = false;
  bool own_wait_ = false;
};

}  // namespace waybill
