// The heart of the store of collections, without the actor around it: which identities are known, what
// becomes of a chunk, and what to remember once the log has it. One thread at a time.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "actors/chunk_keys.hpp"
#include "actors/chunk_trails.hpp"
#include "actors/identity_memory.hpp"
#include "actors/trial.hpp"
#include "actors/usage_book.hpp"
#include "domains/kind.hpp"
#include "events/collection/events.hpp"
#include "events/log/event_log.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/collections/scattered_rows.hpp"
#include "projections/store.hpp"

namespace waybill {

/// What an import hands over with each chunk.
struct chunk_order {
  import_id import;
  acting who;
  std::string kind;
  position accepted_at = 0;  ///< of the import's first event: older places are not of this import
  std::shared_ptr<const record_decider> decider;
  std::shared_ptr<const candidate_chunk> chunk;
  std::shared_ptr<const candidate_chunk> next;  ///< what will follow if all goes well; null: not known
  /// Sent before the one in front of it was answered: must not be applied unless that one was.
  bool behind_another = false;
  std::uint64_t created_before = 0;  ///< by the import, as far as is known; of a chunk behind others less
  std::optional<error> given_up =
      std::nullopt;  ///< why all its records fail, without a look at what is there
};

/// A decided chunk on its way to the log.
struct decided_chunk {
  chunk_header head;
  std::string_view tag;  ///< of its event; static storage
  std::string payload;
  std::size_t payload_bytes = 0;  ///< also when the payload was handed on
  struct change {
    digest key;  ///< scoped
    std::uint32_t index;
    bool given_up = false;     ///< nobody has it any more
    bool is_identity = false;  ///< of its record
  };
  std::vector<change> changes;  ///< of keys, in the order of the records that made them
};

/// What a person's change of a record leads to.
struct decided_edit {
  std::string payload;  ///< empty: it says nothing new
  std::vector<decided_chunk::change> changes;
};

struct decided_deletion {
  std::string payload;
  std::vector<identity> further_keys;  ///< of the record, beside its identity
};

/// What a bulk change hands over with each chunk.
struct bulk_order {
  bulk_id bulk;
  acting who;
  std::string kind;
  bulk_verb verb = bulk_verb::change;
  position asked_at = 0;                       ///< where its first event stands
  std::uint64_t chunk = 1;                     ///< its number
  std::vector<identity> ids;                   ///< of the next records; of an undo: none
  position undoes = 0;                         ///< of an undo: where the chunk stands that is taken back
  std::shared_ptr<const row_changer> changer;  ///< null: none is asked
};

/// A chunk of a bulk change on its way to the log.
struct decided_bulk {
  bulk_header head;
  std::string_view tag;  ///< of its event; static storage
  std::string payload;
  std::size_t payload_bytes = 0;  ///< also when the payload was handed on
  struct change {
    digest key;  ///< scoped
    std::uint32_t index;
    bool deleted = false;
  };
  std::vector<change> changes;
};

/// The last chunk of an import that was applied.
struct last_chunk {
  chunk_header head;
  std::uint64_t created = 0;  ///< by the import until then
};

/// Of each import that was at work lately: thousands of other imports are remembered before one is forgotten.
class last_chunks {
 public:
  /// Null: not known. Valid until the next `put`.
  [[nodiscard]] auto find(const import_id& import) const -> const last_chunk* {
    for (const auto* among : {&newer_, &older_})
      if (const auto found = among->find(import); found != among->end()) return &found->second;
    return nullptr;
  }
  void put(const import_id& import, const last_chunk& last) {
    if (newer_.size() >= most) older_ = std::exchange(newer_, {});
    newer_[import] = last;
  }

 private:
  static constexpr std::size_t most = 10'000;
  std::unordered_map<import_id, last_chunk> newer_;
  std::unordered_map<import_id, last_chunk> older_;
};

class collection_store {
 public:
  /// In memory: at most 16 MiB, 520,000 identities, while the index keeps up.
  static constexpr std::size_t usual_generations = 4;

  /// It remembers `most_generations` (identity_memory.hpp), and waits for the index when it holds
  /// none of them.
  collection_store(const event_log& log, const projection_store& index, std::size_t filter_bytes,
                   std::size_t most_generations = usual_generations);

  /// Holds owners to their quota; without it nobody is. `book` must outlive the store.
  void keep_within(usage_book& book) { usage_ = &book; }

  /// Fills filter and memory: the index's rows, then the log's events behind `index_at`. Errors: corrupt,
  /// unavailable.
  auto recover(position index_at) -> result<done>;

