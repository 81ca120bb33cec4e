// What an actor tells about itself: its card. The actor writes, anybody reads. It is always on, so a message
// costs two looks at the clock and a few relaxed atomics, and no lock.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace caf {
class actor_system;
}

namespace waybill {

/// As read from a card at one time. The parts are read one after the other: they may be a message apart.
struct actor_figures {
  std::string name;           ///< what it is, and of which import: `import imp_...`
  bool own_thread = false;    ///< else it shares the pool's
  std::uint64_t mailbox = 0;  ///< messages that wait, with the one at work
  std::uint64_t mailbox_most = 0;
  std::uint64_t handled = 0;           ///< messages since it began
  std::chrono::nanoseconds busy{};     ///< at work since it began
  double busy_share = 0;               ///< of the last 10 to 20 seconds; 0 to 1
  std::chrono::nanoseconds at_work{};  ///< on the message that it is at; 0: it waits for one
  std::chrono::nanoseconds age{};
  std::uint64_t restarts = 0;  ///< how often an actor of this name began again after a fault or a kick
  std::string last_fault;      ///< of those before it; "": none is known
};

class actor_card {
 public:
  using time = std::chrono::steady_clock::time_point;

  actor_card(std::string name, bool own_thread, time now);

  /// A message came in. Any thread.
  void came() noexcept;
  /// Around each message, by the actor alone. `over`: it is dealt with, and does not wait on.
  void begins(time now) noexcept;
  void ends(time now, bool over) noexcept;
  [[nodiscard]] auto read(time now) const -> actor_figures;

 private:
  friend class actor_cards;
  [[nodiscard]] auto share_at(std::int64_t now, std::int64_t busy_now) const -> double;

  const std::string name_;
  const bool own_thread_;
  const std::int64_t since_;
  std::atomic<std::uint64_t> waiting_{0}, most_{0}, handled_{0};
  std::atomic<std::int64_t> busy_{0};      ///< of messages that are over
  std::atomic<std::int64_t> at_work_{0};   ///< since when; 0: not
  std::atomic<std::int64_t> window_at_;    ///< when the present window began
  std::atomic<std::int64_t> window_busy_;  ///< `busy_` at that time
  std::atomic<double> share_before_{0};    ///< of the window before
  std::uint64_t restarts_ = 0;             ///< these two: the list's, under its lock
  std::string last_fault_;
};

/// The cards of all actors of this process. Any thread.
class actor_cards {
 public:
  /// Beyond that many an actor has a card that is not listed.
  static constexpr std::size_t most_listed = 10'000;
  /// Names whose faults are remembered when the actor is gone; the oldest is forgotten first.
  static constexpr std::size_t most_faults = 256;

  static auto all() -> actor_cards&;

  auto open(const caf::actor_system& where, std::string name, bool own_thread) -> std::shared_ptr<actor_card>;
  /// The actor has ended, and its card goes. `fault`: why, when that was not in order; the next actor of that
  /// name tells of it.
  void close(const caf::actor_system& where, const actor_card& whose, const std::string& fault);
  /// In no order.
  [[nodiscard]] auto read(const caf::actor_system& where) const -> std::vector<actor_figures>;

 private:
  struct past {
    std::uint64_t faults = 0;
    std::string last;
    std::uint64_t order = 0;
  };
  using named = std::pair<const caf::actor_system*, std::string>;
  void remember(const named& who, const std::string& fault);

  mutable std::mutex mutex_;
  std::map<const actor_card*, std::pair<const caf::actor_system*, std::shared_ptr<const actor_card>>> cards_;
  std::map<named, past> pasts_;
  std::uint64_t order_ = 0;
};

/// What an actor that was spawned by `spawn.hpp` is, too.
class tells_about_itself {
 public:
  virtual ~tells_about_itself() = default;
  /// By the actor alone: why it is about to end.
  virtual void tell_fault(const std::string& what) = 0;
};

}  // namespace waybill
