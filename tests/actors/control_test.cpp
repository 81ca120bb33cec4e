#include <nlohmann/json.hpp>

#include "actors/rebuild.hpp"
#include "tests/actors/engine_fixture.hpp"
#include "tests/actors/fault_points.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

constexpr std::size_t much = bulk(60'000);

/// One seat only, so that a second import waits. The reader of the first import stands at a gate after some
/// chunks: however fast the machine is, until then that import is at work.
struct one_busy_seat : engine_fixture {
  one_busy_seat() {
    stop();
    config.imports_concurrent = 1;
    start();
  }
  auto command(const import_id& id, import_verb verb) -> result<import_row> {
    return core->imports().command(owner, id, verb);
  }
  auto submit_at_work() -> import_id {
    auto id = submit(many(much));
    gate.wait_for_somebody();
    return id;
  }
  /// The reader goes on when its import has stopped.
  void stop_and_start() {
    gate.open_at("stop.imports_ended");
    restart();
  }
  /// The steps of its story that have this tag.
  auto story(const import_id& id, std::string_view tag) -> std::vector<story_item> {
    auto page = core->import_view().story(owner, id, 100, {}, false);
    REQUIRE(page);
    std::erase_if(page->items, [&](const auto& item) { return item.type != tag; });
    return page->items;
  }

  gate_at gate{"actor.reader", 3};
};

}  // namespace

TEST_CASE_METHOD(
    one_busy_seat,
    "given a running import, when it is paused twice and resumed, then it ends as if nothing had been") {
  const auto id = submit_at_work();
  const auto paused = command(id, import_verb::pause);
  REQUIRE(paused);
  CHECK(paused->progress.counts.processed() > 0);
  CHECK(paused->status == import_status::paused);
  CHECK(command(id, import_verb::pause)->changed_at == paused->changed_at);
  CHECK(command(id, import_verb::retry).why().code == errc::wrong_status);
  stop_and_start();
  CHECK(core->import_view().get(owner, id)->status == import_status::paused);
  CHECK(command(id, import_verb::resume)->status != import_status::paused);
  const auto row = completed(id);
  CHECK(row.progress.counts == tally{much, 0, 0, 0});
  CHECK(urls().size() == much);
}

TEST_CASE_METHOD(
    one_busy_seat,
    "given a cancelled import, when it is retried, then it goes on and applies no record twice") {
  const auto id = submit_at_work();
  const auto cancelled = command(id, import_verb::cancel);
  REQUIRE(cancelled);
  CHECK(cancelled->status == import_status::cancelled);
  CHECK(command(id, import_verb::cancel)->changed_at == cancelled->changed_at);
  CHECK(std::filesystem::exists(config.data_directory + "/" + cancelled->file.path));
  const auto retried = command(id, import_verb::retry);
  REQUIRE(retried);
  CHECK(retried->attempt == 2);
  const auto row = completed(id);
  CHECK(row.progress.counts == tally{much, 0, 0, 0});
  CHECK(command(id, import_verb::cancel).why().code == errc::wrong_status);
  CHECK(command(id, import_verb::pause).why().code == errc::wrong_status);
  REQUIRE(command(id, import_verb::remove));
  CHECK(core->import_view().get(owner, id).why().code == errc::not_found);
  CHECK(command(id, import_verb::remove).why().code == errc::not_found);
}

