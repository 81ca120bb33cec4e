#include "projections/bookmarks/change_reader.hpp"

#include "events/codec.hpp"

namespace waybill {
namespace {

auto unreadable(const record_place& at) -> error {
  return {errc::corrupt, "The event at position " + std::to_string(at.at) + " cannot be read."};
}

}  // namespace

auto change_reader::before(const record_place& at) -> result<record_place> {
  auto known = turn_to(at);
  if (!known) return known.why();
  record_place place{gone_.before_at, gone_.before_index};
  if (chunk_) {
    const auto& record = chunk_->what.records[at.index];
    place = {record.before_at, record.before_index};
  }
  if (place >= at) return unreadable(at);
  return place;
}

auto change_reader::change(const record_place& at) -> result<bookmark_change> {
  auto known = turn_to(at);
  if (!known) return known.why();
  bookmark_change change;
  change.at = at.at;
  change.time = event_.head.time;
  change.by = event_.head.by;
  change.what = "deleted";
  std::string_view before = gone_.before;
  std::string_view after;
  if (chunk_) {
    const auto& record = chunk_->what.records[at.index];
    change.what = name_of(record.what);
    change.import = chunk_->what.head.import;
    change.record = chunk_->what.head.first_record + at.index;
    before = record.before;
    after = record.after;
  }
  for (auto [bytes, into] : {std::pair{before, &change.before}, std::pair{after, &change.after}}) {
    if (bytes.empty()) continue;
    auto row = bookmarks::decode_row(bytes);
    if (!row) return row.why();
    *into = std::move(*row);
  }
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
  if (chunk_ && at.index >= chunk_->what.records.size()) return unreadable(at);
  return done{};
}

}  // namespace waybill
