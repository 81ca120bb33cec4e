// What operators do for the server as a whole: read models, people, backups.
#include "actors/operator_desk.hpp"
#include "projections/bookmarks/bookmark_views.hpp"
#include "projections/operations_model.hpp"
#include "tests/console/house.hpp"

using namespace waybill;
using namespace waybill::console;
using namespace waybill::tests;
using Catch::Matchers::Contains;

namespace {

/// Until it is through.
auto rebuilt(client& asks) -> rebuild_told {
  for (;;) {
    auto now = told<rebuild_told>(asks.ask(rebuild_asked{}));
    if (!now.running) return now;
    std::this_thread::yield();
  }
}

auto backed_up(client& asks) -> backup_told {
  for (;;) {
    auto now = told<backup_told>(asks.ask(backup_asked{}));
    if (!now.running) return now;
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("given read models, when an operator asks, then each is told with its lag, size and layout") {
  console_house house;
  house.completed(house.submit(many(3)));
  const auto all = told<projections_told>(house.enter()->ask(projections_asked{}));
  REQUIRE(all.items.size() == 3);
  CHECK(all.items[0].name == "control");
  CHECK(all.items[1].name == "collections");
  CHECK(all.items[2].name == "search");
  for (const auto& one : all.items) {
    CHECK(one.layout == projection_store::layout());
    CHECK_FALSE(one.stuck);
  }
}

TEST_CASE(
    "given imports at work, when 'control' is folded anew, then reads and imports go on, and nothing "
    "differs") {
  console_house house;
  const auto anna = house.enter();
  const auto before = house.submit(many(700));
  house.completed(before);
  std::vector<import_id> others;
  for (int round = 0; round < 5; ++round) {
    others.push_back(house.submit(many(600, 1'000 * static_cast<std::size_t>(round + 1))));
    told<done_told>(anna->ask(order_rebuild{"control"}));
    CHECK(told<import_told>(anna->ask(import_asked{before.value})).processed == 700);
    const auto now = rebuilt(*anna);
    CHECK(now.why.empty());
    CHECK(now.changed == 0);
  }
  for (const auto& one : others) CHECK(house.completed(one).progress.counts.processed() == 600);
  CHECK_FALSE(std::filesystem::exists(house.config.data_directory + "/projections.new"));
}

TEST_CASE("given bookmarks, when 'search' is folded anew, then it has all of the log again") {
  console_house house;
  const auto anna = house.enter();
  house.completed(house.submit(many(300)));
  told<done_told>(anna->ask(order_rebuild{"search"}));
  const auto now = rebuilt(*anna);
  CHECK(now.why.empty());
  CHECK(now.at > 0);
  const auto shown = house.core->shown("bookmarks", house.owner);
  REQUIRE(shown);
  const auto found = make_bookmark_views(shown->rows, shown->log)
                         ->list(house.owner, {.text = "https", .tags = {}, .limit = 500, .cursor = {}});
  REQUIRE(found);
  CHECK(found->size() == 300);
}

TEST_CASE(
    "given what cannot be rebuilt now, when that is asked for, then it says why, and nothing is written "
    "down") {
  console_house house;
  const auto anna = house.enter();
  const auto refused = anna->ask(order_rebuild{"collections"});
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::wrong_status);
  CHECK_THAT(refused.why().message, Contains("Drain") && Contains("waybill rebuild"));
  CHECK(anna->ask(order_rebuild{"nothing"}).why().code == errc::not_found);
  CHECK(anna->ask(order_rebuild{""}).why().code == errc::not_found);
  CHECK(house.core->log().head("operator/anna")->version == 0);
  CHECK_FALSE(told<rebuild_told>(anna->ask(rebuild_asked{})).began);
}

TEST_CASE(
    "given somebody who is signed in, when an operator signs them out, then their session and its streams "
    "end") {
  console_house house;
  const auto anna = house.enter();
  auto& accounts = house.core->accounts();
  const auto session = accounts.sign_in("anna", "correct horse", "127.0.0.1");
  REQUIRE(session);
  REQUIRE(accounts.add_token(house.owner, "a token"));
  std::promise<void> lost;
  const auto held = accounts.hold_right({session->who, role::user}, [&lost] { lost.set_value(); });
  REQUIRE(held);
  const auto open = told<sessions_told>(anna->ask(sessions_asked{}));
  REQUIRE(open.items.size() == 1);
  CHECK(open.items.front().username == "anna");
  const auto tokens = told<tokens_told>(anna->ask(tokens_asked{}));
  REQUIRE(tokens.items.size() == 1);
  CHECK(tokens.items.front().name == "a token");
  const auto people = told<accounts_told>(anna->ask(accounts_asked{}));
  REQUIRE(people.items.size() == 1);
  CHECK(people.items.front().sessions == 1);
  CHECK(people.items.front().tokens == 1);
  told<done_told>(anna->ask(order_sign_out{"anna"}));
  CHECK(lost.get_future().wait_for(console_house::patience) == std::future_status::ready);
  CHECK(accounts.by_cookie(session->cookie).why().code == errc::unauthorized);
  CHECK(anna->ask(order_sign_out{"nobody"}).why().code == errc::no_such_user);
  CHECK(anna->ask(order_sign_out{""}).why().code == errc::no_such_user);
  const auto did = house.core->operators().operations(10, "");
  REQUIRE(did);
  REQUIRE(did->size() == 1);
  CHECK((*did)[0].by == "anna");
  CHECK((*did)[0].verb == "sign-out");
  CHECK((*did)[0].subject == house.owner.value);
}

TEST_CASE("given a folder, when an operator has a backup made, then the log says that it was, and by whom") {
  console_house house;
  const auto anna = house.enter();
  house.completed(house.submit(many(3)));
  const auto folder = house.directory.path() + "/backups";
  CHECK(told<backup_told>(anna->ask(backup_asked{})).told_at == 0);
  told<done_told>(anna->ask(order_backup{folder}));
  const auto done = backed_up(*anna);
  CHECK(done.type == "server.backup_finished.v1");
  CHECK_THAT(done.summary, Contains(folder));
  CHECK(house.core->log().read_at(done.told_at)->head.by == "operator/anna");
  told<done_told>(anna->ask(order_backup{house.config.data_directory + "/inside"}));
  const auto failed = backed_up(*anna);
  CHECK(failed.type == "server.backup_failed.v1");
  for (const std::string bad : {"", "backups", "./x"})
    CHECK(anna->ask(order_backup{bad}).why().code == errc::bad_value);
}

TEST_CASE("given commands of operators, when they are listed page by page, then the newest come first") {
  console_house house;
  for (std::uint64_t n = 1; n <= 5; ++n)
    told<done_told>(house.enter(n % 2 == 0 ? "anna" : "bob")->ask(order_seats{n}));
  std::vector<std::string> values;
  for (std::string cursor;;) {
    const auto some = house.core->operators().operations(2, cursor);
    REQUIRE(some);
    for (const auto& one : some->items) values.push_back(one.by + one.value);
    cursor = some->next_cursor;
    if (cursor.empty()) break;
  }
  CHECK(values == std::vector<std::string>{"bob5", "anna4", "bob3", "anna2", "bob1"});
  CHECK(house.core->operators().operations(2, "x").why().code == errc::bad_value);
}
