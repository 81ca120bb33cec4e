#include "actors/collection_store.hpp"

#include <algorithm>
#include <future>

#include "actors/chunk_overlay.hpp"
#include "domains/plan_file.hpp"
#include "events/codec.hpp"
#include "events/collection/chunk_writer.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

/// Rows before and after an overwrite may be far larger than the records that ask for it: a chunk that passes
/// this ends early.
constexpr std::size_t most_output_bytes = 8 << 20;
constexpr std::size_t makers_kept = 20'000, recall_bytes = 8 << 20;

/// Of what was never shown nothing can differ.
auto is_not_as_shown(const candidate_chunk& chunk, std::size_t index, outcome what) -> bool {
  return index < chunk.planned.size() && chunk.planned[index] != 0 &&
         chunk.planned[index] != planned_byte(what);
}

auto collection_of(const chunk_order& order) -> digest {
  return collection_digest(order.kind, order.who.owner.value);
}

}  // namespace

collection_store::collection_store(const event_log& log, const projection_store& index,
                                   std::size_t filter_bytes, std::size_t most_generations)
    : log_(log),
      index_(index),
      filter_(filter_bytes),
      recent_(most_generations),
      reader_(log, 4),
      scattered_(log),
      trails_(index, reader_) {}

auto collection_store::further_keys_of(std::string_view kind, std::string_view row) -> std::vector<identity> {
  std::vector<identity> keys;
  if (const auto* of = kind_named(kind)) of->further_keys(row, keys);
  return keys;
}

auto collection_store::recover(position index_at) -> result<done> {
  if (auto filled = fill_filter(); !filled) return filled;
  return recall(index_at + 1);
}

/// Of the index's rows, by two threads if there are two: this is what a start with many records waits for.
auto collection_store::fill_filter() -> result<done> {
  constexpr char upper_half = '\x80';
  const auto add = [this](std::string_view key) {
    digest known{};
    if (key.size() == known.size()) std::copy(key.begin(), key.end(), known.begin());
    filter_.add(known);
  };
  auto upper = std::async(std::launch::async | std::launch::deferred, [&] {
    return index_.scan(family::places, {}, {&upper_half, 1}, [&](std::string_view key, std::string_view) {
      add(key);
      return true;
    });
  });
  const auto lower = index_.scan(family::places, {}, {}, [&](std::string_view key, std::string_view) {
    const bool below = static_cast<unsigned char>(key.front()) < static_cast<unsigned char>(upper_half);
    if (below) add(key);
    return below;
  });
  const auto rest = upper.get();
  return lower ? rest : lower;
}

auto collection_store::recall(position from) -> result<done> {
  for (;;) {
    const auto events = log_.read_all(from, 1'000, recall_bytes);
    if (!events) return events.why();
    if (events->empty()) return done{};
    for (const auto& event : *events) {
      from = event.head.at + 1;
      collection_name name;
      if (!parse_collection_stream(event.head.stream, name)) continue;
      const auto owner = collection_digest(name.kind, name.owner);
      const auto remember = [&](const identity& id, const place_row& place) {
        const auto key = scoped(id, owner);
        filter_.add(key);
        recent_.put(key, place);
      };
      const position at = event.head.at;
      const auto chunk = load_chunk(event);
      if (!chunk) return chunk.why();
      if (*chunk) {
        const auto& records = (*chunk)->what.records;
        for (std::uint32_t i = 0; i < records.size(); ++i) {
          if (records[i].after.empty()) continue;
          for (const auto& key : records[i].released) remember(key, nobody_since(at));
          for (const auto& key : records[i].keys) remember(key, {{at, i}});
        }
        for (auto i = static_cast<std::uint32_t>(records.size()); const auto& one : (*chunk)->what.deleted)
          remember(one.id, {{at, i++}, true});
      } else if (record_deleted gone; read_deletion(event.head.tag, event.payload, gone)) {
        remember(gone.id, {{at, 0}, true});
        for (const auto& key : further_keys_of(name.kind, gone.before)) remember(key, nobody_since(at));
      }
    }
  }
}

auto collection_store::look_up(const digest& owner, const candidate_chunk& chunk,
                               const std::vector<digest>& keys) -> result<std::vector<found_place>> {
  auto found = look_up_applied(owner, chunk, keys);
  if (!found || trial_ == nullptr) return found;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto tried = trial_->find(keys[i]);
    if (!tried) return tried.why();
    if (*tried) (*found)[i] = {true, **tried};
  }
  return found;
}

