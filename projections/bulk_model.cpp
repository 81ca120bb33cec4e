#include "projections/bulk_model.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "events/bulk/ending.hpp"
#include "events/bulk/keyed.hpp"
#include "events/catalog.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};

constexpr std::string_view unfinished_prefix = "u/";

auto row_key(const bulk_id& id) -> std::string { return "r/" + id.value; }
auto list_prefix(const owner_id& owner, std::string_view kind) -> std::string {
  return "o/" + owner.value + "/" + std::string(kind) + "/";
}
auto unfinished_key(const bulk_id& id) -> std::string { return std::string(unfinished_prefix) + id.value; }
auto chunk_key(const bulk_id& id, std::uint64_t chunk) -> std::string {
  auto key = "c/" + id.value + "/";
  append_be(key, chunk, sizeof chunk);
  return key;
}

auto key_key(const user_id& by, const std::string& key) -> std::string { return "k/" + by.value + "/" + key; }

auto no_such_bulk() -> error { return {errc::not_found, "There is no such change of many records."}; }

class bulk_model final : public read_model {
 public:
  explicit bulk_model(projection_store& store) : store_(store) {}

  auto fold(const stored_event& event) -> result<done> override {
    if (event.head.stream.starts_with(bulk_stream_prefix)) return fold_story(event);
    if (is_bulk(event.head.tag)) return fold_chunk(event);
    return done{};
  }

  auto flush(projection_store&, row_changes& changes) -> result<done> override {
    for (const auto& [id, row] : dirty_) write_row(row, changes);
    for (auto& [key, at] : chunks_) changes.put(family::bulks, key, encode(at));
    for (const auto& [key, row] : keys_) changes.put(family::bulks, key, encode(row));
    dirty_.clear();
    chunks_.clear();
    keys_.clear();
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override {
    return dirty_.size() + chunks_.size() + keys_.size();
  }

 private:
  auto row_of(const bulk_id& id, position at) -> result<bulk_row*> {
    if (const auto found = dirty_.find(id.value); found != dirty_.end()) return &found->second;
    auto row = load_bulk(store_, id);
    if (!row && row.why().code == errc::not_found)
      return {errc::corrupt, "The event at position " + std::to_string(at) +
                                 " speaks of a change of many records that nobody asked for."};
    if (!row) return row.why();
    return &(dirty_[id.value] = std::move(*row));
  }

  auto fold_story(const stored_event& event) -> result<done> {
    const bulk_id id{event.head.stream.substr(bulk_stream_prefix.size())};
    if (event.head.tag == bulk_keyed::tag) return fold_key(id, event);
    const auto decoded = decode_event<bulk_event>(event.head.tag, event.payload);
    if (!decoded)
      return {errc::corrupt, "Position " + std::to_string(event.head.at) + ": " + decoded.why().message};
    if (const auto* asked = std::get_if<bulk_asked>(&*decoded)) {
      auto& fresh = dirty_[id.value];
      fresh.asked = *asked;
      fresh.by = {event.head.by};
      fresh.asked_at = event.head.at;
      fresh.began_at = event.head.time;
    }
    const auto row = stands_at(id, event);
    if (!row) return row.why();
    take(**row, *decoded, event.head.time);
    return ends_bulk(event.head.tag) && !(*row)->asked.undoes.empty() ? tell_undone(**row, event.head.at)
                                                                      : done{};
  }

  /// Of an undo that has ended: what it took back, and what of that which it undid can be taken back still.
  auto tell_undone(const bulk_row& undo, position at) -> result<done> {
    const auto found = row_of(undo.asked.undoes, at);
    if (!found) return found.why();
    auto& undone = **found;
    undone.is_being_undone = false;
    undone.taken_back += undo.counts.changed;
    if (undo.counts.changed == 0) undone.undone_by = undone.undone_before;
    if (undone.asked.undoes.empty()) return done{};
    // It was an undo itself: what it had taken back stands again.
    const auto first = row_of(undone.asked.undoes, at);
    if (!first) return first.why();
    (*first)->taken_back -= std::min((*first)->taken_back, undo.counts.changed);
    if ((*first)->taken_back == 0 && !(*first)->is_being_undone) (*first)->undone_by = {};
    return done{};
  }

  auto fold_key(const bulk_id& id, const stored_event& event) -> result<done> {
    bulk_keyed keyed;
    if (!decode(event.payload, keyed))
      return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
    keys_[key_key({event.head.by}, keyed.idempotency_key)] = {id, keyed.wish, event.head.time};
    auto row = stands_at(id, event);
    if (!row) return std::move(row).why();
    return done{};
  }

  auto stands_at(const bulk_id& id, const stored_event& event) -> result<bulk_row*> {
    auto row = row_of(id, event.head.at);
    if (!row) return row;
    (*row)->version = event.head.version;
    (*row)->changed_at = event.head.at;
    return row;
  }

  static void take(bulk_row& row, const bulk_event& event, instant time) {
    const auto ends = [&](bulk_status how) {
      row.status = how;
      row.finished_at = time;
    };
    std::visit(overloaded{
                   [](const bulk_asked&) {},
                   [](const bulk_selected&) {},
                   [&](const bulk_begun& e) {
                     row.status = bulk_status::running;
                     row.total = e.total;
                   },
                   [&](const bulk_completed&) { ends(bulk_status::completed); },
                   [&](const bulk_cancelled&) { ends(bulk_status::cancelled); },
                   [&](const bulk_failed& e) {
                     ends(bulk_status::failed);
                     row.code = e.code;
                     row.message = e.message;
                   },
                   [&](const bulk_undo_begun& e) {
                     row.undone_before = std::exchange(row.undone_by, e.undo);
                     row.is_being_undone = true;
                   },
               },
               event);
  }

  auto fold_chunk(const stored_event& event) -> result<done> {
    bulk_header head;
    if (!decode_bulk_header(event.payload, head))
      return {errc::corrupt, "The chunk at position " + std::to_string(event.head.at) + " cannot be read."};
    const auto row = row_of(head.bulk, event.head.at);
    if (!row) return row.why();
    (*row)->chunks = head.chunk;
    (*row)->counts += head.counts;
    (*row)->changed_at = event.head.at;
    chunks_[chunk_key(head.bulk, head.chunk)] = event.head.at;
    return done{};
  }

  static void write_row(const bulk_row& row, row_changes& changes) {
    const auto& id = row.asked.bulk;
    changes.put(family::bulks, row_key(id), encode(row));
    if (row.status != bulk_status::selecting)
      changes.put(family::bulks, list_prefix(row.asked.owner, row.asked.kind) + id.value, "");
    if (is_finished(row.status))
      changes.erase(family::bulks, unfinished_key(id));
    else
      changes.put(family::bulks, unfinished_key(id), "");
  }

  projection_store& store_;
  std::map<std::string, bulk_row> dirty_;
  std::map<std::string, position> chunks_;
  std::map<std::string, bulk_key_row> keys_;
};

}  // namespace

