#include "actors/projection_rebuild.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "actors/background.hpp"
#include "actors/data_directory.hpp"
#include "actors/journal.hpp"
#include "backup/pace.hpp"
#include "projections/closed_store.hpp"
#include "projections/search/search_model.hpp"

namespace waybill {
namespace {

constexpr std::string_view control = "control", collections = "collections";
constexpr std::array families_of_search{family::words};
constexpr std::size_t step_bytes = std::size_t{4} << 20;
constexpr std::size_t step_rows = 50'000;
constexpr std::uint64_t bytes_per_s = std::uint64_t{64} << 20;

}  // namespace

projection_rebuild::~projection_rebuild() {
  stopped_ = true;
  if (thread_.joinable()) thread_.join();
}

auto projection_rebuild::projections() const -> std::vector<projection_figures> {
  std::vector<projection_figures> all;
  const auto total = rows_.size_bytes();
  std::uint64_t of_control = 0;
  for (const auto one : families_of_control()) of_control += rows_.size_bytes(one);
  const std::string layout{projection_store::layout()};
  const auto tail = log_.tail();
  const auto add = [&](std::string_view name, const projection_runner& one, std::uint64_t bytes) {
    all.push_back({std::string(name), one.at(), std::max(tail, one.at()), bytes, layout, one.stuck()});
  };
  add(control, *set_.control, of_control);
  const auto of_search = rows_.size_bytes(family::words);
  add(collections, *set_.collections, total - std::min(total, of_control + of_search));
  add(search_model_name, *set_.search, of_search);
  return all;
}

auto projection_rebuild::may_rebuild(std::string_view name) -> result<done> {
  if (name == control || name == search_model_name) return done{};
  if (name == collections)
    return {errc::wrong_status,
            "Imports decide by 'collections': it is not exchanged while they work. Drain and stop the server "
            "('waybill console stop --when-idle'), run 'waybill rebuild', and start it again."};
  return {errc::not_found, "There is no such projection; there are 'control', 'collections' and 'search'."};
}

auto projection_rebuild::begin(std::string_view name) -> result<done> {
  if (auto may = may_rebuild(name); !may) return may;
  const std::scoped_lock lock{mutex_};
  if (now_.running) return {errc::busy, "A projection is being rebuilt already."};
  if (thread_.joinable()) thread_.join();
  now_ = {true, true, 0, log_.tail(), 0, {}};
  try {
    thread_ = std::thread([this, what = std::string(name)] { run(what); });
  } catch (const std::system_error&) {
    now_ = {};
    return {errc::unavailable, "The server has no thread to rebuild it."};
  }
  return done{};
}

auto projection_rebuild::figures() const -> projection_rebuild_figures {
  const std::scoped_lock lock{mutex_};
  return now_;
}

void projection_rebuild::run(const std::string& what) {
  work_in_background();
  const auto changed = what == control ? rebuild_control() : rebuild_search();
  if (changed)
    journal::info("projection.rebuilt", {{"projection", what}, {"changed", std::to_string(*changed)}});
  else
    journal::warn("projection.not_rebuilt", {{"projection", what}, {"why", changed.why().message}});
  const std::scoped_lock lock{mutex_};
  now_.running = false;
  if (changed)
    now_.changed = *changed;
  else
    now_.why = changed.why().message;
}

auto projection_rebuild::rebuild_control() -> result<std::uint64_t> {
  const auto directory = new_projections_path(config_);
  remove_store(directory);
  auto changed = fold_and_exchange(directory);
  remove_store(directory);
  return changed;
}

/// In its own place: who searches meanwhile looks through what is not there.
auto projection_rebuild::rebuild_search() -> result<std::uint64_t> {
  if (auto begun = set_.search->begin_again(families_of_search); !begun) return begun.why();
  auto folded = fold_all(*set_.search);
  if (!folded) return folded.why();
  return std::uint64_t{0};
}

auto projection_rebuild::fold_all(projection_runner& one) -> result<done> {
  backup::pace speed{bytes_per_s, [this] { return stopped_.load(); }};
  for (bool goes_on = true; goes_on;) {
    const auto more = one.step(step_bytes, step_rows, true);
    if (!more) return more.why();
    goes_on = *more;
    if (auto may = speed.spend(step_bytes); !may) return may;
    const std::scoped_lock lock{mutex_};
    now_.at = one.at();
    now_.end = log_.tail();
  }
  return done{};
}

auto projection_rebuild::fold_and_exchange(const std::string& directory) -> result<std::uint64_t> {
  constexpr std::uint64_t small_cache = std::uint64_t{2} << 20;
  auto small = config_;
  small.storage_projection_cache_bytes = std::min(small.storage_projection_cache_bytes, small_cache);
  const auto rows = open_projections(small, directory);
  if (!rows) return rows.why();
  const auto set = open_projection_set(log_, **rows, {});
  if (!set) return set.why();
  if (auto folded = fold_all(*set->control); !folded) return folded.why();
  return set_.control->exchange(*set->control, **rows, families_of_control());
}

}  // namespace waybill
