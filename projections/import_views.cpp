#include "projections/import_views.hpp"

#include <algorithm>

#include "domains/kind.hpp"
#include "events/codec.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/cursor.hpp"
#include "projections/imports_model.hpp"
#include "projections/keys.hpp"
#include "projections/met_records.hpp"

namespace waybill {
namespace {

auto no_such_import() -> error { return {errc::not_found, "There is no such import."}; }

auto told_faults(const kind_module* kind, std::span<const record_fault> faults) -> std::vector<told_fault> {
  std::vector<told_fault> told;
  for (const auto& one : faults)
    told.push_back({std::string(one.code), std::string(one.field), std::string(one.value),
                    std::string(kind == nullptr ? "" : kind->sentence(one.code))});
  return told;
}

/// Names of what its records show, where the chunk has its own.
auto names_in(const kind_module* kind, const chunk_applied& chunk)
    -> std::shared_ptr<const std::vector<std::string>> {
  if (kind == nullptr || chunk.common.empty()) return nullptr;
  std::vector<std::string> names;
  kind->name_shown(chunk.common, names);
  return std::make_shared<const std::vector<std::string>>(std::move(names));
}

auto to_outcome(const kind_module* kind, const applied_record& record, std::uint64_t number)
    -> record_outcome {
  record_outcome told;
  told.record = number;
  told.line = record.line;
  told.what = record.what;
  told.code = record.code;
  told.message = record.message;
  told.faults = told_faults(kind, record.faults);
  told.shown = shown_of(kind, record);
  if (kind != nullptr) {
    if (told.message.empty() && !told.code.empty()) told.message = sentence_of(*kind, told.code);
    for (const auto name : kind->warning_names(record.warnings)) told.warnings.emplace_back(name);
  }
  if (!record.keys.empty()) told.identity = to_hex(record.id());
  if (kind != nullptr && !record.before.empty())
    say_met(kind, told, told.identity, shown_of(kind, record.before));
  return told;
}

/// Where the version stands that a record met and left as it was; at 0: it met none.
auto met_by(const applied_record& record) -> record_place {
  const bool changed = record.what == outcome::created || record.what == outcome::updated;
  return changed ? record_place{} : record_place{record.before_at, record.before_index};
}

/// Bytes that count against a page's limit, about.
auto size_of(const record_outcome& one) -> std::size_t {
  auto bytes = sizeof one + one.code.size() + one.message.size() + one.identity.size();
  const auto add = [&bytes](const std::vector<std::string>& texts) {
    for (const auto& text : texts) bytes += sizeof text + text.size();
  };
  add(one.warnings);
  add(one.shown);
  if (one.meets) add(one.meets->shown);
  for (const auto& fault : one.faults)
    bytes +=
        sizeof fault + fault.code.size() + fault.field.size() + fault.value.size() + fault.message.size();
  return bytes;
}
auto size_of(const story_item& one) -> std::size_t {
  return sizeof one + one.summary.size() + one.data.size();
}

auto passes(const import_row& row, const import_filter& filter) -> bool {
  return (!filter.status || row.status == *filter.status) && (!filter.kind || row.kind == *filter.kind) &&
         (!filter.started_by || row.started_by == *filter.started_by) &&
         (!filter.from || row.submitted_at >= *filter.from) &&
         (!filter.until || row.submitted_at < *filter.until);
}

/// An id is a little older than the event that names it, and the machine's clock may have been set.
constexpr std::int64_t clock_slack_us = 3'600'000'000;

/// The key of an import of that time.
auto about(const std::string& prefix, instant at, std::int64_t later_us) -> std::string {
  return prefix + "imp_" + sortable_id({std::max<std::int64_t>(0, at.us + later_us)}, {});
}

class views final : public import_views {
 public:
  views(const projection_store& store, const event_log& log) : store_(store), log_(log) {}

  [[nodiscard]] auto get(const owner_id& owner, const import_id& id) const -> result<import_row> override {
    auto row = get_or_removed(owner, id);
    if (row && row->status == import_status::removed) return no_such_import();
    return row;
  }

  [[nodiscard]] auto get_or_removed(const owner_id& owner, const import_id& id) const
      -> result<import_row> override {
    auto row = load_import_row(store_, id);
    if (row && row->owner != owner) return no_such_import();
    return row;
  }

  [[nodiscard]] auto find(const import_id& id) const -> result<import_row> override {
    auto row = load_import_row(store_, id);
    if (row && row->status == import_status::removed) return no_such_import();
    return row;
  }

  [[nodiscard]] auto count(const owner_id& owner) const -> result<std::uint64_t> override {
    std::uint64_t imports = 0;
    const auto walked =
        store_.scan(family::imports, owner_prefix(owner), {}, [&](std::string_view, std::string_view) {
          ++imports;
          return true;
        });
    if (!walked) return walked.why();
    return imports;
  }