auto make_bulk_model(projection_store& store) -> std::unique_ptr<read_model> {
  return std::make_unique<bulk_model>(store);
}

auto load_bulk(const projection_store& store, const bulk_id& id) -> result<bulk_row> {
  const auto bytes = store.get(family::bulks, row_key(id));
  if (!bytes) return bytes.why();
  if (!*bytes) return no_such_bulk();
  bulk_row row;
  if (!decode(**bytes, row))
    return {errc::corrupt, "The row of change " + id.value + " is damaged; 'waybill rebuild' makes it anew."};
  return row;
}

auto bulk_of(const projection_store& store, const owner_id& owner, std::string_view kind, const bulk_id& id)
    -> result<bulk_row> {
  auto row = load_bulk(store, id);
  if (row && (row->asked.owner != owner || row->asked.kind != kind)) return no_such_bulk();
  return row;
}

auto list_bulks(const projection_store& store, const owner_id& owner, std::string_view kind,
                std::size_t limit, const std::string& cursor) -> result<page<bulk_row>> {
  const auto prefix = list_prefix(owner, kind);
  std::string before;
  if (!cursor.empty()) {
    auto key = read_cursor(cursor, prefix);
    if (!key) return key.why();
    before = std::move(*key);
  }
  std::vector<bulk_id> ids;
  const auto walked =
      store.scan_back(family::bulks, prefix, before, [&](std::string_view key, std::string_view) {
        ids.push_back({std::string(key.substr(prefix.size()))});
        return ids.size() <= limit;
      });
  if (!walked) return walked.why();
  page<bulk_row> found;
  for (std::size_t i = 0; i < std::min(limit, ids.size()); ++i) {
    auto row = load_bulk(store, ids[i]);
    if (!row) return row.why();
    found.items.push_back(std::move(*row));
  }
  if (ids.size() > limit) found.next_cursor = make_cursor(prefix + ids[limit - 1].value);
  return found;
}

auto unfinished_bulks(const projection_store& store) -> result<std::vector<bulk_id>> {
  std::vector<bulk_id> found;
  auto walked = store.scan(family::bulks, unfinished_prefix, {}, [&](std::string_view key, std::string_view) {
    found.push_back({std::string(key.substr(unfinished_prefix.size()))});
    return true;
  });
  if (!walked) return std::move(walked).why();
  return found;
}

auto bulk_chunk_at(const projection_store& store, const bulk_id& id, std::uint64_t chunk)
    -> result<position> {
  const auto bytes = store.get(family::bulks, chunk_key(id, chunk));
  if (!bytes) return bytes.why();
  position at = 0;
  if (!*bytes || !decode(**bytes, at))
    return {errc::corrupt, "Chunk " + std::to_string(chunk) + " of change " + id.value +
                               " is not in its list; 'waybill rebuild' makes it anew."};
  return at;
}

auto bulk_with_key(const projection_store& store, const user_id& by, const std::string& key)
    -> result<std::optional<bulk_key_row>> {
  const auto bytes = store.get(family::bulks, key_key(by, key));
  if (!bytes) return bytes.why();
  if (!*bytes) return std::optional<bulk_key_row>{};
  bulk_key_row row;
  if (!decode(**bytes, row))
    return {errc::corrupt, "The row of an Idempotency-Key is damaged; 'waybill rebuild' makes it anew."};
  return std::optional{std::move(row)};
}

}  // namespace waybill
