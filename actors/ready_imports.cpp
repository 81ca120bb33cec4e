#include "actors/ready_imports.hpp"

#include <algorithm>

#include "actors/registry.hpp"

namespace waybill {
namespace {

auto bytes_of(const import_state& state) -> std::size_t {
  std::size_t bytes = 0;
  if (!state.changes) return bytes;
  for (const auto& [number, record] : state.changes->records) {
    bytes += sizeof record;
    for (const auto& cell : record.cells) bytes += sizeof cell + cell.text.size();
  }
  return bytes;
}

}  // namespace

auto ready_imports::entry_of(const import_id& id) -> std::shared_ptr<entry> {
  const std::scoped_lock lock{mutex_};
  auto& mine = entries_[id.value];
  if (!mine) mine = std::make_shared<entry>();
  mine->used = ++uses_;
  const auto wanted = mine;
  while (entries_.size() > most_kept) drop_oldest();
  return wanted;
}

void ready_imports::drop_oldest() {
  entries_.erase(std::ranges::min_element(entries_, {}, [](const auto& one) { return one.second->used; }));
}

void ready_imports::keep_few(entry& mine, std::size_t bytes) {
  const std::scoped_lock lock{mutex_};
  mine.bytes = bytes;
  const auto all = [this] {
    std::size_t sum = 0;
    for (const auto& [id, one] : entries_) sum += one->bytes;
    return sum;
  };
  while (all() > most_bytes_) drop_oldest();
}

void ready_imports::drop(const import_id& id) {
  const std::scoped_lock lock{mutex_};
  entries_.erase(id.value);
}

auto ready_imports::recover(const import_id& id) -> result<recovered_import> {
  const auto mine = entry_of(id);
  const std::scoped_lock reading{mine->reading};
  const auto before = mine->known.version;
  if (auto caught = catch_up(log_, rows_, id, mine->known); !caught) {
    drop(id);
    return std::move(caught).why();
  }
  const auto bytes = mine->known.version != before ? bytes_of(mine->known.state) : 0;
  if (mine->known.state.status != import_status::ready || bytes > most_bytes_)
    drop(id);
  else if (bytes > 0)
    keep_few(*mine, bytes);
  return mine->known;
}

}  // namespace waybill