  [[nodiscard]] auto list(const owner_id& owner, const import_filter& filter) const
      -> result<page<import_row>> override {
    return walk_list(owner_prefix(owner), filter);
  }

  [[nodiscard]] auto list_all(const import_filter& filter) const -> result<page<import_row>> override {
    return walk_list(import_key({}), filter);
  }

  [[nodiscard]] auto records(const owner_id& owner, const import_id& id, std::optional<outcome> only,
                             std::size_t limit, const std::string& cursor) const
      -> result<page<record_outcome>> override {
    const auto after = read_number_cursor(cursor);
    if (!after) return after.why();
    page<record_outcome> found;
    std::vector<record_place> met;
    std::size_t bytes = 0;
    const auto walked = walk_records(owner, id, only, *after, [&](record_outcome record, record_place place) {
      bytes += size_of(record);
      if (found.size() == limit || (found.size() > 0 && bytes > page_limit_bytes)) {
        found.next_cursor = std::to_string(found.items.back().record);
        return false;
      }
      found.items.push_back(std::move(record));
      met.push_back(place);
      return true;
    });
    if (!walked) return walked.why();
    if (auto told = tell_met(log_, *walked, met, found.items); !told) return told.why();
    return found;
  }

  auto each_record(const owner_id& owner, const import_id& id, std::optional<outcome> only,
                   const std::function<bool(const record_outcome&)>& take) const -> result<done> override {
    const auto walked = walk_records(
        owner, id, only, 0, [&](const record_outcome& record, record_place) { return take(record); });
    if (!walked) return walked.why();
    return done{};
  }

  auto each_chunk(const owner_id& owner, const import_id& id,
                  const std::function<bool(const chunk_applied&)>& take) const -> result<done> override {
    if (const auto row = get(owner, id); !row) return row.why();
    std::optional<error> broken;
    chunk_applied chunk;
    const auto walked = each_chunk_row(id, [&](const chunk_row& at) {
      const auto event = log_.read_at(at.at);
      auto read = event ? read_chunk(*event, chunk) : result<done>{event.why()};
      if (!read) broken = read.why();
      return read.ok() && take(chunk);
    });
    if (!walked) return walked.why();
    if (broken) return *broken;
    return done{};
  }

  [[nodiscard]] auto story(const owner_id& owner, const import_id& id, std::size_t limit,
                           const std::string& cursor, bool with_chunks) const
      -> result<page<story_item>> override {
    const auto row = get(owner, id);
    if (!row) return row.why();
    const auto after = read_number_cursor(cursor);
    if (!after) return after.why();
    auto places = story_places(id, *after, limit + 1, with_chunks);
    if (!places) return places.why();
    page<story_item> found;
    std::size_t bytes = 0;
    for (const auto at : *places) {
      const auto event = log_.read_at(at);
      if (!event) return event.why();
      auto told = tell(*event);
      if (!told) return told.why();
      bytes += size_of(*told);
      if (found.size() == limit || (found.size() > 0 && bytes > page_limit_bytes)) {
        found.next_cursor = std::to_string(found.items.back().at);
        break;
      }
      found.items.push_back(std::move(*told));
    }
    return found;
  }

  [[nodiscard]] auto pace(const owner_id& owner, const import_id& id, std::size_t most) const
      -> result<std::vector<progress_sample>> override {
    const auto row = get(owner, id);
    if (!row) return row.why();
    std::vector<progress_sample> samples;
    // An event's time stands with its bytes: only few of them are read.
    const auto apart =
        std::max<std::uint64_t>(1, (row->progress.chunks + most - 1) / std::max<std::size_t>(1, most));
    std::uint64_t number = 0;
    std::optional<error> broken;
    const auto walked = each_chunk_row(id, [&](const chunk_row& chunk) {
      ++number;
      if (number != 1 && number != row->progress.chunks && number % apart != 0) return true;
      const auto event = log_.read_at(chunk.at);
      if (!event) {
        broken = event.why();
        return false;
      }
      samples.push_back({event->head.time, chunk.first_record + chunk.counts.processed() - 1});
      return true;
    });
    if (!walked) return walked.why();
    if (broken) return *broken;
    return samples;
  }

 private:
  /// The imports whose keys, an id behind the prefix, stand there.
  [[nodiscard]] auto walk_list(const std::string& prefix, const import_filter& filter) const
      -> result<page<import_row>> {
    // Ids sort by time: what was handed in later, or earlier, is not even looked at.
    std::string before = filter.until ? about(prefix, *filter.until, clock_slack_us) : std::string();
    const auto oldest = filter.from ? about(prefix, *filter.from, -clock_slack_us) : std::string();
    if (!filter.cursor.empty()) {
      auto key = read_cursor(filter.cursor, prefix);
      if (!key) return key.why();
      before = std::move(*key);
    }
    page<import_row> found;
    std::optional<error> broken;
    std::string last;
    std::size_t bytes = 0;
    const auto take = [&](std::string_view key, std::string_view) {
      if (key < oldest) return false;
      auto row = load_import_row(store_, {std::string(key.substr(prefix.size()))});
      if (!row) {
        broken = row.why();
        return false;
      }
      if (row->status == import_status::removed || !passes(*row, filter)) return true;
      // What was found of a file with many columns is long.
      if (found.items.size() == filter.limit || (!found.items.empty() && bytes > page_limit_bytes)) {
        found.next_cursor = make_cursor(last);
        return false;
      }
      bytes += row->findings.size() + row->options.size();
      last = key;
      found.items.push_back(std::move(*row));
      return true;
    };
    const auto walked = store_.scan_back(family::imports, prefix, before, take);
    if (!walked) return walked.why();
    if (broken) return *broken;
    return found;
  }

