#include "events/collection/chunk.hpp"

#include <algorithm>
#include <string>

#include "events/codec.hpp"

namespace waybill {

/// Makes records of what is written. Answers false as soon as something cannot be.
class chunk_lifter {
 public:
  chunk_lifter(position at, chunk_applied& into) : at_(at), into_(into) {
    into.common = {};
    into.bulk = {};
    into.records.clear();
    into.deleted.clear();
    into.texts_.clear();
    into.faults_.clear();
    into.keys_.clear();
  }

  auto lift(const chunk_applied_v1& from) -> bool;
  auto lift(const chunk_applied_v2& from) -> bool;
  auto lift(const chunk_applied_v3& from) -> bool;
  auto lift(const chunk_handled_v1& from) -> bool;
  auto lift(const record_edited& from) -> bool;
  auto lift(const records_changed& from) -> bool;

 private:
  using columns = chunk_applied_v2;

  static auto word(const columns& from, std::uint32_t number, std::string_view& out) -> bool {
    if (number > from.words.size()) return false;
    out = number == 0 ? std::string_view{} : from.words[number - 1];
    return true;
  }
  /// As `before_event` counts events. False: an event that is not written yet.
  [[nodiscard]] auto place_of(std::uint64_t event, std::uint64_t index, std::uint32_t record,
                              record_place& out) const -> bool;

  auto reserve(const columns& from) -> bool;
  auto shape(const columns& from, const columns::shape& one, applied_record& out) -> bool;
  auto take_runs(const columns& from) -> bool;
  auto take_run(const columns::run& run, std::size_t& seen) -> bool;
  auto take_lines(const columns& from) -> bool;
  auto take_changes(const columns& from) -> bool;
  auto take_meets(const columns& from) -> bool;

  position at_;
  chunk_applied& into_;
  std::vector<applied_record> shapes_;
  std::vector<bool> meets_;             ///< by shape
  std::vector<std::uint32_t> meeting_;  ///< records that met one, in file order
  bool is_handled_ = false;
};

auto chunk_lifter::lift(const chunk_applied_v1& from) -> bool {
  into_.head = from.head;
  const auto count = from.records.size();
  into_.records.resize(count);
  into_.texts_.reserve(2 * count);
  into_.keys_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& old = from.records[i];
    auto& record = into_.records[i];
    record.what = old.what;
    record.warnings = old.warnings;
    record.line = from.head.first_record + i;
    record.code = old.code;
    record.message = old.message;
    if (!old.url.empty() || !old.title.empty()) {
      into_.texts_.push_back(old.url);
      into_.texts_.push_back(old.title);
      record.shown = {into_.texts_.data() + into_.texts_.size() - 2, 2};
    }
    if (old.id != identity{}) record.keys = {&into_.keys_.emplace_back(old.id), 1};
    record.before_at = old.before_at == same_event ? at_ : old.before_at;
    record.before_index = old.before_index;
    record.before = old.before;
    record.after = old.after;
  }
  return true;
}

auto chunk_lifter::lift(const chunk_applied_v2& from) -> bool {
  into_.head = from.head;
  return reserve(from) && take_runs(from) && take_lines(from) && take_changes(from) && take_meets(from);
}

/// Its last line is said twice: readers of the header alone need it too.
auto chunk_lifter::lift(const chunk_applied_v3& from) -> bool {
  if (!lift(static_cast<const chunk_applied_v2&>(from))) return false;
  into_.common = from.common;
  into_.head.last_line = from.last_line;
  return !from.common.empty() && !into_.records.empty() && from.last_line == into_.records.back().line;
}

/// What records did somewhere else has no earlier version here.
auto chunk_lifter::lift(const chunk_handled_v1& from) -> bool {
  is_handled_ = true;
  const auto is_bare = [](const columns::change& one) {
    return one.keys.empty() && one.released.empty() && one.before_event == 0 && one.before.empty();
  };
  return std::all_of(from.changes.begin(), from.changes.end(), is_bare) &&
         lift(static_cast<const chunk_applied_v3&>(from));
}

auto chunk_lifter::lift(const record_edited& from) -> bool {
  into_.head = {};
  into_.head.counts.count(outcome::updated);
  auto& record = into_.records.emplace_back();
  record.what = outcome::updated;
  record.keys = from.keys;
  record.released = from.released;
  record.before_at = from.before_at;
  record.before_index = from.before_index;
  record.before = from.before;
  record.after = from.after;
  return !from.keys.empty() && from.before_at > 0 && from.before_at < at_ &&
         from.before_index < most_chunk_records;
}