  /// Decides a chunk, or as many of its first records as fit into one event (the header counts them). Changes
  /// nothing that later decisions see. Errors: corrupt, unavailable, wrong_version (a chunk that was applied
  /// before).
  auto decide(const chunk_order& order) -> result<decided_chunk>;
  /// The chunk that follows `order`'s, decided while that one (the last of `under_way`), and perhaps the one
  /// before it, is still being written. Nothing when one of them could change what becomes of it. Holds until
  /// something else happens to the collection.
  auto decide_next(const chunk_order& order, const std::deque<std::shared_ptr<decided_chunk>>& under_way)
      -> std::optional<decided_chunk>;
  /// Decides a chunk as if those of `over` were applied, and adds it to them. Changes nothing else. Errors:
  /// corrupt, unavailable, storage_full.
  auto try_out(const chunk_order& order, trial& over) -> result<decided_chunk>;
  /// Errors: wrong_version, when the chunk is not the one that follows its import's last, or might not be.
  [[nodiscard]] auto follows(const chunk_order& order) const -> result<done>;
  /// Errors: quota_exceeded, when the collection's owner may not keep what the chunk brings.
  [[nodiscard]] auto may_keep(const chunk_order& order, const decided_chunk& chunk) -> result<done>;
  /// The log has it, at `at`.
  void applied(const chunk_order& order, const decided_chunk& chunk, position at);

  /// The event that deletes a record. Errors: not_found, corrupt, unavailable.
  auto decide_deletion(std::string_view kind, const owner_id& owner, const identity& id)
      -> result<decided_deletion>;
  /// The log has it, at `at`.
  void deleted(std::string_view kind, const owner_id& owner, const identity& id, const decided_deletion& what,
               position at);

  /// The event that changes a record as `what` says, which is one record. Errors: not_found, bad_value,
  /// quota_exceeded, corrupt, unavailable.
  auto decide_edit(std::string_view kind, const owner_id& owner, const candidate_chunk& what,
                   const record_decider& decider) -> result<decided_edit>;
  /// The log has it, at `at`.
  void edited(const decided_edit& what, position at);

  /// The event of a bulk change's next chunk: of as many of its first records as fit into one (the header
  /// counts them). Errors: quota_exceeded, too_large (what is to become one record), corrupt, unavailable.
  auto decide_bulk(const bulk_order& order) -> result<decided_bulk>;
  /// The log has it, at `at`.
  void bulk_applied(const bulk_order& order, const decided_bulk& what, position at);

  void index_moved(position at) { recent_.index_holds(at); }
  /// Too much is remembered that the index does not have yet.
  [[nodiscard]] auto must_wait() const -> bool { return recent_.full(); }

 private:
  friend class bulk_decision;
  struct found_place {
    bool known = false;
    place_row place;
  };
  auto look_up(const digest& owner, const candidate_chunk& chunk, const std::vector<digest>& keys)
      -> result<std::vector<found_place>>;
  auto look_up_applied(const digest& owner, const candidate_chunk& chunk, const std::vector<digest>& keys)
      -> result<std::vector<found_place>>;
  /// `created`: so many records became new by the import before.
  auto decide_records(const chunk_order& order, const digest& owner, const candidate_chunk& chunk,
                      chunk_keys& keys, std::uint64_t created) -> result<decided_chunk>;
  [[nodiscard]] auto created_before(const chunk_order& order) const -> std::uint64_t;
  auto made_by(position at) -> result<import_id>;
  struct held_row {
    std::string_view row;
    std::string_view common;  ///< of the chunk it stands in
  };
  auto row_at(const record_place& place) -> result<held_row>;
  auto hold_common(std::string_view common) -> std::string_view;
  auto known_at(const chunk_order& order, const place_row& place) -> result<known_record>;
  /// `here`: what `chunk_keys::who` says; `rows`: of the chunk's records, as they are now.
  auto known_of(const chunk_order& order, std::uint32_t here, const candidate_chunk& chunk,
                const std::vector<std::string_view>& rows, const found_place& place) -> result<known_record>;
  /// Where a decider wants them for this record alone.
  auto fill_rows(const record_decider& decider, const candidate_chunk& chunk, const candidate_record& record,
                 std::vector<known_record>& known) -> result<done>;
  void let_rows_go() {
    held_.clear();
    held_common_.clear();
  }
  static void go_on_from(const found_place& place, decided_record& out);
  static auto nobody_since(position at) -> place_row { return {{at, 0}, false, true}; }
  /// The keys beside its identity of a record that was deleted.
  static auto further_keys_of(std::string_view kind, std::string_view row) -> std::vector<identity>;
  /// The record at `index` has its keys now, and gives up others.
  static void take_keys(const digest& owner, const candidate_chunk& chunk, std::uint32_t index,
                        const decided_record& out, chunk_keys& keys,
                        std::vector<decided_chunk::change>& changes);
  auto fill_filter() -> result<done>;
  auto recall(position from) -> result<done>;

  const event_log& log_;
  const projection_store& index_;
  identity_filter filter_;
  recent_identities recent_;
  collection_reader reader_;
  scattered_rows scattered_;
  chunk_trails trails_;
  std::deque<std::string> held_;                    ///< rows that are looked at while a chunk is decided
  std::deque<std::string> held_common_;             ///< what they have in common, a chunk each
  std::unordered_map<position, import_id> makers_;  ///< which import made a chunk; bounded
  last_chunks applied_;
  usage_book* usage_ = nullptr;
  const trial* trial_ = nullptr;  ///< over what is there, while one of its chunks is decided
};

}  // namespace waybill
