#include "tests/crash/fate.hpp"

#include <algorithm>
#include <cmath>

namespace waybill::crash {
namespace {

/// Of 0 .. 1. Any number of seeds one after the other lie evenly: each goes on by the golden ratio.
auto share_of(std::uint64_t seed) -> double {
  constexpr double golden = 0.618'033'988'749'894'9;
  double whole = 0;
  return std::modf(static_cast<double>(seed % 1'000'000) * golden, &whole);
}

}  // namespace

auto plain(std::uint64_t seed) -> conditions {
  conditions how;
  how.binary = plain_binary();
  how.seed = seed;
  how.settings = {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "10"},
                  {"WAYBILL_IMPORTS_CONCURRENT", "2"},
                  {"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", "40"}};
  how.watched_disk = false;
  return how;
}

auto faulty(std::uint64_t seed) -> conditions {
  auto how = plain(seed);
  how.binary = faulty_binary();
  how.watched_disk = true;
  return how;
}

fate::fate(const yardstick& by, std::uint64_t seed, plan how)
    : by_(by), random_(seed), how_(std::move(how)), own_(own_place(seed)) {}

auto fate::own_place(std::uint64_t seed) -> place {
  std::vector<place> all;  // `at`: how often it is passed
  std::uint64_t passings = 0;
  for (const auto& [verb, points] : by_.passings)
    for (const auto& [point, passed] : points)
      if (how_.wanted(point)) {
        all.push_back({verb, point, passed});
        passings += passed;
      }
  if (all.empty()) return {};
  if (how_.over == spread::points) {
    auto chosen = all[seed % all.size()];
    chosen.at = 1 + random_() % chosen.at;
    return chosen;
  }
  auto left = static_cast<std::uint64_t>(share_of(seed) * static_cast<double>(passings));
  auto chosen = all.begin();
  for (; left >= chosen->at; ++chosen) left -= chosen->at;
  return {chosen->verb, chosen->point, left + 1};
}

auto fate::next(const std::string& verb, const std::map<std::string, std::uint64_t>& struck) -> std::string {
  if (struck.contains(own_.point)) own_ = {};
  if (own_.verb != verb) return chance(verb);
  const auto now = own_;
  own_.at = (own_.at + 1) / 2;  // the next process has less before it
  return order(now.point, now.at);
}

auto fate::chance(const std::string& verb) -> std::string {
  const auto known = by_.passings.find(verb);
  if (how_.times == 0 || known == by_.passings.end()) return {};
  std::vector<std::pair<std::string, std::uint64_t>> points;
  for (const auto& each : known->second)
    if (how_.wanted(each.first)) points.push_back(each);
  if (points.empty()) return {};
  const auto& [point, passed] = points[random_() % points.size()];
  // The later faults of a life find less left of it.
  const auto most = std::max<std::uint64_t>(1, passed / (1 + random_() % how_.times));
  --how_.times;
  return order(point, 1 + random_() % most);
}

auto fate::order(const std::string& point, std::uint64_t at) const -> std::string {
  return how_.act + "@" + point + "#" + std::to_string(at);
}

}  // namespace waybill::crash
