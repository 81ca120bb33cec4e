#include "actors/start_sweep.hpp"

#include "actors/journal.hpp"
#include "actors/upload_sweep.hpp"
#include "backup/take.hpp"
#include "domains/kind.hpp"
#include "handlers/house.hpp"
#include "handlers/leftovers.hpp"

namespace waybill {
namespace {

/// From here on handlers may begin.
void open_handlers(const settings& config) {
  const auto notes = config.data_directory + "/handlers";
  if (const auto ended = handlers::end_leftovers(notes); ended > 0)
    journal::warn("handlers.swept", {{"processes", std::to_string(ended)}});
  const auto around = surroundings_of(config);
  for (const auto* kind : kinds())
    for (const auto& what : kind->missing(*around)) journal::warn("handlers.missing", {{"what", what}});
  handlers::open_house({notes, [](const std::string& import, std::string_view line) {
                          journal::info("handler.said", {{"import", import}, {"line", std::string(line)}});
                        }});
}

}  // namespace

auto sweep_at_start(const settings& config, const projection_store& rows, bool whole,
                    const std::set<std::string>& needed, derived_files& derived) -> result<done> {
  open_handlers(config);
  backup::sweep_staging(config.data_directory);
  if (!whole) return done{};
  if (auto swept = sweep_uploads(config, rows, needed, &derived); !swept) return std::move(swept).why();
  return done{};
}

}  // namespace waybill
