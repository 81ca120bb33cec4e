#include "projections/collections/collections_model.hpp"

#include <string>
#include <unordered_map>
#include <vector>

#include "domains/kind.hpp"
#include "events/codec.hpp"
#include "events/collection/chunk.hpp"
#include "projections/collections/live_records.hpp"
#include "projections/collections/place_changes.hpp"
#include "projections/kind_rows.hpp"

namespace waybill {
namespace {

class collections_model final : public read_model {
 public:
  collections_model() {
    for (const auto& one : kind_models()) kinds_.push_back({one.kind, one.make()});
  }

  auto fold(const stored_event& event) -> result<done> override {
    if (!turn_to(event.head.stream)) return done{};
    const bool folded = holds_records(event.head.tag) ? fold_chunk(event) : fold_deletion(event);
    if (folded) return done{};
    return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
  }

  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    if (auto written = places_.write(store); !written) return written;
    if (auto written = live_.write(store, changes); !written) return written;
    for (const auto& one : kinds_)
      if (auto flushed = one.rows->flush(store, changes); !flushed) return flushed;
    collections_.clear();
    in_ = nullptr;
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override {
    auto rows = places_.size();
    for (const auto& one : kinds_) rows += one.rows->waiting();
    return rows;
  }

 private:
  struct collection {
    std::string stream;
    const kind_module* kind = nullptr;  ///< null: one that is not known here any more
    kind_rows* own = nullptr;           ///< null: the kind keeps no rows
    folded_collection head;
  };

  /// False: no collection's stream.
  auto turn_to(const std::string& stream) -> bool {
    if (in_ != nullptr && in_->stream == stream) return true;
    collection_name name;
    if (!parse_collection_stream(stream, name)) return false;
    const auto number = static_cast<std::uint32_t>(collections_.size());
    const auto [found, fresh] = collections_.try_emplace(stream);
    in_ = &found->second;
    if (!fresh) return true;
    in_->stream = stream;
    in_->kind = kind_named(name.kind);
    for (const auto& one : kinds_)
      if (one.kind == name.kind) in_->own = one.rows.get();
    static_cast<void>(parse_collection_stream(in_->stream, name));  // its views stay as long as the stream
    in_->head = {name.owner, collection_digest(name.kind, name.owner), number};
    return true;
  }

  auto fold_chunk(const stored_event& event) -> bool {
    if (is_handled(event.head.tag)) return true;
    if (is_chunk(event.head.tag)) {
      chunk_header head;
      if (!decode_chunk_header(event.payload, head)) return false;
      // Duplicates by the thousand change nothing here: their records need not be read.
      if (head.counts.created == 0 && head.counts.updated == 0) return true;
    }
    if (!read_chunk(event.head.tag, event.payload, event.head.at, chunk_)) return false;
    const auto& id = in_->head.id;
    for (std::uint32_t i = 0; i < chunk_.records.size(); ++i) {
      const auto& record = chunk_.records[i];
      if (record.what != outcome::created && record.what != outcome::updated) continue;
      if (record.after.empty()) continue;  // taken by somebody else: nothing of it is kept
      const record_place place{event.head.at, i};
      if (record.what == outcome::updated && !live_.superseded(id, {record.before_at, record.before_index}))
        return false;
      for (const auto& key : record.released) places_.given_up(scoped(key, id));
      for (const auto& key : record.keys) places_.stands(scoped(key, id), place);
      live_.stands(id, place);
    }
    if (in_->own != nullptr && !in_->own->fold(in_->head, chunk_, event.head.at)) return false;
    const auto first = static_cast<std::uint32_t>(chunk_.records.size());
    for (std::uint32_t i = 0; i < chunk_.deleted.size(); ++i)
      if (!forget(chunk_.deleted[i], {event.head.at, first + i})) return false;
    return true;
  }

  auto fold_deletion(const stored_event& event) -> bool {
    record_deleted gone;
    return read_deletion(event.head.tag, event.payload, gone) && forget(gone, {event.head.at, 0});
  }

  /// `here`: what deleted it.
  auto forget(const record_deleted& gone, const record_place& here) -> bool {
    const auto& id = in_->head.id;
    if (!live_.superseded(id, {gone.before_at, gone.before_index})) return false;
    places_.deleted(scoped(gone.id, id), here);
    further_keys_.clear();
    if (in_->kind != nullptr) in_->kind->further_keys(gone.before, further_keys_);
    for (const auto& key : further_keys_) places_.given_up(scoped(key, id));
    return in_->own == nullptr || in_->own->fold(in_->head, gone, here.at);
  }

  struct kept_kind {
    std::string_view kind;
    std::unique_ptr<kind_rows> rows;
  };
  std::vector<kept_kind> kinds_;
  chunk_applied chunk_;
  std::vector<identity> further_keys_;
  place_changes places_;
  live_changes live_;
  std::unordered_map<std::string, collection> collections_;  ///< since the last flush
  collection* in_ = nullptr;                                 ///< of the event that came last
};

}  // namespace

auto make_collections_model() -> std::unique_ptr<read_model> { return std::make_unique<collections_model>(); }

}  // namespace waybill
