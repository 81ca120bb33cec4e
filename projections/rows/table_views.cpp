#include "projections/rows/table_views.hpp"

#include "domains/rows/row.hpp"
#include "domains/text_finder.hpp"
#include "formats/text.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/collections/live_records.hpp"
#include "projections/collections/places.hpp"
#include "projections/collections/record_history.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

auto no_such_table() -> error { return {errc::not_found, "There is no such table.", {}}; }
auto no_such_row() -> error { return {errc::not_found, "There is no such row.", {}}; }
auto unreadable() -> error { return {errc::corrupt, "A stored row is not what was written.", {}}; }

/// Appends the bytes of a place, as they stand in a cursor.
constexpr std::size_t place_bytes = 12;
auto place_cursor(const std::string& prefix, const record_place& at) -> std::string {
  auto key = prefix;
  append_be(key, at.at, 8);
  append_be(key, at.index, 4);
  return make_cursor(key);
}
auto place_in(const std::string& cursor, const std::string& prefix) -> result<record_place> {
  if (cursor.empty()) return record_place{};
  const auto key = read_cursor(cursor, prefix);
  if (!key) return key.why();
  const auto place = std::string_view(*key).substr(prefix.size());
  if (place.size() != place_bytes) return {errc::bad_value, "The cursor was not given out by this list."};
  return record_place{read_be(place.substr(0, 8)), static_cast<std::uint32_t>(read_be(place.substr(8)))};
}

auto as_kept(const rows::row_view& view) -> kept_row {
  kept_row made{std::string(view.head.table), {}, view.created_at, view.updated_at};
  const auto count = std::max(view.cells.size(), view.head.columns.size());
  rows::names_beyond beyond{view.head.columns};
  for (std::size_t i = 0; i < count; ++i)
    made.cells.emplace_back(i < view.head.columns.size() ? std::string(view.head.columns[i]) : beyond.of(i),
                            i < view.cells.size() ? std::string(view.cells[i]) : std::string());
  return made;
}

auto item_of(const chunk_applied& chunk, std::uint32_t index, const rows::row_view& view) -> row_item {
  return {chunk.records[index].id(), as_kept(view), chunk.head.import, chunk.head.first_record + index};
}

auto size_of(const row_item& one) -> std::size_t {
  auto bytes = sizeof one;
  for (const auto& [name, cell] : one.what.cells) bytes += 2 * sizeof name + name.size() + cell.size();
  return bytes;
}

auto size_of(const table_item& one) -> std::size_t {
  auto bytes = sizeof one + one.name.size();
  for (const auto* const names : {&one.what.key, &one.what.columns})
    for (const auto& name : *names) bytes += sizeof name + name.size();
  return bytes;
}

auto item_of(std::string name, table_line what) -> table_item {
  const bool has_more = what.columns.size() > most_table_columns;
  if (has_more) what.columns.resize(most_table_columns);
  return {std::move(name), std::move(what), has_more};
}

void cut(std::string& name) {
  if (name.size() <= listed_column_bytes) return;
  name = std::string(text::cut_to_bytes(name, listed_column_bytes)) + "…";
}

auto holds(const rows::row_view& view, const text_finder& wanted) -> bool {
  return wanted.empty() || std::any_of(view.cells.begin(), view.cells.end(),
                                       [&](std::string_view cell) { return wanted.in(cell); });
}

class views final : public table_views {
 public:
  views(const projection_store& store, const event_log& log) : store_(store), log_(log) {}

  [[nodiscard]] auto tables(const owner_id& owner, const table_filter& filter) const
      -> result<page<table_item>> override {
    const auto all = tables_prefix(collection_of(owner));
    const auto prefix = all + filter.begins;
    std::string after;
    if (!filter.cursor.empty()) {
      auto key = read_cursor(filter.cursor, prefix);
      if (!key) return key.why();
      after = std::move(*key);
    }
    const text_finder wanted{filter.text};
    page<table_item> found;
    std::size_t bytes = 0;
    bool damaged = false;
    const auto walked = store_.scan(family::tables, prefix, after, [&](std::string_view key, auto value) {
      std::string name(key.substr(all.size()));
      if (key == after || (!wanted.empty() && !wanted.in(name))) return true;
      table_line line;
      damaged = !decode(value, line);
      if (damaged) return false;
      if (line.records == 0) return true;
      auto one = item_of(std::move(name), std::move(line));
      for (auto& column : one.what.columns) cut(column);
      bytes += size_of(one);
      if (found.size() == filter.limit || (found.size() > 0 && bytes > page_limit_bytes)) {
        found.next_cursor = make_cursor(all + found.items.back().name);
        return false;
      }
      found.items.push_back(std::move(one));
      return true;
    });
    if (!walked) return walked.why();
    if (damaged) return unreadable();
    return found;
  }

  [[nodiscard]] auto table(const owner_id& owner, const std::string& name) const
      -> result<table_item> override {
    auto line = load_table(store_, collection_of(owner), name);
    if (!line) return line.why();
    if (!*line || (*line)->records == 0) return no_such_table();
    return item_of(name, std::move(**line));
  }

