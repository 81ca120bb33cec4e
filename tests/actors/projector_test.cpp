// The projector's word of when many rows come in.
#include "actors/projector.hpp"

#include <caf/all.hpp>
#include <condition_variable>
#include <mutex>

#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

/// What the projector said, from its thread.
class heard {
 public:
  void say(bool busy) {
    const std::scoped_lock lock{mutex_};
    said_.push_back(busy);
    changed_.notify_all();
  }
  auto wait_for(bool busy) -> bool {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{30},
                             [&] { return !said_.empty() && said_.back() == busy; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> said_;
};

}  // namespace

TEST_CASE(
    "given a projector, when many rows come, then it says that it is busy; when none come any more, then "
    "all are written, and it says that too") {
  store_world world;
  for (std::uint64_t chunk = 1; chunk <= 3; ++chunk)
    world.apply(world.order(
        "imp_1", chunk_of(chunk, {chunk * 10, chunk * 10 + 1, chunk * 10 + 2}, (chunk - 1) * 3 + 1)));
  heard news;
  caf::actor_system_config config;
  caf::actor_system system{config};
  projector_plan plan{"bookmarks", 1, 4, std::chrono::milliseconds{20}};
  plan.busy = [&news](bool busy) { news.say(busy); };
  SECTION("more than are flushed at once") {
    const auto projector = spawn_projector(system, *world.set.bookmarks, plan);
    caf::anon_send(projector, log_advanced{world.log->tail()});
    CHECK(news.wait_for(false));
    CHECK(world.set.bookmarks->at() == world.log->tail());
    caf::anon_send_exit(projector, caf::exit_reason::user_shutdown);
  }
  SECTION("exactly as many") {
    plan.flush_rows = 9;
    plan.linger = std::chrono::hours{1};
    const auto projector = spawn_projector(system, *world.set.bookmarks, plan);
    caf::anon_send(projector, log_advanced{world.log->tail()});
    CHECK(news.wait_for(true));
    CHECK(world.set.bookmarks->at() == world.log->tail());
    caf::anon_send_exit(projector, caf::exit_reason::user_shutdown);
  }
}

TEST_CASE(
    "given a projector that is many steps behind, when somebody asks for everything, then everything is "
    "written, however long it would have lingered") {
  store_world world;
  for (std::uint64_t chunk = 1; chunk <= 9; ++chunk)
    world.apply(world.order("imp_1", chunk_of(chunk, {chunk}, chunk)));
  caf::actor_system_config config;
  caf::actor_system system{config};
  const auto projector =
      spawn_projector(system, *world.set.bookmarks, {"bookmarks", 1, 1'000'000, std::chrono::hours{1}});
  caf::anon_send(projector, show_everything{});
  CHECK(world.set.bookmarks->wait_for(world.log->tail(), std::chrono::seconds{30}));
  caf::anon_send_exit(projector, caf::exit_reason::user_shutdown);
}
