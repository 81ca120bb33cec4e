// Idempotency keys of changes of many records: who comes with one again gets the change that was begun with
// it. What was begun stands in the log, written together with the beginning (`bulk.keyed`): what a kill left
// without a beginning has no key either. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "actors/bulks.hpp"
#include "events/clock.hpp"
#include "projections/read_model.hpp"

namespace waybill {

class bulk_keys {
 public:
  /// One wish at a time has a key; let go when this goes.
  class hold {
   public:
    hold() = default;
    hold(bulk_keys& of, std::string name) : of_(&of), name_(std::move(name)) {}
    ~hold() {
      if (of_ != nullptr) of_->let_go(name_);
    }
    hold(hold&& other) noexcept : of_(std::exchange(other.of_, nullptr)), name_(std::move(other.name_)) {}
    hold(const hold&) = delete;
    auto operator=(const hold&) -> hold& = delete;
    auto operator=(hold&&) -> hold& = delete;

   private:
    bulk_keys* of_ = nullptr;
    std::string name_;
  };
  struct taken {
    hold held;
    std::optional<bulk_id> known;  ///< was begun with it before
  };

  /// `rows` and `shown` must outlive it.
  bulk_keys(const projection_store& rows, const projection_runner& shown, clock_ptr clock,
            std::chrono::hours kept)
      : rows_(rows), shown_(shown), clock_(std::move(clock)), kept_(kept) {}

  /// Waits while somebody else begins something with the same key. Errors: idempotency_mismatch (it came
  /// with another wish), too_many_requests (many wait for it), timeout, corrupt, unavailable.
  auto take(const user_id& by, const bulk_once& once) -> result<taken>;
  /// The log has something new: rows that do not show it yet say nothing.
  void wrote(position at);

 private:
  struct turn {
    bool taken = false;
    std::size_t waiting = 0;
  };
  auto await_turn(const std::string& name) -> result<hold>;
  auto find(const user_id& by, const bulk_once& once) -> result<std::optional<bulk_id>>;
  void let_go(const std::string& name);

  const projection_store& rows_;
  const projection_runner& shown_;
  clock_ptr clock_;
  std::chrono::hours kept_;
  std::mutex mutex_;
  std::condition_variable let_go_;
  std::map<std::string, turn> turns_;  ///< user/key
  position last_written_ = 0;
};

}  // namespace waybill
