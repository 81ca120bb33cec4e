// What a right opened and what outlasts the call: streams, uploads, downloads. It ends when the right does.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "actors/engine.hpp"

namespace waybill {

/// Any thread.
class held_rights : public std::enable_shared_from_this<held_rights> {
 public:
  using judge = std::function<bool(const opened&)>;

  /// `lost` is called at most once, and never after the handle is gone. It may not block, nor call back.
  auto add(opened what, std::function<void()> lost) -> std::shared_ptr<void>;
  /// Tells each whose right `still` denies.
  void look(const judge& still);
  /// Sessions end by time, too: is anything held by one?
  [[nodiscard]] auto any_by_session() const -> bool;

 private:
  struct holder {
    opened what;
    std::function<void()> lost;  ///< empty: it was told
  };
  mutable std::mutex mutex_;
  std::list<holder> holders_;
};

}  // namespace waybill
