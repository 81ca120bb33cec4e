#include "actors/projection_figures.hpp"

#include <algorithm>

namespace waybill {
namespace {

/// Those that the models of `control` write.
auto control_bytes(const projection_store& rows) -> result<std::uint64_t> {
  std::uint64_t bytes = 0;
  for (const auto one :
       {family::imports, family::chunks, family::accounts, family::projects, family::usage}) {
    const auto walked = rows.scan(one, {}, {}, [&](std::string_view key, std::string_view value) {
      bytes += key.size() + value.size();
      return true;
    });
    if (!walked) return walked.why();
  }
  return bytes;
}

}  // namespace

auto figures_of(const event_log& log, const projection_store& rows, const projection_set& set)
    -> result<std::vector<projection_figures>> {
  const auto layout = rows.get(family::checkpoints, "layout");
  if (!layout) return layout.why();
  const auto of_control = control_bytes(rows);
  if (!of_control) return of_control.why();
  const auto tail = log.tail();
  const auto told = [&](const char* name, const projection_runner& one, std::uint64_t bytes) {
    const auto at = one.at();
    return projection_figures{name, at, tail - std::min(tail, at), bytes, layout->value_or(""), one.stuck()};
  };
  const auto total = rows.size_bytes();
  return std::vector{told("control", *set.control, *of_control),
                     told("collections", *set.collections, total - std::min(total, *of_control))};
}

}  // namespace waybill
