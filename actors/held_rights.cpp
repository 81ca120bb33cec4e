#include "actors/held_rights.hpp"

#include <algorithm>
#include <utility>

namespace waybill {

auto held_rights::add(opened what, std::function<void()> lost) -> std::shared_ptr<void> {
  const std::scoped_lock lock{mutex_};
  const auto at = holders_.insert(holders_.end(), {std::move(what), std::move(lost)});
  return {static_cast<void*>(&*at), [all = shared_from_this(), at](void*) {
            const std::scoped_lock last{all->mutex_};
            all->holders_.erase(at);
          }};
}

void held_rights::look(const judge& still) {
  const std::scoped_lock lock{mutex_};
  for (auto& one : holders_)
    if (one.lost && !still(one.what)) std::exchange(one.lost, nullptr)();
}

auto held_rights::any_by_session() const -> bool {
  const std::scoped_lock lock{mutex_};
  return std::ranges::any_of(holders_, [](const auto& one) { return one.lost && one.what.who.session; });
}

}  // namespace waybill