  [[nodiscard]] auto list(const owner_id& owner, const std::string& name, const row_filter& filter) const
      -> result<page<row_item>> override {
    if (auto there = table(owner, name); !there) return there.why();
    const auto prefix = table_chunks_prefix(collection_of(owner), name);
    const auto after = place_in(filter.cursor, prefix);
    if (!after) return after.why();
    const text_finder wanted{filter.text};
    page<row_item> found;
    record_place last;
    std::size_t bytes = 0;
    const auto walked =
        walk(owner, name, *after, [&](const chunk_applied& chunk, record_place at, const auto& view) {
          if (!holds(view, wanted)) return true;
          auto item = item_of(chunk, at.index, view);
          bytes += size_of(item);
          if (found.size() == filter.limit || (found.size() > 0 && bytes > page_limit_bytes)) {
            found.next_cursor = place_cursor(prefix, last);
            return false;
          }
          last = at;
          found.items.push_back(std::move(item));
          return true;
        });
    if (!walked) return walked.why();
    return found;
  }

  [[nodiscard]] auto get(const owner_id& owner, const std::string& name, const identity& id) const
      -> result<row_item> override {
    const auto place = place_of(owner, id);
    if (!place) return place.why();
    if (!place->taken()) return no_such_row();
    collection_reader reader{log_, 1};
    const auto chunk = reader.chunk(place->at.at);
    if (!chunk) return chunk.why();
    const auto& what = (*chunk)->what;
    rows::row_view view;
    if (place->at.index >= what.records.size() ||
        !rows::view_row(what.records[place->at.index].after, what.common, view))
      return unreadable();
    if (view.head.table != name) return no_such_row();
    return item_of(what, place->at.index, view);
  }

  [[nodiscard]] auto history(const owner_id& owner, const std::string& name, const identity& id,
                             std::size_t limit, const std::string& cursor) const
      -> result<page<table_change_item>> override {
    const auto place = place_of(owner, id);
    if (!place) return place.why();
    page<table_change_item> found;
    bool foreign = false;
    auto next =
        read_history(log_, id, place->at, limit, cursor, [&](const record_change& each) -> result<done> {
          table_change_item change{each.at,     each.time, each.by, each.what, each.import,
                                   each.record, {},        {},      {}};
          rows::row_view view;
          for (auto [bytes, into] :
               {std::pair{each.before, &change.before}, std::pair{each.after, &change.after}}) {
            if (bytes.empty()) continue;
            if (!rows::view_row(bytes, each.common, view)) return unreadable();
            foreign = foreign || view.head.table != name;
            *into = as_kept(view);
          }
          found.items.push_back(std::move(change));
          return done{};
        });
    if (!next) return next.why();
    if (foreign) return no_such_row();
    found.next_cursor = std::move(*next);
    return found;
  }

  auto each(const owner_id& owner, const std::string& name,
            const std::function<bool(const rows::row_view&)>& take) const -> result<done> override {
    return walk(owner, name, {},
                [&](const chunk_applied&, record_place, const auto& view) { return take(view); });
  }

 private:
  static auto collection_of(const owner_id& owner) -> digest {
    return collection_digest("rows", owner.value);
  }

  [[nodiscard]] auto place_of(const owner_id& owner, const identity& id) const -> result<place_row> {
    const auto key = scoped(id, collection_of(owner));
    const auto bytes = store_.get(family::places, view_of(key));
    if (!bytes) return bytes.why();
    if (!*bytes) return no_such_row();
    return decode_place(**bytes);
  }

  using row_taker =
      std::function<bool(const chunk_applied& chunk, record_place at, const rows::row_view& view)>;

  /// Every row of the table that stands behind `after`, as it is now.
  auto walk(const owner_id& owner, const std::string& name, const record_place& after,
            const row_taker& take) const -> result<done> {
    const auto collection = collection_of(owner);
    const auto prefix = table_chunks_prefix(collection, name);
    auto from = prefix;
    append_be(from, after.at, 8);
    std::vector<position> chunks;
    const auto scanned = store_.scan(family::tables, prefix, from, [&](std::string_view key, auto) {
      chunks.push_back(read_be(key.substr(prefix.size())));
      return true;
    });
    if (!scanned) return scanned.why();
    for (const auto at : chunks) {
      const auto live = live_of(store_, collection, at);
      if (!live) return live.why();
      if (!live->any()) continue;
      const auto going = walk_chunk(at, *live, after, take);
      if (!going) return going.why();
      if (!*going) return done{};
    }
    return done{};
  }

  [[nodiscard]] auto walk_chunk(position at, const record_bits& live, const record_place& after,
                                const row_taker& take) const -> result<bool> {
    const auto event = log_.read_at(at);
    if (!event) return event.why();
    const auto chunk = load_chunk(*event);
    if (!chunk) return chunk.why();
    if (!*chunk) return true;
    const auto& what = (*chunk)->what;
    rows::row_reader reader;
    for (std::uint32_t i = 0; i < what.records.size(); ++i) {
      const record_place place{at, i};
      if (!live.test(i) || !(after < place)) continue;
      const auto* const view = reader.read(what.records[i].after, what.common);
      if (view == nullptr) return unreadable();
      if (!take(what, place, *view)) return false;
    }
    return true;
  }

  const projection_store& store_;
  const event_log& log_;
};

}  // namespace

auto make_table_views(const projection_store& store, const event_log& log) -> std::unique_ptr<table_views> {
  return std::make_unique<views>(store, log);
}

}  // namespace waybill
