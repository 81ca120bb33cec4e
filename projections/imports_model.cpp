#include "projections/imports_model.hpp"

#include <map>

#include "events/catalog.hpp"
#include "events/collection/chunk.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

constexpr std::int64_t sample_spacing_us = 500'000;
constexpr std::int64_t sample_age_us = 8'000'000;
constexpr std::size_t samples_kept = 16;

template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};

/// Keeps the samples few: the newest always stands, those before it half a second apart, none older than
/// eight seconds.
void take_sample(import_row& row, instant at) {
  auto& samples = row.samples;
  const auto n = samples.size();
  if (n >= 2 && at.us - samples[n - 2].at.us < sample_spacing_us)
    samples.back() = {at, row.progress.counts.processed()};
  else
    samples.push_back({at, row.progress.counts.processed()});
  while (samples.size() > 2 && (samples.size() > samples_kept || at.us - samples[1].at.us > sample_age_us))
    samples.erase(samples.begin());
}

class imports_model final : public read_model {
 public:
  imports_model(projection_store& store, import_listener listener)
      : store_(store), listener_(std::move(listener)) {}

  auto fold(const stored_event& event) -> result<done> override {
    if (event.head.stream.starts_with("import/")) return fold_import(event);
    if (is_chunk(event.head.tag)) return fold_chunk(event);
    return done{};
  }

  auto flush(projection_store&, row_changes& changes) -> result<done> override {
    for (auto& [id, row] : dirty_) write_row(row, changes);
    for (auto& [key, row] : chunks_) changes.put(family::chunks, key, encode(row));
    for (const auto& id : removed_) changes.erase_prefix(family::chunks, chunks_prefix({id}));
    flushed_ = std::move(dirty_);
    dirty_.clear();
    chunks_.clear();
    removed_.clear();
    return done{};
  }

  void shown() override {
    if (listener_)
      for (const auto& [id, row] : flushed_) listener_(row);
    flushed_.clear();
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return dirty_.size() + chunks_.size(); }

 private:
  auto row_of(const import_id& id, position at) -> result<import_row*> {
    if (const auto found = dirty_.find(id.value); found != dirty_.end()) return &found->second;
    auto row = load_import_row(store_, id);
    if (!row && row.why().code == errc::not_found)
      return {errc::corrupt, "The event at position " + std::to_string(at) +
                                 " speaks of an import that was never submitted."};
    if (!row) return row.why();
    return &(dirty_[id.value] = std::move(*row));
  }

  auto fold_import(const stored_event& event) -> result<done> {
    const auto decoded = decode_event<import_event>(event.head.tag, event.payload);
    if (!decoded)
      return {errc::corrupt, "Position " + std::to_string(event.head.at) + ": " + decoded.why().message};
    const import_id id{event.head.stream.substr(std::string_view("import/").size())};
    if (std::holds_alternative<import_submitted>(*decoded)) dirty_[id.value].started_by = {event.head.by};
    auto row = row_of(id, event.head.at);
    if (!row) return row.why();
    waybill::fold(**row, *decoded, event.head.at, event.head.time);
    if ((*row)->status == import_status::removed) removed_.push_back(id.value);
    return done{};
  }

  auto fold_chunk(const stored_event& event) -> result<done> {
    chunk_header head;
    if (!decode_chunk_header(event.head.tag, event.payload, head))
      return {errc::corrupt, "The chunk at position " + std::to_string(event.head.at) + " cannot be read."};
    auto row = row_of(head.import, event.head.at);
    if (!row) return row.why();
    apply((*row)->progress, head);
    (*row)->changed_at = event.head.at;
    if ((*row)->status == import_status::processing) take_sample(**row, event.head.time);
    chunks_[chunk_key(head.import, head.chunk)] = {event.head.at, head.first_record, head.counts};
    return done{};
  }

  static void write_row(const import_row& row, row_changes& changes) {
    changes.put(family::imports, import_key(row.id), encode(row));
    if (row.status == import_status::removed)
      changes.erase(family::imports, owner_prefix(row.owner) + row.id.value);
    else
      changes.put(family::imports, owner_prefix(row.owner) + row.id.value, "");
    if (is_finished(row.status))
      changes.erase(family::imports, std::string(unfinished_prefix) + row.id.value);
    else
      changes.put(family::imports, std::string(unfinished_prefix) + row.id.value, "");
  }

  projection_store& store_;
  import_listener listener_;
  std::map<std::string, import_row> dirty_;
  std::map<std::string, import_row> flushed_;
  std::map<std::string, chunk_row> chunks_;
  std::vector<std::string> removed_;
};

}  // namespace

void fold(import_row& row, const import_event& event, position at, instant time) {
  static_cast<import_state&>(row) = apply(std::move(static_cast<import_state&>(row)), event, time);
  row.changed_at = at;
  const auto measure_anew = [&] {
    row.samples.clear();
    take_sample(row, time);
  };
  std::visit(overloaded{
                 [&](const import_submitted& e) { row.idempotency_key = e.idempotency_key; },
                 [&](const parsing_started&) {
                   if (!row.started_at) row.started_at = time;
                 },
                 [&](const parsing_finished&) { measure_anew(); },
                 [&](const import_committed&) {
                   row.committed_at = time;
                   measure_anew();
                 },
                 // The time without a server is no time of work.
                 [&](const import_taken_up&) { measure_anew(); },
                 [&](const import_completed&) { row.finished_at = time; },
                 [&](const import_failed&) { row.finished_at = time; },
                 [&](const import_cancelled&) { row.finished_at = time; },
                 [&](const import_retried&) { row.finished_at.reset(); },
                 [](const auto&) {},
             },
             event);
  if (row.status != import_status::processing) row.samples.clear();
}

auto import_key(const import_id& id) -> std::string { return "r/" + id.value; }
auto owner_prefix(const owner_id& owner) -> std::string { return "o/" + owner.value + "/"; }
auto chunks_prefix(const import_id& id) -> std::string { return id.value + "/"; }
auto chunk_key(const import_id& id, std::uint64_t chunk) -> std::string {
  auto key = chunks_prefix(id);
  append_be(key, chunk, 8);
  return key;
}

auto load_import_row(const projection_store& store, const import_id& id) -> result<import_row> {
  const auto bytes = store.get(family::imports, import_key(id));
  if (!bytes) return bytes.why();
  if (!*bytes) return {errc::not_found, "There is no such import."};
  import_row row;
  if (!decode(**bytes, row))
    return {errc::corrupt, "The row of import " + id.value + " is damaged; 'waybill rebuild' makes it anew."};
  return row;
}

auto make_imports_model(projection_store& store, import_listener listener) -> std::unique_ptr<read_model> {
  return std::make_unique<imports_model>(store, std::move(listener));
}

}  // namespace waybill
