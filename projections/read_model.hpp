// A read model folds events into rows; a runner reads the log for it and writes rows and checkpoint together.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "projections/store.hpp"

namespace waybill {

/// One thread at a time.
class read_model {
 public:
  virtual ~read_model() = default;
  /// Takes one event. Events of other streams are passed over. Errors: corrupt (names the position),
  /// unavailable.
  virtual auto fold(const stored_event& event) -> result<done> = 0;
  /// Everything folded since the last call becomes rows; big things may be written at once, if writing them
  /// again later changes nothing (a crash between them and the checkpoint repeats them).
  virtual auto flush(projection_store& store, row_changes& changes) -> result<done> = 0;
  /// What was flushed last is visible now.
  virtual void shown() {}
  /// About how many rows wait for flush.
  [[nodiscard]] virtual auto waiting() const -> std::size_t = 0;
};

/// Makes fresh read models that have folded nothing since the checkpoint.
using read_model_factory = std::function<std::vector<std::unique_ptr<read_model>>()>;

/// Keeps some read models at one checkpoint. Any thread; who steps waits for who does it already.
class projection_runner {
 public:
  /// `name` is the checkpoint's. Errors: corrupt, when the checkpoint stands beyond the log's end.
  static auto open(std::string name, const event_log& log, projection_store& store, read_model_factory models)
      -> result<std::unique_ptr<projection_runner>>;

  /// Folds what the log has, at most about `most_bytes` of it, and flushes when `flush_rows` rows wait, or at
  /// the log's end if `flush_at_end`. Answers whether there is more to fold.
  auto step(std::size_t most_bytes, std::size_t flush_rows, bool flush_at_end) -> result<bool>;
  /// Folds and flushes to the log's end.
  auto catch_up() -> result<done>;
  /// Puts the rows of these families, which are all that its models write, in the place of one's own: those
  /// that `fresh` folded from the same log into `rows`. Both are at the same position then. Readers see all
  /// of it or nothing. Answers how many rows differed. Errors: those of stepping and writing; then all is as
  /// it was.
  auto exchange(projection_runner& fresh, const projection_store& rows, std::span<const family> families)
      -> result<std::uint64_t>;

  /// Removes the rows of these families, which are all that its models write, and has nothing folded then.
  /// Errors: those of reading and writing; then all is as it was.
  auto begin_again(std::span<const family> families) -> result<done>;

  /// The last step failed: nothing is shown until one goes well.
  [[nodiscard]] auto stuck() const -> bool { return stuck_; }
  /// What readers see: every event up to here.
  [[nodiscard]] auto at() const -> position;
  /// Waits until at() >= `wanted`, or the time is over; answers whether it is.
  auto wait_for(position wanted, std::chrono::milliseconds at_most) const -> bool;

 private:
  projection_runner(std::string name, const event_log& log, projection_store& store,
                    read_model_factory models, position at);
  auto step_alone(std::size_t most_bytes, std::size_t flush_rows, bool flush_at_end) -> result<bool>;
  auto reach(position wanted) -> result<done>;
  auto fold_some(std::size_t most_bytes, std::size_t flush_rows, bool flush_at_end) -> result<bool>;
  auto flush() -> result<done>;
  auto check_not_written() -> result<done>;
  void show(position at);

  std::string name_;
  const event_log& log_;
  projection_store& store_;
  read_model_factory make_models_;
  std::vector<std::unique_ptr<read_model>> models_;
  position folded_;
  position until_ = UINT64_MAX;  ///< nothing behind it is folded
  std::mutex stepping_;
  std::atomic<bool> stuck_{false};
  bool in_doubt_ = false;  ///< a step failed since the last flush

  mutable std::mutex mutex_;
  mutable std::condition_variable moved_;
  position visible_;
};

}  // namespace waybill
