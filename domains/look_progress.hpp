// How far the look at a file is that comes before its records: written by who looks, read by who tells
// people.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace waybill {

/// What people are told. Rates are those of the walk through the file that is under way.
struct look_figures {
  std::optional<std::uint64_t> records;  ///< looked at so far; nothing: they are not counted yet
  std::optional<std::uint64_t> total;    ///< nothing: nobody knows yet
  double records_per_second = 0.0;
  std::optional<double> seconds_left;  ///< nothing: nobody can tell
};

/// Any thread.
class look_progress {
 public:
  using clock = std::chrono::steady_clock;

  /// A walk through the file's bytes begins.
  void walk_bytes(std::uint64_t of) { begin({of, false, false}); }
  /// A walk through its records begins; nothing: so many as there are.
  void walk_records(std::optional<std::uint64_t> of) { begin({of.value_or(0), true, of.has_value()}); }
  /// So many of the walk's bytes or records are done. `share`: how much of the walk that is, from 0 to 1, for
  /// who can tell that better than by counting; 0: nobody can.
  void went(std::uint64_t done, double share = 0.0) {
    const std::scoped_lock lock{mutex_};
    done_ = done;
    share_ = share;
    at_ = clock::now();
  }

  [[nodiscard]] auto figures() const -> look_figures {
    const std::scoped_lock lock{mutex_};
    look_figures now;
    const auto seconds = std::chrono::duration<double>(at_ - began_).count();
    const auto rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0.0;
    if (walk_.counts_records) {
      now.records = done_;
      now.records_per_second = rate;
      if (walk_.knows_end) now.total = walk_.of;
    }
    const bool knows_end = walk_.of > 0 && (walk_.knows_end || !walk_.counts_records);
    if (rate > 0 && knows_end && done_ <= walk_.of)
      now.seconds_left = static_cast<double>(walk_.of - done_) / rate;
    else if (!knows_end && share_ > 0 && share_ <= 1 && seconds > 0)
      now.seconds_left = seconds * (1 - share_) / share_;
    return now;
  }

 private:
  struct walk {
    std::uint64_t of = 0;
    bool counts_records = false;
    bool knows_end = false;
  };

  void begin(walk one) {
    const std::scoped_lock lock{mutex_};
    walk_ = one;
    done_ = 0;
    share_ = 0;
    began_ = at_ = clock::now();
  }

  mutable std::mutex mutex_;
  walk walk_;
  std::uint64_t done_ = 0;
  double share_ = 0;
  clock::time_point began_{};
  clock::time_point at_{};
};

}  // namespace waybill
