#include "events/collection/chunk_writer.hpp"

#include <algorithm>
#include <functional>
#include <type_traits>
#include <utility>

namespace waybill {
namespace {

/// As `before_event` counts events.
auto event_number(position at) -> std::uint64_t { return at == same_event ? 1 : at == 0 ? 0 : at + 1; }

}  // namespace

void decided_record::clear() {
  auto texts = std::move(shown);
  auto wrong = std::move(faults);
  *this = {};
  texts.clear();
  wrong.clear();
  shown = std::move(texts);
  faults = std::move(wrong);
}

auto text_numbers::at(std::uint32_t number) const -> std::string_view {
  const auto begin = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(arena_).substr(begin, ends_[number] - begin);
}

void text_numbers::grow() {
  constexpr std::size_t first_slots = 64;
  slots_.assign(std::max(first_slots, slots_.size() * 4), 0);
  for (std::uint32_t number = 0; number < size(); ++number) {
    auto slot = std::hash<std::string_view>{}(at(number)) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = number + 1;
  }
}

auto text_numbers::number_of(std::string_view text) -> std::pair<std::uint32_t, bool> {
  if (!ends_.empty() && at(size() - 1) == text) return {size() - 1, false};
  if (slots_.size() < 2 * (ends_.size() + 1)) grow();
  auto slot = std::hash<std::string_view>{}(text) & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    if (at(slots_[slot] - 1) == text) return {slots_[slot] - 1, false};
    slot = (slot + 1) & (slots_.size() - 1);
  }
  arena_ += text;
  ends_.push_back(arena_.size());
  slots_[slot] = size();
  return {size() - 1, true};
}

void chunk_writer::add(const decided_record& record) {
  const bool changes = record.what == outcome::created || record.what == outcome::updated;
  const bool meets = !changes && record.before_at != 0;
  const auto known = shapes_.size();
  const auto shape = shape_of(record, reason_of(record, meets));
  add_line(record.line);
  add_run(shape, shape == known);
  if (changes) add_change(record);
  if (meets) add_meeting(event_number(record.before_at), record.before_index);
  ++records_;
}

auto chunk_writer::word(std::string_view text) -> std::uint32_t {
  return text.empty() ? 0 : words_.number_of(text).first + 1;
}

/// Most records end as the one before did.
auto chunk_writer::has_last_reason(const decided_record& record, bool meets) const -> bool {
  if (columns_.reasons.empty() || !record.faults.empty()) return false;
  const auto& last = columns_.reasons[last_reason_];
  const auto says = [this](std::uint32_t word, std::string_view text) {
    return word == 0 ? text.empty() : words_.at(word - 1) == text;
  };
  return last.what == record.what && last.warnings == record.warnings && last.meets == meets &&
         last.faults.empty() && says(last.code, record.code) && says(last.message, record.message);
}

auto chunk_writer::reason_of(const decided_record& record, bool meets) -> std::uint32_t {
  if (has_last_reason(record, meets)) return last_reason_;
  columns::reason made{record.what, word(record.code), word(record.message), record.warnings, meets, {}};
  for (const auto& fault : record.faults) made.faults.push_back({word(fault.code), word(fault.field)});
  scratch_.clear();
  encode(made, scratch_);
  const auto [number, fresh] = reasons_.number_of(scratch_);
  if (fresh) columns_.reasons.push_back(std::move(made));
  return last_reason_ = number;
}

auto chunk_writer::shape_of(const decided_record& record, std::uint32_t reason) -> std::uint32_t {
  auto texts = record.shown.size();
  while (texts > 0 && record.shown[texts - 1].empty()) --texts;
  const bool plain = texts == 0 && record.faults.empty();
  if (plain && last_plain_reason_ == reason) return last_plain_shape_;
  scratch_.clear();
  byte_writer to{scratch_};
  to.varint(reason);
  to.varint(record.faults.size());
  for (const auto& fault : record.faults) to.text(fault.value);
  to.varint(texts);
  for (std::size_t i = 0; i < texts; ++i) to.text(record.shown[i]);
  const auto number = shapes_.number_of(scratch_).first;
  if (plain) {
    last_plain_reason_ = reason;
    last_plain_shape_ = number;
  }
  return number;
}

/// Lines rise: readers of the log refuse others.
void chunk_writer::add_line(std::uint64_t line) {
  if (records_ > 0) line = std::max(line, last_line_ + 1);
  if (records_ == 0) {
    columns_.first_line = line;
  } else if (line > last_line_ + 1) {
    columns_.jumps.push_back({records_ - last_jump_, line - last_line_ - 1});
    last_jump_ = records_;
  }
  last_line_ = line;
}

void chunk_writer::add_run(std::uint32_t shape, bool fresh) {
  const auto named = fresh ? 0 : shape + 1;
  if (!columns_.runs.empty() && columns_.runs.back().shape == named)
    ++columns_.runs.back().records;
  else
    columns_.runs.push_back({named, 1});
}

void chunk_writer::add_change(const decided_record& record) {
  columns_.changes.push_back({record.keys, record.released, event_number(record.before_at),
                              record.before_index, record.before, record.after});
}

/// Records came to something, and none can be found again.
auto chunk_writer::keeps_nothing() const -> bool {
  const auto& changes = columns_.changes;
  return !changes.empty() &&
         std::all_of(changes.begin(), changes.end(), [](const auto& one) { return one.keys.empty(); });
}

void chunk_writer::add_meeting(std::uint64_t event, std::uint32_t index) {
  auto& meets = columns_.meets;
  const auto above = static_cast<std::int64_t>(index - met_index_);
  const bool goes_on = !meets.empty() && event == met_event_;
  if (goes_on && above == 0 && (meets.back().records < 0 || meets.back().records == 1)) {
    // The first of a run of two or more decides which way it goes.
    meets.back().records = meets.back().records == 1 ? -2 : meets.back().records - 1;
  } else if (goes_on && above == 1 && meets.back().records > 0) {
    ++meets.back().records;
  } else {
    meets.push_back({static_cast<std::int64_t>(event - met_event_), above, 1});
  }
  met_event_ = event;
  met_index_ = index;
}

auto chunk_writer::finish(const chunk_header& head, std::string_view common, std::string& out)
    -> std::string_view {
  columns_.head = head;
  columns_.last_line = last_line_;
  columns_.common = common;
  for (std::uint32_t i = 0; i < words_.size(); ++i) columns_.words.push_back(words_.at(i));
  byte_writer to{out};
  auto visit = [&](std::string_view, const auto& field, std::string_view) {
    if constexpr (std::is_same_v<decltype(field), const std::vector<columns::shape>&>) {
      to.varint(shapes_.size());
      to.raw(shapes_.together().data(), shapes_.together().size());
    } else {
      codec::put(to, field);
    }
  };
  if (common.empty()) {
    columns::fields(static_cast<const columns&>(columns_), visit);
    return columns::tag;
  }
  chunk_applied_v3::fields(std::as_const(columns_), visit);
  return keeps_nothing() ? chunk_handled_v1::tag : chunk_applied_v3::tag;
}

}  // namespace waybill
