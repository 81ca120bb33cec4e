#include "actors/rebuild.hpp"

#include <filesystem>

#include "actors/data_directory.hpp"
#include "actors/projection_set.hpp"

namespace waybill {
namespace {

auto fold_all(const settings& config, const event_log& log) -> result<digest> {
  auto store = open_projections(config);
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
  if (const auto before = fold_all(config, **log)) report.before = *before;
  std::error_code failed;
  std::filesystem::remove_all(projections_path(config), failed);
  if (failed) return {errc::unavailable, "The old projections cannot be removed: " + failed.message() + "."};
  const auto after = fold_all(config, **log);
  if (!after) return after.why();
  report.after = *after;
  report.events = (*log)->tail();
  return report;
}

}  // namespace waybill
