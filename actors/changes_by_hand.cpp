// The part of the store of collections that changes single records, because a person wants it.
#include <algorithm>

#include "actors/collection_store.hpp"
#include "events/codec.hpp"

namespace waybill {
namespace {

auto no_such_record() -> error { return {errc::not_found, "There is no such record.", {}}; }

auto payload_of_edit(const decided_record& from, digest_list keys) -> std::string {
  return encode(
      record_edited{keys, from.released, from.before_at, from.before_index, from.before, from.after});
}

}  // namespace

auto collection_store::decide_edit(std::string_view kind, const owner_id& owner, const candidate_chunk& what,
                                   const record_decider& decider) -> result<decided_edit> {
  const auto whose = collection_digest(kind, owner.value);
  std::vector<digest> keys;
  for (const auto& key : what.keys) keys.push_back(scoped(key, whose));
  const auto places = look_up(whose, what, keys);
  if (!places) return places.why();
  let_rows_go();
  std::vector<known_record> known;
  for (const auto& place : *places) {
    auto& one = known.emplace_back();
    if (!place.known || !place.place.taken()) continue;
    const auto row = row_at(place.place.at);
    if (!row) return row.why();
    one = {place.place.at, row->row, false, row->common};
  }
  if (known.empty() || !known.front()) return no_such_record();
  std::string scratch;
  decided_record out;
  decider.decide(what, what.records.front(), known, scratch, out);
  if (out.what == outcome::failed)
    return {errc_of(out.code).value_or(errc::bad_value),
            std::string(sentence_of(*kind_named(kind), out.code))};
  decided_edit decided;
  if (out.what != outcome::updated) return decided;
  const digest_list kept = out.keys.empty() ? what.keys_of(what.records.front()) : out.keys;
  for (const auto& key : out.released) decided.changes.push_back({scoped(key, whose), 0, true});
  for (const auto& key : kept) decided.changes.push_back({scoped(key, whose), 0});
  decided.payload = payload_of_edit(out, kept);
  let_rows_go();
  if (usage_ == nullptr) return decided;
  if (auto fine = usage_->admit(owner.value, {0, decided.payload.size(), 0}); !fine)
    return std::move(fine).why();
  return decided;
}

void collection_store::edited(const decided_edit& what, position at) {
  for (const auto& change : what.changes) {
    filter_.add(change.key);
    recent_.put(change.key, change.given_up ? nobody_since(at) : place_row{{at, change.index}});
  }
}

auto collection_store::decide_deletion(std::string_view kind, const owner_id& owner, const identity& id)
    -> result<decided_deletion> {
  const auto whose = collection_digest(kind, owner.value);
  candidate_chunk one;
  one.records.emplace_back();
  one.add_key(id);
  const auto found = look_up(whose, one, {scoped(id, whose)});
  if (!found) return found.why();
  const auto& place = found->front();
  if (!place.known || !place.place.taken()) return no_such_record();
  const auto row = row_at(place.place.at);
  if (!row) return row.why();
  decided_deletion decided;
  decided.further_keys = further_keys_of(kind, row->row);
  const auto& further = decided.further_keys;
  if (std::find(further.begin(), further.end(), id) != further.end()) return no_such_record();
  std::string scratch;
  const auto* of = kind_named(kind);
  const auto last = of == nullptr ? row->row : of->whole_row(row->row, row->common, scratch);
  decided.payload = encode(record_deleted{id, place.place.at.at, place.place.at.index, last});
  let_rows_go();
  return decided;
}

void collection_store::deleted(std::string_view kind, const owner_id& owner, const identity& id,
                               const decided_deletion& what, position at) {
  const auto whose = collection_digest(kind, owner.value);
  recent_.put(scoped(id, whose), {{at, 0}, true});
  for (const auto& key : what.further_keys) recent_.put(scoped(key, whose), nobody_since(at));
}

}  // namespace waybill
