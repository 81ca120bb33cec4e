// What a right opened and what outlasts the call: streams, uploads, downloads. It ends when the right does.
#pragma once

#include <algorithm>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

#include "actors/engine.hpp"

namespace waybill {

/// `Claim` says what is held, and by whom. Any thread.
template <class Claim>
class held : public std::enable_shared_from_this<held<Claim>> {
 public:
  using judge = std::function<bool(const Claim&)>;

  /// `lost` is called at most once, and never after the handle is gone. It may not block, nor call back.
  auto add(Claim what, std::function<void()> lost) -> std::shared_ptr<void> {
    const std::scoped_lock lock{mutex_};
    const auto at = holders_.insert(holders_.end(), {std::move(what), std::move(lost)});
    return {static_cast<void*>(&*at), [all = this->shared_from_this(), at](void*) {
              const std::scoped_lock last{all->mutex_};
              all->holders_.erase(at);
            }};
  }
  /// Tells each whose right `still` denies.
  void look(const judge& still) {
    const std::scoped_lock lock{mutex_};
    for (auto& one : holders_)
      if (one.lost && !still(one.what)) std::exchange(one.lost, nullptr)();
  }
  /// Is anything held of which `is` is true?
  [[nodiscard]] auto any(const judge& is) const -> bool {
    const std::scoped_lock lock{mutex_};
    return std::ranges::any_of(holders_, [&](const auto& one) { return one.lost && is(one.what); });
  }

 private:
  struct holder {
    Claim what;
    std::function<void()> lost;  ///< empty: it was told
  };
  mutable std::mutex mutex_;
  std::list<holder> holders_;
};

/// By token or session.
using held_rights = held<opened>;

}  // namespace waybill