auto chunk_lifter::lift(const records_changed& from) -> bool {
  into_.head = {};
  into_.bulk = from.head.bulk;
  const auto was_before = [this](const auto& one) {
    return one.before_at > 0 && one.before_at < at_ && one.before_index < most_chunk_records;
  };
  std::uint64_t created = 0;
  for (const auto& one : from.records) {
    auto& record = into_.records.emplace_back();
    record.what = one.before.empty() ? outcome::created : outcome::updated;
    if (one.before.empty()) ++created;
    record.keys = one.keys;
    record.before_at = one.before_at;
    record.before_index = one.before_index;
    record.before = one.before;
    record.after = one.after;
    into_.head.counts.count(record.what);
    if (one.keys.empty() || one.after.empty() || !was_before(one)) return false;
  }
  into_.deleted = from.deleted;
  const auto all = from.records.size() + from.deleted.size();
  return all <= most_chunk_records && all == from.head.counts.changed && created == from.head.created &&
         from.deleted.size() == from.head.deleted &&
         std::all_of(from.deleted.begin(), from.deleted.end(), was_before);
}

auto chunk_lifter::place_of(std::uint64_t event, std::uint64_t index, std::uint32_t record,
                            record_place& out) const -> bool {
  out = {event == 1 ? at_ : event - 1, static_cast<std::uint32_t>(index)};
  return event > 0 && index < most_chunk_records && out < record_place{at_, record};
}

/// Spans point into these lists, so they must not grow. Every text and value takes a byte of the payload.
auto chunk_lifter::reserve(const columns& from) -> bool {
  std::size_t texts = 0;
  std::size_t values = 0;
  for (const auto& each : from.shapes) {
    texts += each.shown.size();
    values += each.values.size();
  }
  into_.texts_.reserve(texts);
  into_.faults_.reserve(values);
  shapes_.resize(from.shapes.size());
  meets_.resize(from.shapes.size());
  for (std::size_t i = 0; i < from.shapes.size(); ++i) {
    if (!shape(from, from.shapes[i], shapes_[i])) return false;
    meets_[i] = from.reasons[from.shapes[i].reason].meets;
  }
  return true;
}

auto chunk_lifter::shape(const columns& from, const columns::shape& one, applied_record& out) -> bool {
  if (one.reason >= from.reasons.size()) return false;
  const auto& why = from.reasons[one.reason];
  out.what = why.what;
  out.warnings = why.warnings;
  if (!word(from, why.code, out.code) || !word(from, why.message, out.message)) return false;
  if (why.meets && (why.what == outcome::created || why.what == outcome::updated)) return false;
  if (one.values.size() != why.faults.size()) return false;
  auto& faults = into_.faults_;
  const auto first_fault = faults.size();
  bool known = true;
  one.values.each([&](std::string_view value) {
    const auto& fault = why.faults[faults.size() - first_fault];
    auto& told = faults.emplace_back(record_fault{{}, {}, value});
    known = known && word(from, fault.code, told.code) && word(from, fault.field, told.field);
  });
  out.faults = std::span(faults).subspan(first_fault);
  auto& texts = into_.texts_;
  const auto first_text = texts.size();
  one.shown.each([&](std::string_view text) { texts.push_back(text); });
  out.shown = std::span(texts).subspan(first_text);
  return known;
}

auto chunk_lifter::take_runs(const columns& from) -> bool {
  std::uint64_t records = 0;
  for (const auto& run : from.runs) {
    records += run.records;
    if (run.records == 0 || records > most_chunk_records) return false;
  }
  into_.records.reserve(static_cast<std::size_t>(records));
  std::size_t seen = 0;
  for (const auto& run : from.runs)
    if (!take_run(run, seen)) return false;
  tally counts;
  for (const auto& record : into_.records) counts.count(record.what);
  return seen == from.shapes.size() && counts == from.head.counts;
}

