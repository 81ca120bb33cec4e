#include "projections/search/index_writer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

namespace waybill::search {
namespace {

constexpr std::size_t merged_at_once = 4;
/// Its documents, or as many of usual length as its rows have bytes: few with very long texts are many.
auto size_of(const segment_head& head) -> std::uint32_t {
  constexpr std::uint32_t usual_bytes = 128;
  return std::max(head.documents, head.bytes / usual_bytes);
}
auto is_full(const segment_head& head) -> bool { return size_of(head) >= full_segment; }
/// log4 of its size; segments of one level are of like size.
auto level_of(const segment_head& head) -> int { return (std::bit_width(size_of(head)) - 1) / 2; }

}  // namespace

auto index_writer::open(projection_store& store, std::string collection) -> result<index_writer> {
  auto rows = store.walk(family::words, collection);
  if (!rows) return rows.why();
  index_writer made{store, std::move(collection)};
  made.heads_ = heads_of(**rows, made.collection_);
  if (auto read = (*rows)->ended(); !read) return std::move(read).why();
  if (!made.heads_.empty()) made.last_number_ = made.heads_.back().segment;
  return made;
}

/// A number whose rows are free. What a crash left there, between the rows and their head, is removed.
auto index_writer::next_number() -> result<std::uint64_t> {
  const auto number = ++last_number_;
  const auto prefix = segment_prefix(collection_, number);
  bool is_free = true;
  const auto walked = store_.scan(family::words, prefix, {}, [&](auto, auto) { return is_free = false; });
  if (!walked) return walked.why();
  if (!is_free) {
    row_changes changes;
    changes.erase_prefix(family::words, prefix);
    if (auto erased = store_.write(changes); !erased) return std::move(erased).why();
  }
  return number;
}

auto index_writer::put(std::uint64_t segment, std::uint32_t documents, const segment_rows& rows)
    -> result<done> {
  if (documents == 0) return done{};
  if (auto written = store_.write_bulk(family::words, rows); !written) return written;
  heads_.push_back({segment, documents, static_cast<std::uint32_t>(rows.bytes())});
  added_.push_back(segment);
  return done{};
}

auto index_writer::add(const segment_builder& documents) -> result<done> {
  const auto number = next_number();
  if (!number) return number.why();
  return put(*number, static_cast<std::uint32_t>(documents.size()), documents.pack(collection_, *number));
}

auto index_writer::merge(const std::vector<segment_head>& these, const is_kept& kept) -> result<done> {
  const auto number = next_number();
  if (!number) return number.why();
  const auto merged = merge_segments(store_, collection_, these, *number, kept);
  if (!merged) return merged.why();
  for (const auto& one : these) {
    std::erase_if(heads_, [&](const segment_head& head) { return head.segment == one.segment; });
    gone_.push_back(one.segment);
  }
  return put(*number, merged->documents, merged->rows);
}

auto index_writer::merge_small(const is_kept& kept) -> result<done> {
  for (bool again = true; again;) {
    again = false;
    std::array<std::vector<segment_head>, 32> levels;
    for (const auto& head : heads_)
      if (!is_full(head)) levels[static_cast<std::size_t>(level_of(head))].push_back(head);
    for (const auto& level : levels) {
      if (level.size() < merged_at_once) continue;
      if (auto merged = merge(level, kept); !merged) return merged;
      again = true;
      break;
    }
  }
  return done{};
}

auto index_writer::is_half_empty(const segment_head& head, const is_kept& kept) const -> result<bool> {
  const auto rows = store_.walk(family::words, collection_);
  if (!rows) return rows.why();
  segment_reader reader{**rows, collection_, head.segment, head.documents};
  std::uint32_t live = 0;
  document one;
  for (std::uint32_t number = 0; reader.read(number, one); ++number) live += kept(one) ? 1 : 0;
  if (auto read = (*rows)->ended(); !read) return read.why();
  return live < head.documents / 2;
}

auto index_writer::clean_next(std::uint64_t behind, const is_kept& kept) -> result<std::uint64_t> {
  std::optional<segment_head> first;
  std::optional<segment_head> next;
  for (const auto& head : heads_) {
    if (!is_full(head)) continue;
    if (!first || head.segment < first->segment) first = head;
    if (head.segment > behind && (!next || head.segment < next->segment)) next = head;
  }
  const auto one = next ? next : first;
  if (!one) return behind;
  const auto half_empty = is_half_empty(*one, kept);
  if (!half_empty) return half_empty.why();
  if (*half_empty)
    if (auto merged = merge({*one}, kept); !merged) return merged.why();
  return one->segment;
}

void index_writer::finish(row_changes& changes) const {
  for (const auto one : gone_) {
    changes.erase(family::words, head_key(collection_, one));
    changes.erase_prefix(family::words, segment_prefix(collection_, one));
  }
  for (const auto& head : heads_)
    if (std::ranges::find(added_, head.segment) != added_.end())
      changes.put(family::words, head_key(collection_, head.segment), encode_head(head));
}

}  // namespace waybill::search
