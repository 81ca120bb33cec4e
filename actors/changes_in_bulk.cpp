// The part of the store of collections that works off bulk changes, chunk by chunk: what a person wants done
// to many records.
#include <deque>
#include <optional>

#include "actors/collection_store.hpp"
#include "events/codec.hpp"

namespace waybill {
namespace {

/// A chunk that passes this ends early, as one of an import.
constexpr std::size_t most_bulk_bytes = 8 << 20;

auto chunk_of_keys(const std::vector<identity>& ids) -> candidate_chunk {
  candidate_chunk chunk;
  for (const auto& id : ids) {
    chunk.records.emplace_back();
    chunk.add_key(id);
  }
  return chunk;
}

}  // namespace

/// Decides one chunk. What it holds is what its event points into.
class bulk_decision {
 public:
  bulk_decision(collection_store& store, const bulk_order& order)
      : store_(store), order_(order), whose_(collection_digest(order.kind, order.who.owner.value)) {
    event_.head.bulk = order.bulk;
    event_.head.chunk = order.chunk;
  }

  auto decide() -> result<decided_bulk> {
    auto went = order_.verb == bulk_verb::undo ? undo() : order_.verb == bulk_verb::merge ? merge() : each();
    if (!went) return std::move(went).why();
    return finish();
  }

 private:
  using found_place = collection_store::found_place;

  auto find(const std::vector<identity>& ids) -> result<std::vector<found_place>> {
    std::vector<digest> keys;
    keys.reserve(ids.size());
    for (const auto& id : ids) keys.push_back(scoped(id, whose_));
    return store_.look_up(whose_, chunk_of_keys(ids), keys);
  }

  auto each() -> result<done> {
    const auto places = find(order_.ids);
    if (!places) return places.why();
    for (std::size_t i = 0; i < order_.ids.size() && bytes_ < most_bulk_bytes; ++i) {
      const auto& place = (*places)[i];
      if (!place.known || !place.place.taken()) {
        ++counts().gone;
        continue;
      }
      const auto row = row_at(place.place.at);
      if (!row) return row.why();
      if (order_.verb == bulk_verb::remove)
        remove(order_.ids[i], place.place.at, *row);
      else
        change(order_.ids[i], place.place.at, *row);
    }
    return done{};
  }

  auto row_at(const record_place& at) -> result<std::string_view> {
    const auto held = store_.row_at(at);
    if (!held) return held.why();
    bytes_ += held->row.size();
    return held->row;
  }

  void change(const identity& id, const record_place& at, std::string_view row) {
    auto& after = made_.emplace_back();
    const auto step = order_.changer->change(row, after);
    if (step == row_step::changed) return stands(id, at, row, after);
    ++(step == row_step::unchanged ? counts().unchanged : counts().too_large);
    made_.pop_back();
  }

  void stands(const identity& id, const record_place& at, std::string_view before, std::string_view after) {
    const auto& key = keys_.emplace_back(id);
    event_.records.push_back({{&key, 1}, at.at, at.index, before, after});
    if (before.empty()) ++event_.head.created;
    bytes_ += after.size();
    ++counts().changed;
  }

  void remove(const identity& id, const record_place& at, std::string_view row) {
    event_.deleted.push_back({id, at.at, at.index, row});
    ++event_.head.deleted;
    ++counts().changed;
  }

  /// Of records that are not there any more nothing is taken over. One alone stays as it is.
  auto merge() -> result<done> {
    const auto places = find(order_.ids);
    if (!places) return places.why();
    std::vector<identified_row> rows;
    std::vector<record_place> there;
    for (std::size_t i = 0; i < order_.ids.size(); ++i) {
      const auto& place = (*places)[i];
      if (!place.known || !place.place.taken()) {
        ++counts().gone;
        continue;
      }
      const auto row = row_at(place.place.at);
      if (!row) return row.why();
      if (bytes_ >= most_bulk_bytes)
        return error{errc::too_large, "Together these records are too large.", {}};
      rows.push_back({order_.ids[i], *row});
      there.push_back(place.place.at);
    }
    if (rows.size() < 2) {
      counts().unchanged += rows.size();
      return done{};
    }
    auto& after = made_.emplace_back();
    const auto kept = order_.changer->merge(rows, after);
    if (!kept) return error{errc::too_large, "Together these records are too large.", {}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i != *kept)
        remove(rows[i].id, there[i], rows[i].row);
      else if (after == rows[i].row)
        ++counts().unchanged;
      else
        stands(rows[i].id, there[i], rows[i].row, after);
    }
    return done{};
  }

