// Where the projector's news of the index go. Shared, because the projector may outlast the engine's other
// parts.
#pragma once

#include <mutex>
#include <utility>

#include "actors/vocabulary.hpp"

namespace waybill {

/// Any thread.
class index_listener {
 public:
  /// Null: nobody hears any more.
  void set(store_actor store) {
    const std::scoped_lock lock{mutex_};
    store_ = std::move(store);
  }
  void advanced(position at) {
    const std::scoped_lock lock{mutex_};
    if (store_) caf::anon_send(store_, index_advanced{at});
  }

 private:
  std::mutex mutex_;
  store_actor store_;
};

}  // namespace waybill
