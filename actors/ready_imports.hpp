// Imports that wait for their review, folded from the log once: whoever asks again reads what came since. A
// review has as many events as people changed rows of it, and each call asks for all of them. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "actors/import_actor.hpp"
#include "events/log/event_log.hpp"
#include "projections/store.hpp"

namespace waybill {

class ready_imports {
 public:
  /// So many are kept; those that nobody asked for longest go first.
  static constexpr std::size_t most_kept = 16;
  /// What people wrote into all that are kept has so many bytes at most. One that has more is folded each
  /// time.
  static constexpr std::size_t usual_bytes = 64 << 20;

  /// Both must outlive it.
  ready_imports(const event_log& log, const projection_store& rows, std::size_t most_bytes = usual_bytes)
      : log_(log), rows_(rows), most_bytes_(most_bytes) {}

  /// As `recover_import` (registry.hpp) says it, of any import; those that are ready are kept. Errors: its.
  auto recover(const import_id& id) -> result<recovered_import>;

 private:
  struct entry {
    std::mutex reading;  ///< held while events are folded into it
    recovered_import known;
    std::uint64_t used = 0;  ///< with the lock of all, as the next
    std::size_t bytes = 0;   ///< of what people wrote
  };
  auto entry_of(const import_id& id) -> std::shared_ptr<entry>;
  void drop(const import_id& id);
  /// It has so many bytes now: others may have to go.
  void keep_few(entry& mine, std::size_t bytes);
  void drop_oldest();  ///< with the lock of all

  const event_log& log_;
  const projection_store& rows_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<entry>> entries_;  ///< by import
  std::size_t most_bytes_;
  std::uint64_t uses_ = 0;
};

}  // namespace waybill
