#include "projections/met_records.hpp"

#include <algorithm>
#include <numeric>

#include "projections/collections/collection_reader.hpp"

namespace waybill {

auto shown_of(const kind_module* kind, std::string_view row) -> std::vector<std::string> {
  std::vector<std::string_view> texts;
  if (kind != nullptr && !row.empty()) kind->show(row, texts);
  return {texts.begin(), texts.end()};
}

auto shown_of(const kind_module* kind, const applied_record& record) -> std::vector<std::string> {
  if (!record.after.empty()) return shown_of(kind, record.after);
  return {record.shown.begin(), record.shown.end()};
}

void say_met(const kind_module* kind, record_outcome& told, std::string id, std::vector<std::string> shown) {
  const auto warning = kind == nullptr ? std::string_view{} : kind->met_warning(told.shown, shown);
  if (!warning.empty()) told.warnings.emplace_back(warning);
  if (told.identity.empty()) told.identity = id;
  told.meets = met_record{std::move(id), std::move(shown)};
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
    say_met(kind, outcomes[i], met.keys.empty() ? "" : to_hex(met.id()), shown_of(kind, met.after));
  }
  return done{};
}

}  // namespace waybill
