#include "projections/collections/live_lookup.hpp"

#include <utility>

namespace waybill {

auto live_lookup::is_live(const record_place& place) -> result<bool> {
  constexpr std::size_t most_chunks = 10'000;
  auto known = chunks_.find(place.at);
  if (known == chunks_.end()) {
    auto bits = live_of(store_, collection_, place.at);
    if (!bits) return bits.why();
    if (chunks_.size() >= most_chunks) chunks_.clear();
    known = chunks_.emplace(place.at, std::move(*bits)).first;
  }
  return known->second.test(place.index);
}

}  // namespace waybill