/// `seen`: so many shapes were taken by records before it.
auto chunk_lifter::take_run(const columns::run& run, std::size_t& seen) -> bool {
  const bool fresh = run.shape == 0;
  if (fresh ? run.records > shapes_.size() - seen : run.shape > seen) return false;
  for (std::uint32_t n = 0; n < run.records; ++n) {
    const auto shape = fresh ? seen++ : run.shape - 1;
    if (meets_[shape]) meeting_.push_back(static_cast<std::uint32_t>(into_.records.size()));
    into_.records.push_back(shapes_[shape]);
  }
  return true;
}

auto chunk_lifter::take_lines(const columns& from) -> bool {
  auto line = from.first_line;
  for (auto& record : into_.records) record.line = line++;
  std::uint64_t at = 0;
  std::uint64_t more = 0;
  for (std::size_t i = 0; i < from.jumps.size(); ++i) {
    const auto& jump = from.jumps[i];
    at += jump.records;
    more += jump.lines;
    if (jump.records == 0 || jump.lines == 0 || at >= into_.records.size() || more < jump.lines) return false;
    const auto end = i + 1 < from.jumps.size()
                         ? std::min<std::uint64_t>(at + from.jumps[i + 1].records, into_.records.size())
                         : into_.records.size();
    for (auto n = at; n < end; ++n) into_.records[n].line += more;
  }
  return true;
}

auto chunk_lifter::take_changes(const columns& from) -> bool {
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < into_.records.size(); ++i) {
    auto& record = into_.records[i];
    if (record.what != outcome::created && record.what != outcome::updated) continue;
    if (next == from.changes.size()) return false;
    const auto& change = from.changes[next++];
    record.keys = change.keys;
    record.released = change.released;
    record.before = change.before;
    record.after = change.after;
    if (change.before_event == 0) {
      if (change.before_index != 0 || (record.what == outcome::updated && !is_handled_)) return false;
      continue;
    }
    record_place before;
    if (!place_of(change.before_event, change.before_index, i, before)) return false;
    record.before_at = before.at;
    record.before_index = before.index;
  }
  return next == from.changes.size();
}

auto chunk_lifter::take_meets(const columns& from) -> bool {
  std::uint64_t event = 0;
  std::uint64_t index = 0;
  std::size_t next = 0;
  for (const auto& meeting : from.meets) {
    event += static_cast<std::uint64_t>(meeting.event);
    index += static_cast<std::uint64_t>(meeting.index);
    const bool rises = meeting.records > 0;
    const auto count = rises ? static_cast<std::uint64_t>(meeting.records)
                             : ~static_cast<std::uint64_t>(meeting.records) + 1;
    if (count == 0 || count > meeting_.size() - next) return false;
    for (std::uint64_t n = 0; n < count; ++n) {
      if (rises && n > 0) ++index;
      auto& record = into_.records[meeting_[next]];
      record_place met;
      if (!place_of(event, index, meeting_[next++], met)) return false;
      record.before_at = met.at;
      record.before_index = met.index;
    }
  }
  return next == meeting_.size();
}

namespace {

template <class Written>
auto read_written(std::string_view payload, position at, chunk_applied& into) -> bool {
  Written written;
  return decode(payload, written) && chunk_lifter(at, into).lift(written);
}

}  // namespace

auto is_chunk(std::string_view tag) -> bool {
  return tag == chunk_applied_v2::tag || tag == chunk_applied_v3::tag || tag == chunk_applied_v1::tag ||
         is_handled(tag);
}

auto holds_records(std::string_view tag) -> bool {
  return is_chunk(tag) || tag == record_edited::tag || is_bulk(tag);
}

auto read_chunk(std::string_view tag, std::string_view payload, position at, chunk_applied& into)
    -> result<done> {
  const bool sound = (tag == chunk_applied_v2::tag && read_written<chunk_applied_v2>(payload, at, into)) ||
                     (tag == chunk_applied_v3::tag && read_written<chunk_applied_v3>(payload, at, into)) ||
                     (is_handled(tag) && read_written<chunk_handled_v1>(payload, at, into)) ||
                     (tag == chunk_applied_v1::tag && read_written<chunk_applied_v1>(payload, at, into)) ||
                     (tag == record_edited::tag && read_written<record_edited>(payload, at, into)) ||
                     (is_bulk(tag) && read_written<records_changed>(payload, at, into));
  if (sound) return done{};
  return {errc::corrupt, "The chunk at position " + std::to_string(at) + " cannot be read."};
}

}  // namespace waybill
