#include "actors/seats.hpp"

#include <utility>

namespace waybill {

auto seats::want(const seat_wish& wish) -> bool {
  if (taken_.contains(wish.import)) return true;
  if (const auto waits = waits_.find(wish.import); waits != waits_.end()) {
    waits->second->number = wish.number;
    return false;
  }
  waits_[wish.import] = line_.insert(line_.end(), wish);
  ++waiting_of_[wish.owner.value];
  return false;
}

void seats::leave(const import_id& import) {
  taken_.erase(import);
  take_out(import);
}

auto seats::give() -> std::optional<seat_wish> {
  if (closed_ || taken_.size() >= count_ || line_.empty()) return std::nullopt;
  const auto next = line_.front();
  take_out(next.import);
  taken_.insert(next.import);
  return next;
}

auto seats::waiting_of(const user_id& owner) const -> std::size_t {
  const auto found = waiting_of_.find(owner.value);
  return found == waiting_of_.end() ? 0 : found->second;
}

void seats::take_out(const import_id& import) {
  const auto waits = waits_.find(import);
  if (waits == waits_.end()) return;
  if (const auto count = waiting_of_.find(waits->second->owner.value); --count->second == 0)
    waiting_of_.erase(count);
  line_.erase(waits->second);
  waits_.erase(waits);
}

}  // namespace waybill
