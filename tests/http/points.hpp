// What a test does when the server passes one of its named points (events/fault_point.hpp): so it acts
// exactly between two steps, and no clock decides.
#pragma once

#include <catch2/catch.hpp>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "tests/http/house.hpp"

namespace waybill::http_test {

/// For as long as it lives, `act` is asked at every point that is passed, by any thread; true: what follows
/// there has to fail. One at a time.
class at_points {
 public:
  explicit at_points(std::function<bool(std::string_view)> act);
  ~at_points();
  at_points(const at_points&) = delete;
  auto operator=(const at_points&) -> at_points& = delete;
};

/// Whoever passes that point stands there until it is opened.
class gate_at {
 public:
  explicit gate_at(std::string point)
      : point_(std::move(point)), at_([this](std::string_view passed) { return stand(passed); }) {}
  ~gate_at() { open(); }
  gate_at(const gate_at&) = delete;
  auto operator=(const gate_at&) -> gate_at& = delete;

  void await_somebody() {
    std::unique_lock lock{mutex_};
    REQUIRE(changed_.wait_for(lock, patience, [this] { return stands_; }));
  }
  void open() {
    const std::scoped_lock lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }

 private:
  auto stand(std::string_view passed) -> bool {
    if (passed != point_) return false;
    std::unique_lock lock{mutex_};
    stands_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    return false;
  }

  std::string point_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stands_ = false;
  bool open_ = false;
  at_points at_;  ///< last: from here on it is asked
};

}  // namespace waybill::http_test
