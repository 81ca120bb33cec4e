// What operators do for the server as a whole: read models, people, backups.
#include "actors/operator_desk.hpp"
#include "tests/console/house.hpp"

using namespace waybill;
using namespace waybill::console;
using namespace waybill::tests;
using Catch::Matchers::Contains;

namespace {

/// Until it is through.
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
  REQUIRE(all.items.size() == 2);
  CHECK(all.items[0].name == "control");
  CHECK(all.items[0].size_bytes > 0);
  CHECK(all.items[1].name == "collections");
  for (const auto& one : all.items) {
    CHECK_FALSE(one.layout.empty());
    CHECK_FALSE(one.stuck);
  }
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
  const auto did = house.core->log().read_stream("operator/anna", 1, 10);
  REQUIRE(did);
  CHECK(did->size() == 1);
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
