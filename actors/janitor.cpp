#include "actors/janitor.hpp"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "events/fault_point.hpp"

namespace waybill {
namespace {

constexpr std::chrono::minutes between_rounds{1};

auto janitor_behavior(janitor_actor::pointer self, const std::string& data_directory,
                      const std::function<void()>& tend, derived_files* derived, std::mutex* removals)
    -> janitor_actor::behavior_type {
  end_process_when_it_throws(self, "janitor");
  return with_fault_point<janitor_actor::behavior_type>(
      "actor.janitor",
      [data_directory, derived, removals](const remove_file& order) {
        fault_point("discard.before");
        std::unique_lock<std::mutex> allowed;
        if (removals != nullptr) allowed = std::unique_lock(*removals);
        if (derived != nullptr) derived->remove(order.path);
        const auto path = data_directory + "/" + order.path;
        std::error_code ignored;
        const auto behind = std::filesystem::read_symlink(path, ignored);
        // Of a link the link alone: what it leads to somebody else put there. A folder is none of ours.
        const int failed = ::unlink(path.c_str()) == 0 || errno == ENOENT ? 0 : errno;
        fault_point("discard.after");
        if (failed != 0)
          journal::warn("file.not_removed",
                        {{"file", order.path}, {"why", std::generic_category().message(failed)}});
        else if (!behind.empty())
          journal::warn("file.link_removed",
                        {{"file", order.path}, {"what", "what it led to stays: " + behind.string()}});
      },
      [self, tend](const look_for_old_files&) {
        if (!tend) return;
        tend();
        self->delayed_send(self, between_rounds, look_for_old_files{});
      });
}

}  // namespace

auto spawn_janitor(caf::actor_system& system, std::string data_directory, std::function<void()> tend,
                   derived_files* derived, std::mutex* removals) -> janitor_actor {
  return spawn_with_thread(system, "janitor", janitor_behavior, std::move(data_directory), std::move(tend),
                           derived, removals);
}

}  // namespace waybill
