// How the store knows what a re-import brings: a file that was imported before meets its records in the order
// of the chunks that hold them.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "domains/kind.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/store.hpp"

namespace waybill {

/// Follows the chunks of a few collections in log order, from where a record was found last. What a chunk
/// holds is the last word on a record if its bit in the read model says so and nothing that came later is
/// remembered: so whoever asks looks at what is remembered first. One read of a chunk answers for 500 records
/// what would be 500 questions to the index. One thread at a time.
class chunk_trails {
 public:
  /// A few records are cheaper to ask of the index than of other chunks, which have to be read as a whole.
  [[nodiscard]] static auto worth_following(std::size_t asked, const candidate_chunk& chunk) -> bool;

  struct answer {
    std::uint32_t key;  ///< index in the keys of the chunk that asks
    record_place place;
  };

  chunk_trails(const projection_store& index, collection_reader& reader) : index_(index), reader_(reader) {}

  /// Finds what it can of the keys `ask` (indexes into those of `chunk`), and takes them off that list.
  /// `owner` is the collection's digest.
  auto follow(const digest& owner, const candidate_chunk& chunk, std::vector<std::uint32_t>& ask)
      -> std::vector<answer>;
  /// The index found a record in the chunk at `at`, which `follow` did not find: there the trail may go on.
  void turn_to(const digest& owner, position at);

 private:
  struct trail {
    digest owner{};
    position at = 0;            ///< of the next chunk, or before it
    std::uint32_t in_vain = 0;  ///< times it led nowhere, one after the other
    std::uint32_t rests = 0;    ///< so many times it is not followed
  };
  auto trail_of(const digest& owner) -> trail*;
  auto follow(trail& on, const candidate_chunk& chunk, std::vector<std::uint32_t>& ask)
      -> std::vector<answer>;

  const projection_store& index_;
  collection_reader& reader_;
  std::deque<trail> trails_;  ///< newest use first
};

}  // namespace waybill
