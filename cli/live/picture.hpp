// What `top` shows of a server at one moment, and what changed since the moment before.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "console/client.hpp"
#include "console/vocabulary.hpp"
#include "events/result.hpp"

namespace waybill::cli::live {

struct picture {
  std::chrono::steady_clock::time_point at{};
  console::status_told status;
  console::commits_told commits;
  std::vector<console::import_told> imports;  ///< at work, newest first, at most 100
  std::vector<console::actor_told> actors;    ///< most waiting first, then the busiest; at most 100
  std::uint64_t actors_total = 0;
};

/// Errors: those of `client::ask`.
auto take_picture(console::client& server) -> result<picture>;

/// Records a second between two pictures; nothing when that cannot be told.
auto records_per_second(const picture& before, const picture& now) -> std::optional<double>;
auto records_per_second(const picture& before, const picture& now, const console::import_told& import)
    -> std::optional<double>;

}  // namespace waybill::cli::live
