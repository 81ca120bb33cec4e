// Changes of the bookmarks' index rows that were folded and are not written yet.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "projections/bookmarks_model.hpp"

namespace waybill {

/// In the order they were folded; sorted, and only the last of each key, when they are written. One entry a
/// change serves both indexes, whose keys are put together only then: a large import waits with 100,000 of
/// them in memory. One thread.
class bookmark_changes {
 public:
  /// The owner's number in this list until it is written; to be asked for once an owner.
  auto add_owner(const digest& of) -> std::uint32_t;

  /// The record stands here now.
  void stands(std::uint32_t owner, const identity& id, instant created_at, const record_place& place) {
    add(standing, owner, id, created_at, place);
  }
  /// It no longer stands in the listing under this time.
  void unlisted(std::uint32_t owner, const identity& id, instant created_at) {
    add(not_listed, owner, id, created_at, {});
  }
  /// The event at `at` deleted it.
  void deleted(std::uint32_t owner, const identity& id, position at) { add(gone, owner, id, {}, {at, 0}); }

  [[nodiscard]] auto size() const -> std::size_t { return size_; }
  /// Writes the rows of both indexes, and empties the list.
  auto write(projection_store& store) -> result<done>;

  enum kind : std::uint32_t { standing, not_listed, gone };
  struct change {
    identity id;
    instant created_at;
    position at;
    std::uint32_t index;
    std::uint32_t owner : 30;
    kind what : 2;
  };
  static_assert(sizeof(change) == 56);
  [[nodiscard]] auto at(std::uint32_t i) const -> const change& {
    return (*blocks_[i / changes_a_block])[i % changes_a_block];
  }
  [[nodiscard]] auto owner_of(const change& one) const -> const digest& { return owners_[one.owner]; }
  /// The owners' places if they were sorted by their digests.
  [[nodiscard]] auto ranks() const -> std::vector<std::uint32_t>;

 private:
  // In blocks: a list that grows by doubling holds three times as much while it does.
  static constexpr std::size_t changes_a_block = 1024;
  static constexpr std::uint32_t most_owners = (1U << 30) - 1;  // far more than changes
  void clear();
  void add(kind what, std::uint32_t owner, const identity& id, instant created_at, const record_place& place);

  std::vector<digest> owners_;
  std::vector<std::unique_ptr<std::array<change, changes_a_block>>> blocks_;
  std::uint32_t size_ = 0;
};

}  // namespace waybill
