#include "actors/rebuild.hpp"

#include "actors/data_directory.hpp"
#include "actors/projection_set.hpp"
#include "events/fault_point.hpp"

namespace waybill {
namespace {

auto fold_all(const settings& config, const std::string& directory, const event_log& log) -> result<digest> {
  auto store = open_projections_of(log, config, directory);
  if (!store) return store.why();
  auto set = open_projection_set(log, **store, {});
  if (!set) return set.why();
  if (auto folded = catch_up(*set); !folded) return folded.why();
  return (*store)->content_digest();
}

}  // namespace

auto rebuild(const settings& config) -> result<rebuild_report> {
  const auto lock = directory_lock::take(config.data_directory);
  if (!lock) return lock.why();
  const auto log = open_log(config);
  if (!log) return log.why();
  rebuild_report report;
  const auto old_ones = projections_path(config);
  // What an interrupted one left behind says nothing of how this one is done.
  sweep_projections(config);
  const auto new_ones = new_projections_path(config);
  // Beside the old ones: when the log turns out to be damaged, those are still there.
  const auto after = fold_all(config, new_ones, **log);
  if (!after) return after.why();
  const auto before = fold_all(config, old_ones, **log);
  if (before) report.before = *before;
  report.had_no_room = !before && before.why().code == errc::storage_full;
  fault_point("rebuild.folded");
  if (auto replaced = replace_projections(config); !replaced) return std::move(replaced).why();
  report.after = *after;
  report.events = (*log)->tail();
  return report;
}

}  // namespace waybill
