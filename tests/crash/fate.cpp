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
                  {"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", "40"},
                  {"WAYBILL_SEARCH_SEGMENT_DOCUMENTS", "20"}};
  how.watched_disk = false;
  return how;
}

auto faulty(std::uint64_t seed) -> conditions {
  auto how = plain(seed);
  how.binary = faulty_binary();
  how.watched_disk = true;
  return how;
}

auto at_points(std::span<const char* const> points, std::string act, unsigned faults, std::uint64_t seed,
               dice& random) -> std::function<std::string(const std::string& verb)> {
  return [=, &random, left = faults](const std::string& verb) mutable -> std::string {
    if (verb != "serve" || left == 0) return {};
    const auto point = left-- == faults ? seed % points.size() : random() % points.size();
    return act + "@" + points[point] + "#" + std::to_string(1 + random() % 12);
  };
}

fate::fate(const yardstick& by, std::uint64_t seed, plan how)
    : by_(by), random_(seed), how_(std::move(how)), own_(own_step(seed)) {}

/// The passing of that number, counted from 0 through one point after the other.
auto fate::at_passing(const std::vector<step>& all, std::uint64_t number) -> step {
  auto chosen = all.begin();
  for (; number >= chosen->at; ++chosen) number -= chosen->at;
  return {chosen->verb, chosen->point, number + 1};
}

/// `at` of each: how often it is passed.
auto fate::wanted_of(const std::string& verb) const -> std::vector<step> {
  std::vector<step> all;
  if (const auto known = by_.passings.find(verb); known != by_.passings.end())
    for (const auto& [point, passed] : known->second)
      if (how_.wanted(point)) all.push_back({verb, point, passed});
  return all;
}

auto fate::passings_of(const std::vector<step>& all) -> std::uint64_t {
  std::uint64_t sum = 0;
  for (const auto& each : all) sum += each.at;
  return sum;
}

auto fate::own_step(std::uint64_t seed) -> step {
  std::vector<step> all;
  for (const auto& [verb, points] : by_.passings)
    for (auto& each : wanted_of(verb)) all.push_back(std::move(each));
  if (all.empty()) return {};
  if (how_.over == spread::points) {
    auto chosen = all[seed % all.size()];
    chosen.at = 1 + random_() % chosen.at;
    return chosen;
  }
  return at_passing(all, static_cast<std::uint64_t>(share_of(seed) * static_cast<double>(passings_of(all))));
}

auto fate::next(const std::string& verb, const std::map<std::string, std::uint64_t>& struck) -> std::string {
  if (struck.contains(own_.point)) own_ = {};
  if (own_.verb != verb) return chance(verb);
  const auto now = own_;
  own_.at = (own_.at + 1) / 2;  // the next process has less before it
  return order(now.point, now.at);
}

auto fate::chance(const std::string& verb) -> std::string {
  const auto all = wanted_of(verb);
  if (how_.times == 0 || all.empty()) return {};
  // Where passings count, half of the faults by chance look for the rare steps all the same.
  auto chosen = all[random_() % all.size()];
  if (how_.over == spread::passings && random_() % 2 == 0) {
    const auto many = at_passing(all, random_() % passings_of(all)).point;
    chosen = *std::find_if(all.begin(), all.end(), [&](const step& each) { return each.point == many; });
  }
  // The later faults of a life find less left of it.
  const auto most = std::max<std::uint64_t>(1, chosen.at / (1 + random_() % how_.times));
  --how_.times;
  return order(chosen.point, 1 + random_() % most);
}

auto fate::order(const std::string& point, std::uint64_t at) const -> std::string {
  return how_.act + "@" + point + "#" + std::to_string(at);
}

}  // namespace waybill::crash
