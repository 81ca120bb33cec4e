#include "projections/met_records.hpp"

#include <algorithm>
#include <numeric>

#include "projections/collections/collection_reader.hpp"

namespace waybill {

void say_met(record_outcome& told, std::string id, std::string url) {
  if (!url.empty() && !told.url.empty() && url != told.url) told.warnings.emplace_back("spelled_differently");
  if (told.identity.empty()) told.identity = id;
  told.meets = met_record{std::move(id), std::move(url)};
}

auto tell_met(const event_log& log, const kind_module* kind, const std::vector<record_place>& places,
              std::vector<record_outcome>& outcomes) -> result<done> {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return places[a] < places[b]; });
  collection_reader reader{log, 1};
  for (const auto i : order) {
    if (places[i].at == 0) continue;
    const auto chunk = reader.chunk(places[i].at);
    if (!chunk) return chunk.why();
    if (places[i].index >= (*chunk)->what.records.size())
      return {errc::corrupt, "The chunk at position " + std::to_string(places[i].at) +
                                 " is shorter than records that met one of its say."};
    const auto& met = (*chunk)->what.records[places[i].index];
    say_met(outcomes[i], met.keys.empty() ? "" : to_hex(met.id()),
            kind == nullptr ? "" : kind->label(met.after).url);
  }
  return done{};
}

}  // namespace waybill
