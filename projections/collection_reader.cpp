#include "projections/collection_reader.hpp"

#include <algorithm>

#include "events/codec.hpp"

namespace waybill {

auto load_chunk(const stored_event& event) -> result<std::shared_ptr<const loaded_chunk>> {
  if (event.head.tag != chunk_applied::tag) return std::shared_ptr<const loaded_chunk>{};
  auto loaded = std::make_shared<loaded_chunk>();
  loaded->event = event;
  if (!decode(loaded->event.payload, loaded->what))
    return {errc::corrupt, "The chunk at position " + std::to_string(event.head.at) + " cannot be read."};
  return std::shared_ptr<const loaded_chunk>{std::move(loaded)};
}

auto collection_reader::chunk(position at) -> result<std::shared_ptr<const loaded_chunk>> {
  const auto found = std::find_if(recent_.begin(), recent_.end(),
                                  [at](const auto& loaded) { return loaded->event.head.at == at; });
  if (found != recent_.end()) {
    std::rotate(recent_.begin(), found, found + 1);
    return recent_.front();
  }
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