auto collection_store::look_up_applied(const digest& owner, const candidate_chunk& chunk,
                                       const std::vector<digest>& keys) -> result<std::vector<found_place>> {
  std::vector<found_place> found(keys.size());
  std::vector<std::uint32_t> ask;
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    if (!filter_.maybe(keys[i])) continue;
    if (const auto place = recent_.find(keys[i]))
      found[i] = {true, *place};
    else
      ask.push_back(i);
  }
  const auto met = trails_.follow(owner, chunk, ask);
  for (const auto& [key, place] : met) found[key] = {true, {place}};
  if (ask.empty()) return found;
  const bool led_astray = chunk_trails::worth_following(ask.size(), chunk) && ask.size() > met.size();
  const auto last = ask.back();
  std::sort(ask.begin(), ask.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
  std::vector<std::string_view> wanted;
  wanted.reserve(ask.size());
  for (const auto i : ask) wanted.push_back(view_of(keys[i]));
  const auto rows = index_.get_many(family::places, wanted);
  if (!rows) return rows.why();
  for (std::size_t n = 0; n < ask.size(); ++n)
    if ((*rows)[n]) found[ask[n]] = {true, decode_place(*(*rows)[n])};
  if (led_astray && found[last].known) trails_.turn_to(owner, found[last].place.at.at);
  return found;
}

auto collection_store::made_by(position at) -> result<import_id> {
  if (const auto known = makers_.find(at); known != makers_.end()) return known->second;
  const auto event = log_.read_at(at);
  if (!event) return event.why();
  chunk_header head;
  if (is_chunk(event->head.tag) && !decode_chunk_header(event->payload, head))
    return {errc::corrupt, "The chunk at position " + std::to_string(at) + " cannot be read."};
  if (makers_.size() >= makers_kept) makers_.clear();
  return makers_[at] = head.import;
}

/// A copy: a chunk may touch as many others as it has records, and holding those would be the memory. What
/// the trail led to is at hand; everything else lies far apart.
auto collection_store::row_at(const record_place& place) -> result<held_row> {
  auto& row = held_.emplace_back();
  const bool tried = trial_ != nullptr && trial::is_tried(place);
  const auto chunk = tried ? trial_->chunk_at(place.at) : result{reader_.at_hand(place.at)};
  if (!chunk) return chunk.why();
  if (!*chunk) {
    const auto common = scattered_.read(place, row);
    return common ? held_row{row, hold_common(*common)} : result<held_row>{common.why()};
  }
  if (auto copied = copy_row((*chunk)->what, place, row); !copied) return copied.why();
  return held_row{row, hold_common((*chunk)->what.common)};
}

/// Rows of one chunk come one behind the other.
auto collection_store::hold_common(std::string_view common) -> std::string_view {
  if (held_common_.empty() || held_common_.back() != common) held_common_.emplace_back(common);
  return held_common_.back();
}

auto collection_store::known_at(const chunk_order& order, const place_row& place) -> result<known_record> {
  known_record known{place.at, {}, trial_ != nullptr && trial::is_tried(place.at), {}};
  if (order.decider->needs_rows()) {
    const auto row = row_at(place.at);
    if (!row) return row.why();
    known.row = row->row;
    known.common = row->common;
  }
  if (!known.of_this_import && place.at.at > order.accepted_at) {
    const auto maker = made_by(place.at.at);
    if (!maker) return maker.why();
    known.of_this_import = *maker == order.import;
  }
  return known;
}

auto collection_store::known_of(const chunk_order& order, std::uint32_t here, const candidate_chunk& chunk,
                                const std::vector<std::string_view>& rows, const found_place& place)
    -> result<known_record> {
  if (here == chunk_keys::given_up) return known_record{};
  if (here != chunk_keys::untouched) return known_record{{same_event, here}, rows[here], true, chunk.common};
  if (!place.known || !place.place.taken()) return known_record{};
  return known_at(order, place.place);
}

