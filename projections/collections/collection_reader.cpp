#include "projections/collections/collection_reader.hpp"

#include <algorithm>

namespace waybill {

auto read_chunk(const stored_event& event, chunk_applied& into) -> result<done> {
  return read_chunk(event.head.tag, event.payload, event.head.at, into);
}

auto load_chunk(const stored_event& event) -> result<std::shared_ptr<const loaded_chunk>> {
  if (!holds_records(event.head.tag)) return std::shared_ptr<const loaded_chunk>{};
  auto loaded = std::make_shared<loaded_chunk>();
  loaded->event = event;
  if (auto read = read_chunk(loaded->event, loaded->what); !read) return read.why();
  return std::shared_ptr<const loaded_chunk>{std::move(loaded)};
}

auto copy_row(const chunk_applied& chunk, const record_place& place, std::string& row) -> result<done> {
  if (place.index >= chunk.records.size())
    return {errc::corrupt,
            "The chunk at position " + std::to_string(place.at) + " is shorter than its index says."};
  row = chunk.records[place.index].after;
  return done{};
}

auto collection_reader::at_hand(position at) -> std::shared_ptr<const loaded_chunk> {
  const auto found = std::find_if(recent_.begin(), recent_.end(),
                                  [at](const auto& loaded) { return loaded->event.head.at == at; });
  if (found == recent_.end()) return nullptr;
  std::rotate(recent_.begin(), found, found + 1);
  return recent_.front();
}

auto collection_reader::chunk(position at) -> result<std::shared_ptr<const loaded_chunk>> {
  if (auto there = at_hand(at)) return there;
  const auto event = log_.read_at(at);
  if (!event) return event.why();
  auto loaded = load_chunk(*event);
  if (!loaded) return loaded.why();
  if (!*loaded)
    return {errc::corrupt,
            "The event at position " + std::to_string(at) + " should be a chunk, and is none."};
  recent_.push_front(*loaded);
  if (recent_.size() > kept_) recent_.pop_back();
  return *loaded;
}

}  // namespace waybill
