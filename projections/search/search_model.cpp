#include "projections/search/search_model.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "events/catalog.hpp"
#include "events/codec.hpp"
#include "events/collection/chunk.hpp"
#include "projections/collections/live_lookup.hpp"
#include "projections/collections/places.hpp"
#include "projections/kind_rows.hpp"
#include "projections/search/index_writer.hpp"

namespace waybill {
namespace {

/// So many bytes in memory count as a document: whoever flushes by documents flushes by memory too.
constexpr std::size_t bytes_a_document = 400;

/// Which versions are the last word, as far as the collections' read model shows. What it does not show yet
/// may become one.
class last_words {
 public:
  last_words(const projection_store& store, const digest& collection, position shown)
      : live_(store, collection), shown_(shown) {}

  auto operator()(const search::document& one) -> bool {
    if (one.place.at > shown_) return true;
    const auto live = live_.is_live(one.place);
    if (live) return *live;
    read_ = live.why();
    return true;
  }
  [[nodiscard]] auto read() const -> const result<done>& { return read_; }

 private:
  live_lookup live_;
  position shown_;
  result<done> read_ = done{};
};

class search_model final : public read_model {
 public:
  explicit search_model(const projection_store& store) : store_(store) {
    for (const auto& one : kind_models())
      if (one.make_words != nullptr) kinds_.push_back({one.kind, one.make_words()});
  }

  auto fold(const stored_event& event) -> result<done> override {
    reached_ = event.head.at;
    collection_name name;
    if (!parse_collection_stream(event.head.stream, name)) return done{};
    const auto kind = std::ranges::find(kinds_, name.kind, &kept_kind::kind);
    if (kind == kinds_.end()) return done{};
    auto& in = collections_[event.head.stream];
    in.id = collection_digest(name.kind, name.owner);
    in.words = kind->words.get();
    const bool folded = holds_records(event.head.tag) ? fold_chunk(event, in) : (++in.gone, true);
    if (folded) return done{};
    return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
  }

  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    const auto shown = store.checkpoint("collections");
    if (!shown) return shown.why();
    for (auto& [stream, in] : collections_)
      if (auto flushed = flush(in, *shown, store, changes); !flushed) return flushed;
    changes.put(family::words, std::string(search::reach_key), encode(reached_));
    std::erase_if(collections_,
                  [](const auto& one) { return one.second.gone == 0 && one.second.cleaned == 0; });
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override {
    std::size_t documents = 0;
    for (const auto& [stream, in] : collections_)
      documents += std::max(in.fresh.size(), in.fresh.bytes() / bytes_a_document);
    return documents;
  }

 private:
  struct kept_kind {
    std::string_view kind;
    std::unique_ptr<kind_words> words;
  };
  struct collection {
    digest id{};
    kind_words* words = nullptr;  ///< of its kind
    search::segment_builder fresh;
    std::uint64_t gone = 0;     ///< versions that something took the place of since segments were looked at
    std::uint64_t cleaned = 0;  ///< the segment that was looked at last
  };

  auto fold_chunk(const stored_event& event, collection& in) -> bool {
    if (is_handled(event.head.tag)) return true;
    if (is_chunk(event.head.tag)) {
      chunk_header head;
      if (!decode_chunk_header(event.payload, head)) return false;
      if (head.counts.created == 0 && head.counts.updated == 0) return true;
    }
    if (!read_chunk(event.head.tag, event.payload, event.head.at, chunk_)) return false;
    for (std::uint32_t i = 0; i < chunk_.records.size(); ++i) {
      const auto& record = chunk_.records[i];
      if (record.what != outcome::created && record.what != outcome::updated) continue;
      if (record.what == outcome::updated) ++in.gone;
      if (!add(in, record, {event.head.at, i})) return false;
    }
    in.gone += chunk_.deleted.size();
    return true;
  }

  static auto add(collection& in, const applied_record& record, const record_place& place) -> bool {
    const auto words = in.words->of(in.id, record.id(), record.after);
    if (!words) return false;
    in.fresh.add({words->key, place});
    for (std::size_t i = 0; i < words->terms->size(); ++i) in.fresh.add_term((*words->terms)[i]);
    return true;
  }

  auto flush(collection& in, position shown, projection_store& store, row_changes& changes) -> result<done> {
    auto index = search::index_writer::open(store, collection_prefix(in.id));
    if (!index) return index.why();
    if (in.fresh.size() > 0) {
      if (auto added = index->add(in.fresh); !added) return added;
      in.fresh = {};
    }
    last_words live{store_, in.id, shown};
    const search::is_kept kept = [&live](const search::document& one) { return live(one); };
    if (auto merged = index->merge_small(kept); !merged) return merged;
    for (; in.gone >= search::full_segment; in.gone -= search::full_segment) {
      const auto cleaned = index->clean_next(in.cleaned, kept);
      if (!cleaned) return cleaned.why();
      in.cleaned = *cleaned;
    }
    if (!live.read()) return live.read();
    index->finish(changes);
    return done{};
  }

  const projection_store& store_;
  position reached_ = 0;
  chunk_applied chunk_;
  std::vector<kept_kind> kinds_;
  std::map<std::string, collection, std::less<>> collections_;  ///< by stream; those that something waits for
};

}  // namespace

auto make_search_model(const projection_store& store) -> std::unique_ptr<read_model> {
  return std::make_unique<search_model>(store);
}

}  // namespace waybill
