#include "actors/plan_shelf.hpp"

#include <algorithm>

namespace waybill {
namespace {

auto holds(const plan_basis& made, plan_basis wanted, bool may_be_old) -> bool {
  if (may_be_old) wanted.collection = made.collection;
  return made == wanted;
}

auto too_many() -> error {
  error why{
      errc::too_many_requests, "Too many reviews are being worked out; please try again in a moment.", {}};
  why.retry_after_s = 1;
  return why;
}

}  // namespace

auto plan_shelf::entry_of(const import_id& id) -> std::shared_ptr<entry> {
  const std::scoped_lock lock{mutex_};
  auto& mine = entries_[id.value];
  if (!mine) mine = std::make_shared<entry>();
  mine->used = ++uses_;
  const auto wanted = mine;
  while (entries_.size() > most_kept)
    entries_.erase(std::ranges::min_element(entries_, {}, [](const auto& one) { return one.second->used; }));
  return wanted;
}

auto plan_shelf::get(const import_id& id, const plan_basis& basis, bool may_be_old, const maker& make)
    -> result<plan_ptr> {
  const auto mine = entry_of(id);
  const std::scoped_lock making{mine->making};
  if (mine->plan && holds(mine->basis, basis, may_be_old)) return mine->plan;
  {
    const std::scoped_lock lock{mutex_};
    if (makers_ >= most_makers) return too_many();
    ++makers_;
  }
  mine->plan = nullptr;
  auto made = make();
  {
    const std::scoped_lock lock{mutex_};
    --makers_;
  }
  if (!made) return made;
  mine->basis = basis;
  mine->plan = *made;
  return made;
}

void plan_shelf::drop(const import_id& id) {
  const std::scoped_lock lock{mutex_};
  entries_.erase(id.value);
}

}  // namespace waybill
