#include "actors/watchers.hpp"

namespace waybill {

auto watcher_list::add(import_watcher watcher) -> std::shared_ptr<void> {
  const std::scoped_lock lock{mutex_};
  const auto at = watchers_.insert(watchers_.end(), std::move(watcher));
  return {static_cast<void*>(&*at), [list = shared_from_this(), at](void*) {
            const std::scoped_lock last{list->mutex_};
            list->watchers_.erase(at);
          }};
}

void watcher_list::tell(const import_row& row) {
  const std::scoped_lock lock{mutex_};
  const auto processed = row.progress.counts.processed();
  auto& seen = seen_.try_emplace(row.id, row.status == import_status::pending ? 0 : processed).first->second;
  applied_ += processed - std::min(seen, processed);
  seen = processed;
  if (is_finished(row.status)) seen_.erase(row.id);
  for (const auto& watcher : watchers_) watcher(row);
}

}  // namespace waybill
