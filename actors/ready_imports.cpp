#include "actors/ready_imports.hpp"

#include <algorithm>

#include "actors/registry.hpp"

namespace waybill {

auto ready_imports::entry_of(const import_id& id) -> std::shared_ptr<entry> {
  const std::scoped_lock lock{mutex_};
  auto& mine = entries_[id.value];
  if (!mine) mine = std::make_shared<entry>();
  mine->used = ++uses_;
  const auto wanted = mine;
  while (entries_.size() > most_kept)
    entries_.erase(std::ranges::min_element(entries_, {}, [](const auto& one) { return one.second->used; }));
  return wanted;
}

void ready_imports::drop(const import_id& id) {
  const std::scoped_lock lock{mutex_};
  entries_.erase(id.value);
}

auto ready_imports::recover(const import_id& id) -> result<recovered_import> {
  const auto mine = entry_of(id);
  const std::scoped_lock reading{mine->reading};
  if (auto caught = catch_up(log_, rows_, id, mine->known); !caught) {
    drop(id);
    return std::move(caught).why();
  }
  if (mine->known.state.status != import_status::ready) drop(id);
  return mine->known;
}

}  // namespace waybill
