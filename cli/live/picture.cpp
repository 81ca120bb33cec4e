#include "cli/live/picture.hpp"

#include <algorithm>
#include <utility>

#include "cli/console/verbs.hpp"

namespace waybill::cli::live {
namespace {

auto rate(std::uint64_t before, std::uint64_t now, std::chrono::duration<double> time)
    -> std::optional<double> {
  if (time.count() <= 0 || now < before) return std::nullopt;
  return static_cast<double>(now - before) / time.count();
}

}  // namespace

auto take_picture(console::client& server) -> result<picture> {
  picture seen;
  auto status = ask_console<console::status_told>(server, console::status_asked{});
  if (!status) return std::move(status).why();
  seen.status = std::move(*status);
  const auto commits = ask_console<console::commits_told>(server, console::commits_asked{});
  if (!commits) return commits.why();
  seen.commits = *commits;
  auto actors = ask_console<console::actors_told>(server, console::actors_asked{});
  if (!actors) return std::move(actors).why();
  seen.actors = std::move(actors->items);
  seen.actors_total = actors->total;
  constexpr std::uint64_t most = 100;
  for (const auto* const at_work : {"parsing", "processing"}) {
    auto some = ask_console<console::imports_told>(server, console::imports_asked{at_work, most, ""});
    if (!some) return std::move(some).why();
    std::ranges::move(some->items, std::back_inserter(seen.imports));
  }
  seen.at = std::chrono::steady_clock::now();
  return seen;
}

auto records_per_second(const picture& before, const picture& now) -> std::optional<double> {
  return rate(before.status.records_applied, now.status.records_applied, now.at - before.at);
}

auto records_per_second(const picture& before, const picture& now, const console::import_told& import)
    -> std::optional<double> {
  const auto then = std::ranges::find(before.imports, import.id, &console::import_told::id);
  if (then == before.imports.end()) return std::nullopt;
  return rate(then->processed, import.processed, now.at - before.at);
}

}  // namespace waybill::cli::live
