// Puts segments into the index of a collection, and keeps them few: four of like size become one, up to a
// size from which they stay as they are until half of their documents are no last word any more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/search/segment_builder.hpp"
#include "projections/search/segment_merge.hpp"
#include "projections/store.hpp"

namespace waybill::search {

/// So many documents (of usual length: 128 bytes in the index), and a segment is not merged by its size.
inline constexpr std::uint32_t full_segment = 40'000;

/// For one collection and one set of changes. Rows are written at once, under numbers that nothing has; what
/// makes them count are the heads, which come with the changes. One thread.
class index_writer {
 public:
  /// Errors: corrupt, unavailable.
  static auto open(projection_store& store, std::string collection) -> result<index_writer>;

  /// Errors of all: corrupt, unavailable, storage_full.
  auto add(const segment_builder& documents) -> result<done>;
  /// Four of like size become one, as often as there are.
  auto merge_small(const is_kept& kept) -> result<done>;
  /// Looks at the full segment behind this number (behind the last one: at the first), and writes it anew
  /// where it has become half empty. Answers which one it was.
  auto clean_next(std::uint64_t behind, const is_kept& kept) -> result<std::uint64_t>;
  /// What of all this is to be visible.
  void finish(row_changes& changes) const;

 private:
  index_writer(projection_store& store, std::string collection)
      : store_(store), collection_(std::move(collection)) {}
  auto next_number() -> result<std::uint64_t>;
  auto put(std::uint64_t segment, std::uint32_t documents, const segment_rows& rows) -> result<done>;
  auto merge(const std::vector<segment_head>& these, const is_kept& kept) -> result<done>;
  [[nodiscard]] auto is_half_empty(const segment_head& head, const is_kept& kept) const -> result<bool>;

  projection_store& store_;
  std::string collection_;
  std::uint64_t last_number_ = 0;
  std::vector<segment_head> heads_;
  std::vector<std::uint64_t> added_, gone_;
};

}  // namespace waybill::search
