// Which faults meet the processes of a round, and under what conditions these live.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>

#include "tests/crash/rows.hpp"

namespace waybill::crash {

/// Few records go every way that many would go: chunk by chunk, with files of index rows that are merged
/// later.
auto plain(std::uint64_t seed) -> conditions;
/// The same, in the binary with faults.
auto faulty(std::uint64_t seed) -> conditions;

/// Faults before a server as it starts: the first falls on the next of the points in each round, the others
/// by chance. `points` and `random` must outlive it.
auto at_points(std::span<const char* const> points, std::string act, unsigned faults, std::uint64_t seed,
               dice& random) -> std::function<std::string(const std::string& verb)>;

/// How rounds with seeds one after the other share what there is to be struck.
enum class spread : std::uint8_t {
  points,    ///< each point as often as any other
  passings,  ///< each passing of any of them: who is passed more often is struck more often
};

/// Chooses the faults of one round. The first is the round's own step in the spread, and stays before every
/// process until it strikes; the others come by chance.
class fate {
 public:
  using choice = std::function<bool(const std::string& point)>;
  struct plan {
    std::string act;
    choice wanted;
    unsigned times;  ///< faults by chance
    spread over = spread::points;
  };
  fate(const yardstick& by, std::uint64_t seed, plan how);

  /// What the next process, which runs this verb, has before it; `struck` so far.
  auto next(const std::string& verb, const std::map<std::string, std::uint64_t>& struck) -> std::string;

 private:
  struct step {
    std::string verb, point;
    std::uint64_t at = 0;
  };
  [[nodiscard]] auto wanted_of(const std::string& verb) const -> std::vector<step>;
  static auto passings_of(const std::vector<step>& all) -> std::uint64_t;
  static auto at_passing(const std::vector<step>& all, std::uint64_t number) -> step;
  auto own_step(std::uint64_t seed) -> step;
  auto chance(const std::string& verb) -> std::string;
  [[nodiscard]] auto order(const std::string& point, std::uint64_t at) const -> std::string;

  const yardstick& by_;
  dice random_;
  plan how_;
  step own_;
};

}  // namespace waybill::crash
