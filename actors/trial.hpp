// Chunks of an import that were decided and not written to the log, one over the other: what would happen.
// They lie in a file without a name, which is gone with this. The store's thread adds to a trial while it is
// being made (one chunk at a time); then it is only read, by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/key_table.hpp"
#include "events/collection/chunk.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/collections/places.hpp"

namespace waybill {

struct decided_chunk;

class trial {
 public:
  /// Records of a trial stand at places from here on: the log never comes so far.
  static constexpr position first_place = position{1} << 48;
  static auto is_tried(const record_place& place) -> bool { return place.at >= first_place; }

  /// `folder` is where its file lies. `knows_identities`: records may be found by their first key.
  trial(std::string folder, bool knows_identities);
  ~trial();
  trial(const trial&) = delete;
  auto operator=(const trial&) -> trial& = delete;

  /// So many keys will come. Errors: storage_full, unavailable.
  auto expect(std::uint64_t keys) -> result<done> { return keys_.expect(keys); }
  /// Where the record with this key (scoped) stands, as far as the trial says. Errors: unavailable.
  auto find(const digest& key) const -> result<std::optional<place_row>>;
  /// The next chunk. Errors: storage_full, unavailable.
  auto add(const decided_chunk& chunk) -> result<done>;
  /// The chunk of that number, from 0. Errors: corrupt, unavailable.
  auto chunk(std::size_t number) const -> result<std::shared_ptr<const loaded_chunk>>;
  /// The chunk at a place of the trial.
  auto chunk_at(position at) const -> result<std::shared_ptr<const loaded_chunk>> {
    return chunk(static_cast<std::size_t>(at - first_place));
  }

  /// How many records the chunks hold.
  [[nodiscard]] auto records() const -> std::uint64_t { return records_; }
  [[nodiscard]] auto created() const -> std::uint64_t { return created_; }
  [[nodiscard]] auto chunks() const -> std::size_t { return chunks_.size(); }
  /// The first record of a chunk, from 1.
  [[nodiscard]] auto first_record(std::size_t chunk) const -> std::uint64_t { return chunks_[chunk].record; }
  /// Which chunk a record stands in. It has to stand in one.
  [[nodiscard]] auto chunk_of(std::uint64_t record) const -> std::size_t;

 private:
  struct stored {
    std::uint64_t at = 0;  ///< in the file
    std::uint64_t bytes = 0;
    std::uint64_t record = 0;  ///< the first one
    std::string_view tag;      ///< static storage
  };

  bool knows_identities_;
  int file_ = -1;
  std::uint64_t file_bytes_ = 0;
  std::vector<stored> chunks_;
  std::uint64_t records_ = 0;
  std::uint64_t created_ = 0;
  key_table keys_;
  mutable std::vector<std::pair<std::size_t, std::shared_ptr<const loaded_chunk>>> recent_;
};

}  // namespace waybill
