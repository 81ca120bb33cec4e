// Who wants to hear of imports that changed. Any thread.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "actors/engine.hpp"

namespace waybill {

class watcher_list : public std::enable_shared_from_this<watcher_list> {
 public:
  /// The watcher is called until the handle dies; after that it is not called any more.
  auto add(import_watcher watcher) -> std::shared_ptr<void>;
  void tell(const import_row& row);
  /// Records that got an outcome since the start.
  [[nodiscard]] auto records_applied() const -> std::uint64_t { return applied_.load(); }

 private:
  std::mutex mutex_;
  std::list<import_watcher> watchers_;
  std::unordered_map<import_id, std::uint64_t> seen_;  ///< processed so far, of imports that run
  std::atomic<std::uint64_t> applied_{0};
};

}  // namespace waybill
