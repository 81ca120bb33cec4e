// Figures that change by the second and stand in no log.

#include <algorithm>
#include <chrono>
#include <tuple>

#include "actors/actor_card.hpp"
#include "actors/operator_desk.hpp"
#include "console/answers.hpp"

namespace waybill::console {
namespace {

constexpr std::size_t most_actors = 1'000;

auto micros(std::chrono::nanoseconds time) -> std::uint64_t {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(time).count());
}

auto told(const actor_figures& seen, instant now) -> actor_told {
  constexpr double all = 1'000;
  actor_told one;
  one.name = seen.name;
  one.own_thread = seen.own_thread;
  one.mailbox = seen.mailbox;
  one.mailbox_most = seen.mailbox_most;
  one.handled = seen.handled;
  one.busy_us = micros(seen.busy);
  one.busy_permille = static_cast<std::uint64_t>(seen.busy_share * all);
  one.at_work_us = micros(seen.at_work);
  one.age_us = micros(seen.age);
  one.since = to_rfc3339_ms({now.us - static_cast<std::int64_t>(one.age_us)});
  one.restarts = seen.restarts;
  one.last_fault = seen.last_fault;
  return one;
}

}  // namespace

auto answer_to(const session_surroundings& around, const actors_asked& asked) -> answer {
  auto& core = *around.core;
  auto all = actor_cards::all().read(core.operators().actors());
  actors_told some;
  some.total = all.size();
  std::ranges::sort(all, [](const auto& left, const auto& right) {
    return std::tuple{right.mailbox, right.busy_share, left.name} <
           std::tuple{left.mailbox, left.busy_share, right.name};
  });
  all.resize(std::min({all.size(), most_actors, static_cast<std::size_t>(asked.limit)}));
  for (const auto& one : all) some.items.push_back(told(one, core.clock().now()));
  return some;
}

auto answer_to(const session_surroundings& around, const commits_asked&) -> answer {
  constexpr double thousand = 1'000;
  const auto seen = around.core->operators().commits();
  return commits_told{seen.commits, static_cast<std::uint64_t>(seen.per_second * thousand), micros(seen.p50),
                      micros(seen.p99), micros(seen.most)};
}

auto answer_to(const session_surroundings&, const still_here&) -> answer { return done_told{""}; }

}  // namespace waybill::console