auto collection_store::follows(const chunk_order& order) const -> result<done> {
  const auto* last = applied_.find(order.import);
  if (last == nullptr && !order.behind_another) return done{};
  if (last == nullptr)
    return {errc::wrong_version,
            "The chunk in front of chunk " + std::to_string(order.chunk->number) + " was not applied."};
  const auto& head = last->head;
  if (head.chunk + 1 == order.chunk->number &&
      head.first_record + head.counts.processed() == order.chunk->first_record)
    return done{};
  return {errc::wrong_version, "Chunk " + std::to_string(order.chunk->number) + " from record " +
                                   std::to_string(order.chunk->first_record) + " does not follow chunk " +
                                   std::to_string(head.chunk) + "."};
}

namespace {

/// `last_line`: of its last record.
void finish(chunk_writer& writer, std::string_view common, std::uint64_t last_line, decided_chunk& decided) {
  if (!common.empty()) decided.head.last_line = last_line;
  decided.tag = writer.finish(decided.head, common, decided.payload);
  decided.payload_bytes = decided.payload.size();
}

auto brought_by(const chunk_order& order, const decided_chunk& chunk) -> usage_row {
  envelope head;
  head.stream = collection_stream(order.kind, order.who.owner);
  head.by = order.who.by.value;
  head.tag = chunk.tag;
  return {0, stored_event_bytes(head, chunk.payload_bytes),
          is_handled(chunk.tag) ? 0 : chunk.head.counts.created};
}

auto line_of(const candidate_chunk& chunk, std::uint32_t index) -> std::uint64_t {
  const auto line = chunk.records[index].line;
  return line != 0 ? line : chunk.first_record + index;
}

/// All its records fail. What their keys meet is not asked: that may be what failed. Why, the import's story
/// says.
auto give_up(const chunk_order& order) -> decided_chunk {
  const auto& chunk = *order.chunk;
  const auto* kind = kind_named(order.kind);
  decided_chunk decided;
  decided.head = {order.import, chunk.number, chunk.first_record, chunk.resume_offset, {}};
  chunk_writer writer{chunk.records.size()};
  decided_record out;
  for (std::uint32_t i = 0; i < chunk.records.size(); ++i) {
    const auto& record = chunk.records[i];
    out.clear();
    if (!record.fault.empty()) {
      fail(*kind, chunk, record, out);
    } else {
      out.what = outcome::failed;
      out.code = storage_failed;
      if (record.row.size > 0) kind->show(chunk.view(record.row), out.shown);
      for (const auto& text : std::span(chunk.shown).subspan(record.first_shown, record.own_shown))
        out.shown.push_back(chunk.view(text));
    }
    out.warnings = record.warnings;
    out.line = line_of(chunk, i);
    writer.add(out);
    decided.head.counts.count(out.what);
  }
  finish(writer, chunk.common, out.line, decided);
  return decided;
}

}  // namespace

auto collection_store::decide(const chunk_order& order) -> result<decided_chunk> {
  if (auto fine = follows(order); !fine) return std::move(fine).why();
  if (order.given_up) return give_up(order);
  const auto owner = collection_of(order);
  chunk_keys keys{owner, *order.chunk};
  return decide_records(order, owner, *order.chunk, keys, created_before(order));
}

auto collection_store::decide_next(const chunk_order& order,
                                   const std::deque<std::shared_ptr<decided_chunk>>& under_way)
    -> std::optional<decided_chunk> {
  const bool cut_short = under_way.back()->head.counts.processed() < order.chunk->records.size();
  if (!order.next || order.next->records.empty() || cut_short) return std::nullopt;
  std::vector<digest> changed;
  for (const auto& chunk : under_way)
    for (const auto& change : chunk->changes) changed.push_back(change.key);
  chunk_overlay overlay{changed.size()};
  for (std::uint32_t i = 0; i < changed.size(); ++i) overlay.at(changed[i], changed) = i;
  const auto owner = collection_of(order);
  chunk_keys keys{owner, *order.next};
  for (const auto& key : keys.all())
    if (overlay.at(key, changed) != chunk_overlay::none) return std::nullopt;
  auto created = created_before(order);
  for (const auto& chunk : under_way) created += chunk->head.counts.created;
  auto decided = decide_records(order, owner, *order.next, keys, created);
  if (!decided) return std::nullopt;  // whoever applies it decides again, and is told why
  return std::move(*decided);
}