  /// Takes an outcome and where what it met stands; answers false to stop.
  using outcome_taker = std::function<bool(record_outcome, record_place)>;

  /// Calls `take` with every outcome behind record `after`, reading only chunks that hold what is asked for.
  /// Answers the import's kind.
  auto walk_records(const owner_id& owner, const import_id& id, std::optional<outcome> only,
                    std::uint64_t after, const outcome_taker& take) const -> result<const kind_module*> {
    const auto row = get(owner, id);
    if (!row) return row.why();
    const auto* kind = kind_named(row->kind);
    std::optional<error> broken;
    const auto in_chunk = [&](std::string_view, std::string_view value) {
      chunk_row chunk;
      if (!decode(value, chunk)) {
        broken =
            error{errc::corrupt, "A row of the import's chunks is damaged; 'waybill rebuild' makes it anew."};
        return false;
      }
      if (chunk.first_record + chunk.counts.processed() <= after + 1) return true;
      if (only && chunk.counts.of(*only) == 0) return true;
      return walk_chunk(kind, chunk, only, after, take, broken);
    };
    const auto walked = store_.scan(family::chunks, chunks_prefix(id), {}, in_chunk);
    if (!walked) return walked.why();
    if (broken) return *broken;
    return kind;
  }

  auto walk_chunk(const kind_module* kind, const chunk_row& at, std::optional<outcome> only,
                  std::uint64_t after, const outcome_taker& take, std::optional<error>& broken) const
      -> bool {
    const auto event = log_.read_at(at.at);
    if (!event) {
      broken = event.why();
      return false;
    }
    chunk_applied chunk;
    if (auto read = read_chunk(*event, chunk); !read) {
      broken = read.why();
      return false;
    }
    auto number = chunk.head.first_record;
    const auto names = names_in(kind, chunk);
    for (const auto& record : chunk.records) {
      const auto this_number = number++;
      if (this_number <= after || (only && record.what != *only)) continue;
      auto told = to_outcome(kind, record, this_number);
      told.names = names;
      if (!take(std::move(told), met_by(record))) return false;
    }
    return true;
  }

  [[nodiscard]] auto each_chunk_row(const import_id& id,
                                    const std::function<bool(const chunk_row&)>& take) const -> result<done> {
    return store_.scan(family::chunks, chunks_prefix(id), {}, [&](std::string_view, std::string_view value) {
      chunk_row chunk;
      return !decode(value, chunk) || take(chunk);
    });
  }

  /// Positions of the import's own events and of its chunks behind `after`, rising, at most `most`.
  [[nodiscard]] auto story_places(const import_id& id, position after, std::size_t most,
                                  bool with_chunks) const -> result<std::vector<position>> {
    std::vector<position> places;
    constexpr std::size_t events_at_once = 1'000;
    for (std::uint64_t version = 1;;) {
      const auto events = log_.read_stream(import_stream(id), version, events_at_once);
      if (!events) return events.why();
      for (const auto& event : *events)
        if (event.head.at > after) places.push_back(event.head.at);
      if (events->size() < events_at_once) break;
      version += events_at_once;
    }
    std::size_t chunks = 0;
    if (with_chunks) {
      const auto walked = each_chunk_row(id, [&](const chunk_row& chunk) {
        if (chunk.at <= after) return true;
        places.push_back(chunk.at);
        return ++chunks < most;
      });
      if (!walked) return walked.why();
    }
    std::sort(places.begin(), places.end());
    if (places.size() > most) places.resize(most);
    return places;
  }

  const projection_store& store_;
  const event_log& log_;
};

}  // namespace

auto columns_of(std::string_view kind) -> shown_columns {
  const auto* known = kind_named(kind);
  if (known == nullptr) return {};
  return {known->shown_names(), known->names_fields(), known->shown_names().empty()};
}

auto default_kind() -> std::string_view { return kinds().front()->name(); }

auto group_types() -> std::vector<group_type> {
  std::vector<group_type> all;
  for (const auto* kind : kinds()) all.insert(all.end(), kind->groups().begin(), kind->groups().end());
  return all;
}

auto make_import_views(const projection_store& store, const event_log& log) -> std::unique_ptr<import_views> {
  return std::make_unique<views>(store, log);
}

}  // namespace waybill
