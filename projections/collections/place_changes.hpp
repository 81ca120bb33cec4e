// Changes of places that were folded and are not written yet.
#pragma once

#include <cstdint>

#include "projections/collections/places.hpp"
#include "projections/sorted_rows.hpp"

namespace waybill {

/// A large import waits with 100,000 of them in memory. One thread.
class place_changes {
 public:
  /// The record with this scoped key stands here now.
  void stands(const digest& key, const record_place& place) {
    changes_.add({key, place.at, place.index, standing});
  }
  /// The event there deleted it, as its record of this index.
  void deleted(const digest& key, const record_place& place) {
    changes_.add({key, place.at, place.index, gone});
  }
  /// Nobody has the key any more.
  void given_up(const digest& key) { changes_.add({key, 0, 0, no_row}); }

  [[nodiscard]] auto size() const -> std::size_t { return changes_.size(); }
  /// Writes the rows, and empties the list.
  auto write(projection_store& store) -> result<done>;

  enum state : std::uint32_t { standing, gone, no_row };
  struct change {
    digest key;  ///< scoped
    position at;
    std::uint32_t index;
    state what;
  };
  static_assert(sizeof(change) == 48);

 private:
  change_list<change> changes_;
};

}  // namespace waybill
