// Supervision: actors that throw, commands while the rows are behind, keys used at the same moment.
#include "actors/registry.hpp"

#include <thread>

#include "actors/ask.hpp"
#include "actors/janitor.hpp"
#include "actors/log_actor.hpp"
#include "actors/projector.hpp"
#include "actors/row_waiting.hpp"
#include "actors/store_actor.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

struct registry_world : store_world {
  registry_world() {
    config.set("scheduler.max-threads", 2);
    system = std::make_unique<caf::actor_system>(config);
    writer = spawn_log_actor(*system, *log);
    control = spawn_projector(*system, *set.control, {"control", 4 << 20, 1, {}, {}});
    index = spawn_projector(*system, *set.bookmarks, {"bookmarks", 4 << 20, 1, {}, {}});
    caf::anon_send(writer, follow_log{control});
    caf::anon_send(writer, follow_log{index});
    keeper = spawn_store_actor(*system, *store, *log, writer, index, system_clock_source());
    janitor = spawn_janitor(*system, directory.path());
  }
  ~registry_world() {
    if (registry) CHECK(ask<answered>(*system, registry, stop_imports{}));
    for (const auto& one : {caf::actor_cast<caf::actor>(registry), caf::actor_cast<caf::actor>(janitor),
                            caf::actor_cast<caf::actor>(keeper), caf::actor_cast<caf::actor>(control),
                            caf::actor_cast<caf::actor>(index), caf::actor_cast<caf::actor>(writer)})
      if (one) caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
    registry = nullptr;
    janitor = nullptr;
    keeper = nullptr;
    control = nullptr;
    index = nullptr;
    writer = nullptr;
    system.reset();
  }
  registry_world(const registry_world&) = delete;
  auto operator=(const registry_world&) -> registry_world& = delete;

  void open() {
    registry_plan plan;
    plan.writer = writer;
    plan.store = keeper;
    plan.janitor = janitor;
    plan.clock = system_clock_source();
    plan.log = log.get();
    plan.rows = rows.get();
    plan.imports = set.control.get();
    plan.data_directory = directory.path();
    plan.seats = seats;
    plan.first_pause = std::chrono::milliseconds{1};
    registry = spawn_registry(*system, std::move(plan));
  }

  [[nodiscard]] auto submission(const std::string& import, const std::string& key = "",
                                const std::string& options = R"({"on_duplicate":"skip"})") const
      -> import_submitted {
    return {{import}, owner, "bookmarks", "auto", options, {"a.json", "imports/none.json", 1, {}}, key};
  }

  auto submit(const import_submitted& what) -> result<submit_receipt> {
    auto answer = ask<submit_answer>(*system, registry, submit_order{what});
    if (!answer) return answer.why();
    return std::move(answer->what);
  }

  /// Reads the log until the import has failed; its error.
  auto failure_of(const std::string& import) -> import_failed {
    const auto stream = import_stream({import});
    for (position seen = 0;;) {
      const auto events = log->read_stream(stream, 1, 100);
      REQUIRE(events);
      for (const auto& event : *events)
        if (event.head.tag == import_failed::tag)
          return std::get<import_failed>(*decode_event<import_event>(event.head.tag, event.payload));
      const auto tail = log->wait_beyond(seen, std::chrono::seconds{20});
      REQUIRE(tail > seen);
      seen = tail;
    }
  }

  std::size_t seats = 1;
  caf::actor_system_config config;
  std::unique_ptr<caf::actor_system> system;
  log_actor writer;
  projector_actor control;
  projector_actor index;
  store_actor keeper;
  janitor_actor janitor;
  registry_actor registry;
};

}  // namespace

TEST_CASE(
    "given an import whose actor throws each time, when it died five times, then the import has failed") {
  registry_world world;
  world.open();
  // A number where a text has to be: written by somebody who did not check, it makes the actor throw.
  REQUIRE(world.submit(world.submission("imp_1", "", R"({"on_duplicate":1})")));
  const auto failed = world.failure_of("imp_1");
  CHECK(failed.code == "internal");
  CHECK(failed.message == "The import ended unexpectedly 5 times.");
}

TEST_CASE(
    "given an import of a kind that is not known here, when it is recovered, then it fails and says so") {
  registry_world world;
  auto what = world.submission("imp_1");
  what.kind = "minerals";
  world.append(import_stream({"imp_1"}), import_submitted::tag, encode(what));
  REQUIRE(world.set.control->catch_up());
  world.open();
  REQUIRE(ask<answered>(*world.system, world.registry, recover_imports{})->what);
  CHECK(world.failure_of("imp_1").message == "Imports of this kind are not known here.");
}

TEST_CASE("given an import that waits for a seat, when a stranger says that it rests, then it goes on") {
  registry_world world;
  world.seats = 0;
  world.open();
  REQUIRE(world.submit(world.submission("imp_1")));
  const auto waiting = [&] {
    return ask<import_counts>(*world.system, world.registry, count_imports{})->waiting;
  };
  while (waiting() == 0) std::this_thread::yield();
  caf::scoped_actor stranger{*world.system};
  stranger->send(world.registry, import_rests{{"imp_1"}});
  stranger->send(world.registry, seat_freed{{"imp_1"}});
  CHECK(waiting() == 1);
}

TEST_CASE("given one key, when it comes many times at once, then there is one import") {
  registry_world world;
  world.open();
  std::mutex mutex;
  std::vector<submit_receipt> receipts;
  std::vector<std::thread> askers;
  for (int i = 0; i < 16; ++i)
    askers.emplace_back([&, i] {
      auto answer = world.submit(world.submission("imp_" + std::to_string(i), "the key"));
      const std::scoped_lock lock{mutex};
      if (answer) receipts.push_back(*answer);
    });
  for (auto& one : askers) one.join();
  REQUIRE(receipts.size() == 16);
  std::size_t fresh = 0;
  for (const auto& one : receipts) {
    CHECK(one.id == receipts.front().id);
    fresh += one.repeated ? 0 : 1;
  }
  CHECK(fresh == 1);
}

TEST_CASE(
    "given rows that are behind, when they catch up, fall behind for long, or all stops, then each is told") {
  row_waiting waiting;
  const row_waiting::clock::time_point start{};
  std::vector<std::string> told;
  const auto note = [&](const std::string& name) {
    return [&told, name](const result<done>& shown) { told.push_back(name + (shown ? "" : " refused")); };
  };
  waiting.add(5, start, note("a"));
  waiting.add(7, start, note("b"));
  waiting.look(4, start, false);
  CHECK(told.empty());
  waiting.look(6, start, false);
  CHECK(told == std::vector<std::string>{"a"});
  waiting.look(6, start + row_waiting::patience, false);
  CHECK(told.back() == "b refused");
  waiting.add(9, start, note("c"));
  waiting.look(9, start, true);
  CHECK(told.back() == "c refused");
  CHECK(waiting.size() == 0);
}