auto collection_store::decide_records(const chunk_order& order, const digest& owner,
                                      const candidate_chunk& chunk, chunk_keys& keys, std::uint64_t created)
    -> result<decided_chunk> {
  const auto places = look_up(owner, chunk, keys.all());
  if (!places) return places.why();

  let_rows_go();
  decided_chunk decided;
  decided.head = {order.import, chunk.number, chunk.first_record, chunk.resume_offset, {}};
  chunk_writer writer{chunk.records.size()};
  decided_record out;
  std::vector<known_record> known;
  std::vector<std::string_view> rows(chunk.records.size());  // as they are now
  std::deque<std::string> scratch;  // does not move what it holds: rows point into it
  std::size_t output_bytes = 0;
  const auto* const kind = kind_named(order.kind);
  const auto plan_changed = kind == nullptr ? 0 : kind->warning_of_changed_plan();
  for (std::uint32_t i = 0; i < chunk.records.size() && output_bytes < most_output_bytes; ++i) {
    const auto& record = chunk.records[i];
    known.clear();
    for (auto key = record.first_key; key < record.first_key + record.own_keys; ++key) {
      const auto there = known_of(order, keys.who(key), chunk, rows, (*places)[key]);
      if (!there) return there.why();
      known.push_back(*there);
    }
    if (auto filled = fill_rows(*order.decider, chunk, record, known); !filled)
      return std::move(filled).why();
    out.clear();
    order.decider->decide_after(created + decided.head.counts.created, chunk, record, known,
                                scratch.emplace_back(), out);
    if (out.before_at == 0 && record.own_keys > 0) go_on_from((*places)[record.first_key], out);
    if (is_not_as_shown(chunk, i, out.what)) out.warnings |= plan_changed;
    out.line = line_of(chunk, i);
    const bool stands = !out.after.empty();
    if (stands && out.keys.empty()) out.keys = chunk.keys_of(record);
    writer.add(out);
    decided.head.counts.count(out.what);
    decided.head.resume_offset = record.end_offset;
    output_bytes += out.before.size() + out.after.size();
    if (!stands) continue;
    rows[i] = out.after;
    take_keys(owner, chunk, i, out, keys, decided.changes);
  }
  decided.payload.reserve(chunk.bytes.size() + chunk.common.size() + chunk.records.size() * 64 + 256);
  finish(writer, chunk.common, out.line, decided);
  let_rows_go();
  return decided;
}

/// It was deleted and comes again: its history goes on.
void collection_store::go_on_from(const found_place& place, decided_record& out) {
  if (!place.known || !place.place.deleted) return;
  out.before_at = place.place.at.at;
  out.before_index = place.place.at.index;
}

void collection_store::take_keys(const digest& owner, const candidate_chunk& chunk, std::uint32_t index,
                                 const decided_record& out, chunk_keys& keys,
                                 std::vector<decided_chunk::change>& changes) {
  const auto own = chunk.keys_of(chunk.records[index]);
  const auto first_key = chunk.records[index].first_key;
  for (const auto& key : out.released) {
    changes.push_back({scoped(key, owner), index, true});
    keys.stands(changes.back().key, chunk_keys::given_up);
  }
  for (std::uint32_t i = 0; i < out.keys.size(); ++i) {
    const bool of_chunk = out.keys.data() == own.data();
    changes.push_back(
        {of_chunk ? keys.all()[first_key + i] : scoped(out.keys[i], owner), index, false, i == 0});
    if (of_chunk)
      keys.stands(first_key + i, index);
    else
      keys.stands(changes.back().key, index);
  }
}

auto collection_store::may_keep(const chunk_order& order, const decided_chunk& chunk) -> result<done> {
  if (usage_ == nullptr) return done{};
  return usage_->admit(order.who.owner.value, brought_by(order, chunk));
}

void collection_store::applied(const chunk_order& order, const decided_chunk& chunk, position at) {
  if (usage_ != nullptr) usage_->wrote(order.who.owner.value, brought_by(order, chunk), at);
  for (const auto& change : chunk.changes) {
    filter_.add(change.key);
    recent_.put(change.key, change.given_up ? nobody_since(at) : place_row{{at, change.index}});
  }
  if (makers_.size() >= makers_kept) makers_.clear();
  makers_[at] = order.import;
  const auto before = created_before(order);
  applied_.put(order.import, {chunk.head, before + chunk.head.counts.created});
}

}  // namespace waybill
