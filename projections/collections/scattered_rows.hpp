// Reads rows that lie far apart, one here and one there: of a chunk that was read once it remembers where its
// rows lie, and reads one alone the next time. A chunk has 500 rows; reading it for each of them would be
// all the time that overwriting takes.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events/log/placed_bytes.hpp"
#include "projections/collections/collection_reader.hpp"

namespace waybill {

/// One thread at a time.
class scattered_rows {
 public:
  /// The places of 1,000,000 rows.
  static constexpr std::size_t usual_memory_bytes = 12 << 20;

  explicit scattered_rows(const event_log& log, std::size_t memory_bytes = usual_memory_bytes)
      : reader_(log, 4), most_bytes_(memory_bytes) {}

  /// Puts the row as it is since `place` into `row`, and answers what it has in common with the others of its
  /// chunk: good until the next call. Errors: corrupt (names the position), unavailable.
  auto read(const record_place& place, std::string& row) -> result<std::string_view>;

 private:
  struct row_piece {
    std::uint32_t from;  ///< in the payload
    std::uint32_t sum;   ///< CRC-32C: nobody else checks a part of a chunk
    std::uint16_t index;
    std::uint16_t bytes;
  };
  struct known_chunk {
    position at = 0;
    placed_bytes bytes;
    std::string common;
    std::vector<row_piece> rows;  ///< by their indexes
    [[nodiscard]] auto size() const -> std::size_t;
  };
  auto read_piece(const record_place& place, std::string& row) -> const known_chunk*;
  void remember(position at, const loaded_chunk& chunk, placed_bytes bytes);

  collection_reader reader_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::list<known_chunk> known_;  ///< newest use first
  std::unordered_map<position, std::list<known_chunk>::iterator> by_position_;
};

}  // namespace waybill
