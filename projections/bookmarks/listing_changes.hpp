// Changes of the bookmarks' listing that were folded and are not written yet.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "projections/bookmarks/listing_model.hpp"
#include "projections/sorted_rows.hpp"

namespace waybill {

/// One thread.
class listing_changes {
 public:
  /// The bookmark stands here, under this time.
  void listed(const folded_collection& in, const identity& id, instant created_at,
              const record_place& place) {
    add(in, id, created_at, place);
  }
  /// It no longer stands under this time.
  void unlisted(const folded_collection& in, const identity& id, instant created_at) {
    add(in, id, created_at, {});
  }

  [[nodiscard]] auto size() const -> std::size_t { return changes_.size(); }
  /// Writes the rows, and empties the list.
  auto write(projection_store& store) -> result<done>;

  struct change {
    std::array<char, listing_id_size> id;
    instant created_at;
    position at;  ///< 0: not listed
    std::uint32_t index;
    std::uint32_t collection;  ///< its number
  };
  static_assert(sizeof(change) == 40);

 private:
  void add(const folded_collection& in, const identity& id, instant created_at, const record_place& place);

  change_list<change> changes_;
  std::vector<digest> collections_;  ///< by number
};

}  // namespace waybill
