// The part of the store of collections that tries chunks out, and what deciding them asks of what was before.
#include "actors/collection_store.hpp"

namespace waybill {

auto collection_store::created_before(const chunk_order& order) const -> std::uint64_t {
  const auto* const last = applied_.find(order.import);
  return last == nullptr ? order.created_before : last->created;
}

auto collection_store::try_out(const chunk_order& order, trial& over) -> result<decided_chunk> {
  const auto owner = collection_digest(order.kind, order.who.owner.value);
  chunk_keys keys{owner, *order.chunk};
  trial_ = &over;
  auto decided = decide_records(order, owner, *order.chunk, keys, over.created());
  trial_ = nullptr;
  if (!decided) return decided;
  if (auto added = over.add(*decided); !added) return std::move(added).why();
  return decided;
}

auto collection_store::fill_rows(const record_decider& decider, const candidate_chunk& chunk,
                                 const candidate_record& record, std::vector<known_record>& known)
    -> result<done> {
  if (decider.needs_rows() || !decider.needs_rows_for(chunk, record, known)) return done{};
  for (auto& one : known) {
    if (!one || !one.row.empty()) continue;
    const auto row = row_at(one.at);
    if (!row) return row.why();
    one.row = row->row;
    one.common = row->common;
  }
  return done{};
}

}  // namespace waybill