TEST_CASE_METHOD(one_busy_seat,
                 "given an import that waits for a seat, when it is cancelled, then it never runs") {
  const auto running = submit_at_work();
  const auto waiting = submit(many(10, 100'000));
  CHECK(command(waiting, import_verb::cancel)->status == import_status::cancelled);
  gate.open();
  completed(running);
  CHECK(core->import_view().get(owner, waiting)->progress.counts.processed() == 0);
}

TEST_CASE_METHOD(one_busy_seat,
                 "given a running import, when the engine stops and starts, then it goes on by itself") {
  const auto id = submit_at_work();
  stop_and_start();
  const auto row = completed(id);
  CHECK(row.progress.counts == tally{much, 0, 0, 0});
  CHECK(urls().size() == much);
}

TEST_CASE_METHOD(
    one_busy_seat,
    "given imports at work, waiting and paused, when the engine starts again, then the story of the one at "
    "work says so, once, and where it went on") {
  const auto running = submit_at_work();
  const auto waiting = submit(many(10, 100'000));
  const auto paused = submit(many(10, 200'000));
  REQUIRE(command(paused, import_verb::pause));
  const auto before = wait_for(running, import_status::processing);
  REQUIRE(before.status == import_status::processing);
  stop_and_start();
  const auto row = completed(running);
  CHECK(row.progress.counts == tally{much, 0, 0, 0});
  completed(waiting);
  const auto again = story(running, import_taken_up::tag);
  REQUIRE(again.size() == 1);
  CHECK(again[0].by == "system");
  const auto next = nlohmann::json::parse(again[0].data).at("next_record").get<std::uint64_t>();
  CHECK(next > before.progress.counts.processed());
  CHECK(next <= much + 1);
  CHECK(again[0].summary ==
        "The server was started again; it goes on with record " + std::to_string(next) + ".");
  CHECK(story(waiting, import_taken_up::tag).empty());
  CHECK(story(paused, import_taken_up::tag).empty());
  restart();
  CHECK(story(running, import_taken_up::tag).size() == 1);
}

TEST_CASE_METHOD(engine_fixture,
                 "given an engine at work, when a second one opens its directory, then it is refused") {
  const auto second = open_engine(config, system_clock_source());
  REQUIRE_FALSE(second);
  CHECK(second.why().code == errc::locked);
}

TEST_CASE_METHOD(
    engine_fixture,
    "given all kinds of events, when the projections are rebuilt, then they equal the old ones") {
  completed(submit(many(much / 2)));
  completed(submit(many(1'000), "overwrite"));
  const auto id = bookmarks()->list(owner, {})->items.at(0).id;
  REQUIRE(core->imports().delete_record("bookmarks", owner, id));
  stop();
  const auto report = rebuild(config);
  REQUIRE(report);
  CHECK(report->before);
  CHECK(report->equal());
  std::filesystem::remove_all(config.data_directory + "/projections");
  start();
  CHECK(urls().size() == much / 2 - 1);
}

TEST_CASE_METHOD(
    engine_fixture,
    "given an account, when tokens come and go, then only those that are there let somebody in") {
  auto& desk = core->accounts();
  const auto token = desk.add_token(owner, "laptop");
  INFO((token ? "" : token.why().message));
  REQUIRE(token);
  CHECK(desk.by_token(token->text)->user == owner);
  CHECK_FALSE(desk.by_token("wbt_wrong"));
  REQUIRE(desk.revoke_token(owner, token->info.id));
  CHECK(desk.by_token(token->text).why().code == errc::unauthorized);
  CHECK(desk.revoke_token(owner, token->info.id).why().code == errc::not_found);
  CHECK(desk.add_user("anna", "correct horse", role::user, "system").why().code == errc::name_taken);
  const auto session = desk.sign_in("anna", "correct horse", "127.0.0.1");
  REQUIRE(session);
  CHECK(desk.by_cookie(session->cookie)->session.has_value());
  restart();
  auto& later = core->accounts();
  CHECK(later.by_cookie(session->cookie)->user == owner);
  REQUIRE(later.set_password("anna", "another horse", "system"));
  CHECK_FALSE(later.by_cookie(session->cookie));
  for (int i = 0; i < 5; ++i)
    CHECK(later.sign_in("anna", "wrong", "10.0.0.1").why().code == errc::unauthorized);
  CHECK(later.sign_in("anna", "another horse", "10.0.0.1").why().code == errc::too_many_requests);
  CHECK(later.sign_in("anna", "another horse", "10.0.0.2"));
}
