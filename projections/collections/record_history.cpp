#include "projections/collections/record_history.hpp"

#include <deque>

#include "projections/collections/places.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"
#include "projections/views.hpp"

namespace waybill {
namespace {

auto unreadable(const record_place& at) -> error {
  return {errc::corrupt, "The event at position " + std::to_string(at.at) + " cannot be read."};
}

auto foreign_cursor() -> error { return {errc::bad_value, "The cursor was not given out by this list."}; }

auto history_cursor(const identity& key, const record_place& shown) -> std::string {
  const auto place = encode_place({shown, false});
  return make_cursor(std::string(view_of(key)).append(place.data(), place.size()));
}

/// What was shown last; nothing before the first page.
auto place_in(const std::string& cursor, const identity& key) -> result<record_place> {
  if (cursor.empty()) return record_place{};
  const auto bytes = read_cursor(cursor, view_of(key));
  if (!bytes) return bytes.why();
  const auto place = decode_place(std::string_view(*bytes).substr(key.size())).at;
  if (place.at == 0) return foreign_cursor();
  return place;
}

/// Walks from the newest change back to the one that was `shown` already (0: to the first), and keeps the
/// places of those that follow it, oldest first, at most `most`.
auto oldest_places(change_reader& reader, record_place at, const record_place& shown, std::size_t most)
    -> result<std::deque<record_place>> {
  std::deque<record_place> places;
  while (at.at != 0 && at != shown) {
    places.push_front(at);
    if (places.size() > most) places.pop_back();
    auto before = reader.before(at);
    if (!before) return before.why();
    at = *before;
  }
  if (at.at != shown.at) return foreign_cursor();
  return places;
}

}  // namespace

auto change_reader::before(const record_place& at) -> result<record_place> {
  auto known = turn_to(at);
  if (!known) return known.why();
  record_place place;
  if (const auto* gone = deletion(at)) {
    place = {gone->before_at, gone->before_index};
  } else {
    const auto& record = chunk_->what.records[at.index];
    place = {record.before_at, record.before_index};
  }
  if (place >= at) return unreadable(at);
  return place;
}

auto change_reader::change(const record_place& at) -> result<record_change> {
  auto known = turn_to(at);
  if (!known) return known.why();
  record_change change;
  change.at = at.at;
  change.time = event_.head.time;
  change.by = event_.head.by;
  if (chunk_ && !chunk_->what.bulk.empty()) change.bulk = chunk_->what.bulk;
  if (const auto* gone = deletion(at)) {
    change.what = "deleted";
    change.before = gone->before;
    return change;
  }
  const auto& record = chunk_->what.records[at.index];
  change.what = name_of(record.what);
  const auto& head = chunk_->what.head;
  if (!head.import.empty()) {
    change.import = head.import;
    change.record = head.first_record + at.index;
  }
  change.before = record.before;
  change.after = record.after;
  change.common = chunk_->what.common;
  return change;
}

auto change_reader::turn_to(const record_place& at) -> result<done> {
  if (event_.head.at != at.at) {
    auto event = log_.read_at(at.at);
    if (!event) return event.why();
    auto chunk = load_chunk(*event);
    if (!chunk) return chunk.why();
    event_ = std::move(*event);
    chunk_ = std::move(*chunk);
    gone_ = {};
    if (!chunk_ && !read_deletion(event_.head.tag, event_.payload, gone_)) {
      event_ = {};
      return unreadable(at);
    }
  }
  if (chunk_ && at.index >= chunk_->what.records.size() + chunk_->what.deleted.size()) return unreadable(at);
  return done{};
}

auto change_reader::deletion(const record_place& at) const -> const record_deleted* {
  if (!chunk_) return &gone_;
  const auto& records = chunk_->what.records;
  return at.index < records.size() ? nullptr : &chunk_->what.deleted[at.index - records.size()];
}

auto read_history(const event_log& log, const identity& key, const record_place& last, std::size_t limit,
                  const std::string& cursor, const std::function<result<done>(const record_change&)>& take)
    -> result<std::string> {
  auto shown = place_in(cursor, key);
  if (!shown) return shown.why();
  change_reader reader{log};
  const auto places = oldest_places(reader, last, *shown, limit + 1);
  if (!places) return places.why();
  std::size_t taken = 0;
  std::size_t bytes = 0;
  for (const auto& at : *places) {
    const auto change = reader.change(at);
    if (!change) return change.why();
    bytes += sizeof(record_change) + change->before.size() + change->after.size();
    if (taken == limit || (taken > 0 && bytes > page_limit_bytes)) return history_cursor(key, *shown);
    if (auto fine = take(*change); !fine) return fine.why();
    ++taken;
    *shown = at;
  }
  return std::string{};
}

}  // namespace waybill