  /// Is the record as the chunk left it? Either it stands there, or something brought the very same row back.
  /// `row`: what it left of it, or took away.
  auto is_as_left(const found_place& now, const record_place& here, bool was_deleted, std::string_view row)
      -> result<bool> {
    if (!now.known || now.place.deleted != was_deleted) return false;
    if (now.place.at == here) return true;
    const auto there = was_deleted ? row_taken_away_at(now.place.at) : row_at(now.place.at);
    if (!there) return there.why();
    return *there == row;
  }

  /// The row that a deletion took away.
  auto row_taken_away_at(const record_place& at) -> result<std::string_view> {
    if (!deletion_ || deletion_->head.at != at.at) {
      auto event = store_.log_.read_at(at.at);
      if (!event) return std::move(event).why();
      deletion_ = *std::move(event);
      auto chunk = load_chunk(*deletion_);
      if (!chunk) return std::move(chunk).why();
      deleting_ = *std::move(chunk);
    }
    record_deleted one;
    if (!deleting_ && read_deletion(deletion_->head.tag, deletion_->payload, one)) return one.before;
    const auto kept = deleting_ ? deleting_->what.records.size() : 0;
    if (deleting_ && at.index >= kept && at.index - kept < deleting_->what.deleted.size())
      return deleting_->what.deleted[at.index - kept].before;
    return error{errc::corrupt, "No record was deleted at position " + std::to_string(at.at) + ".", {}};
  }

  /// What the chunk did, as long as its records are as it left them.
  auto undo() -> result<done> {
    const auto chunk = store_.reader_.chunk(order_.undoes);
    if (!chunk) return chunk.why();
    undone_ = *chunk;
    const auto& records = undone_->what.records;
    const auto& deleted = undone_->what.deleted;
    std::vector<identity> ids;
    for (const auto& one : records) ids.push_back(one.id());
    for (const auto& one : deleted) ids.push_back(one.id);
    const auto places = find(ids);
    if (!places) return places.why();
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      const record_place here{order_.undoes, i};
      const auto& now = (*places)[i];
      const bool was_deleted = i >= records.size();
      const auto row = was_deleted ? deleted[i - records.size()].before : records[i].after;
      const auto as_left = is_as_left(now, here, was_deleted, row);
      if (!as_left) return as_left.why();
      if (!*as_left)
        ++(now.known && now.place.taken() ? counts().changed_since : counts().gone);
      else if (was_deleted)
        stands(ids[i], now.place.at, {}, row);
      else if (records[i].before.empty())
        remove(ids[i], now.place.at, records[i].after);
      else
        stands(ids[i], now.place.at, records[i].after, records[i].before);
    }
    return done{};
  }

  auto finish() -> result<decided_bulk> {
    decided_bulk decided;
    decided.head = event_.head;
    decided.tag = order_.verb == bulk_verb::merge ? records_merged::tag : records_changed::tag;
    std::uint32_t index = 0;
    for (const auto& one : event_.records)
      decided.changes.push_back({scoped(one.keys.front(), whose_), index++, false});
    for (const auto& one : event_.deleted) decided.changes.push_back({scoped(one.id, whose_), index++, true});
    decided.payload.reserve(bytes_ + 128 * index + 128);
    encode(event_, decided.payload);
    decided.payload_bytes = decided.payload.size();
    return decided;
  }

  auto counts() -> bulk_tally& { return event_.head.counts; }

  collection_store& store_;
  const bulk_order& order_;
  digest whose_;
  records_changed event_;
  std::deque<identity> keys_;
  std::deque<std::string> made_;
  std::shared_ptr<const loaded_chunk> undone_;
  std::optional<stored_event> deletion_;          ///< the one that was looked at last
  std::shared_ptr<const loaded_chunk> deleting_;  ///< it, where it is a chunk
  std::size_t bytes_ = 0;
};

namespace {

auto brought_by(const bulk_order& order, const decided_bulk& chunk) -> usage_row {
  envelope head;
  head.stream = collection_stream(order.kind, order.who.owner);
  head.by = order.who.by.value;
  head.tag = chunk.tag;
  return {0, stored_event_bytes(head, chunk.payload_bytes), chunk.head.created};
}

}  // namespace

auto collection_store::decide_bulk(const bulk_order& order) -> result<decided_bulk> {
  let_rows_go();
  auto decided = bulk_decision{*this, order}.decide();
  let_rows_go();
  if (!decided || usage_ == nullptr || order.verb == bulk_verb::remove) return decided;
  // Who is at the limit can still delete.
  if (auto fine = usage_->admit(order.who.owner.value, brought_by(order, *decided)); !fine)
    return std::move(fine).why();
  return decided;
}

void collection_store::bulk_applied(const bulk_order& order, const decided_bulk& what, position at) {
  if (usage_ != nullptr) usage_->wrote(order.who.owner.value, brought_by(order, what), at);
  for (const auto& change : what.changes) {
    filter_.add(change.key);
    recent_.put(change.key, {{at, change.index}, change.deleted});
  }
}

}  // namespace waybill
