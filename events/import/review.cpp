#include "events/import/review.hpp"

#include <iterator>
#include <numeric>

namespace waybill {

void record_set::add(const record_run& run) {
  if (run.first == 0 || run.last < run.first) return;
  auto first = run.first;
  auto last = run.last;
  auto at = runs_.upper_bound(first);
  if (at != runs_.begin() && std::prev(at)->second + 1 >= first) --at;
  while (at != runs_.end() && at->first <= last + 1) {
    first = std::min(first, at->first);
    last = std::max(last, at->second);
    at = runs_.erase(at);
  }
  runs_[first] = last;
}

void record_set::take_away(const record_run& run) {
  if (run.first == 0 || run.last < run.first) return;
  auto at = runs_.upper_bound(run.first);
  if (at != runs_.begin()) --at;
  while (at != runs_.end() && at->first <= run.last) {
    const auto [first, last] = *at;
    if (last < run.first) {
      ++at;
      continue;
    }
    at = runs_.erase(at);
    if (first < run.first) runs_[first] = run.first - 1;
    if (last > run.last) runs_[run.last + 1] = last;
  }
}

auto record_set::has(std::uint64_t record) const -> bool {
  const auto behind = runs_.upper_bound(record);
  return behind != runs_.begin() && std::prev(behind)->second >= record;
}

auto record_set::count() const -> std::uint64_t {
  return std::accumulate(runs_.begin(), runs_.end(), std::uint64_t{0},
                         [](auto sum, const auto& run) { return sum + run.second - run.first + 1; });
}

auto record_set::runs() const -> std::vector<record_run> {
  std::vector<record_run> all;
  all.reserve(runs_.size());
  for (const auto& [first, last] : runs_) all.push_back({first, last});
  return all;
}

auto mark_of_cells(const std::vector<std::string_view>& cells) -> std::uint64_t {
  // FNV-1a: a person's edit must not meet another record by chance; nobody gains by making it.
  constexpr std::uint64_t prime = 1'099'511'628'211U;
  std::uint64_t mark = 14'695'981'039'346'656'037U;
  const auto add = [&mark](unsigned char byte) { mark = (mark ^ byte) * prime; };
  auto last = cells.size();
  while (last > 0 && cells[last - 1].empty()) --last;
  for (std::size_t i = 0; i < last; ++i) {
    for (const auto c : cells[i]) add(static_cast<unsigned char>(c));
    add(0xff);  // no byte of UTF-8
  }
  return mark;
}

}  // namespace waybill
