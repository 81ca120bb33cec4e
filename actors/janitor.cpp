#include "actors/janitor.hpp"

#include <filesystem>

#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "events/fault_point.hpp"

namespace waybill {
namespace {

auto janitor_behavior(janitor_actor::pointer self, const std::string& data_directory)
    -> janitor_actor::behavior_type {
  end_process_when_it_throws(self, "janitor");
  return with_fault_point<janitor_actor::behavior_type>(
      "actor.janitor", [data_directory](const remove_file& order) {
        fault_point("discard.before");
        std::error_code failed;
        std::filesystem::remove(data_directory + "/" + order.path, failed);
        fault_point("discard.after");
        if (failed) journal::warn("file.not_removed", {{"file", order.path}, {"why", failed.message()}});
      });
}

}  // namespace

auto spawn_janitor(caf::actor_system& system, std::string data_directory) -> janitor_actor {
  return spawn_with_thread(system, janitor_behavior, std::move(data_directory));
}

}  // namespace waybill
