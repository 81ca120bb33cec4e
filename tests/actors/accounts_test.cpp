// Who may: what is asked at the same moment is decided where it is written, one after the other.
#include <catch2/catch.hpp>

#include "actors/accounts_actor.hpp"
#include "actors/log_actor.hpp"
#include "events/hash.hpp"
#include "tests/actors/refusing_log.hpp"
#include "tests/actors/stepped.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

struct stepped_accounts : stepped {
  stepped_accounts() {
    writer = spawn_log_actor(system(), log);
    accounts = spawn_accounts_actor(system(), {writer,
                                               clock(),
                                               {},
                                               std::chrono::minutes{60},
                                               std::make_shared<known_names>(),
                                               std::make_shared<held_rights>()});
    run();
  }
  ~stepped_accounts() {
    end(accounts);
    end(writer);
  }
  stepped_accounts(const stepped_accounts&) = delete;
  auto operator=(const stepped_accounts&) -> stepped_accounts& = delete;

  auto inhabit(const std::string& name, role may) -> user_id {
    auto asked = ask<account_answer>(accounts, create_account{name, may, "hash", "system"});
    run();
    REQUIRE(asked->what);
    return asked->what->id;
  }
  auto order(const user_id& user, account_event event, const std::string& by) -> question<account_answer> {
    return ask<account_answer>(accounts, change_account{user, std::move(event), by});
  }
  auto change(const user_id& user, account_event event, const std::string& by) -> result<account_state> {
    auto asked = order(user, std::move(event), by);
    run();
    return asked->what;
  }
  /// How often it stands in the log that the account was disabled.
  auto times_disabled(const user_id& user) -> int {
    const auto events = log.read_stream(account_stream(user), 1, 1'000, 1 << 20);
    REQUIRE(events);
    return static_cast<int>(std::ranges::count_if(
        *events, [](const auto& event) { return event.head.tag == account_disabled::tag; }));
  }

  refusing_log log;
  log_actor writer;
  accounts_actor accounts;
};

}  // namespace

TEST_CASE(
    "given two administrators, when each disables the other at the same moment, then the one who came second "
    "is refused, and one of them stays") {
  stepped_accounts here;
  const auto ann = here.inhabit("ann", role::admin);
  const auto bob = here.inhabit("bob", role::admin);
  auto first = here.order(bob, account_disabled{}, ann.value);
  auto second = here.order(ann, account_disabled{}, bob.value);
  here.run();
  REQUIRE(first->what);
  CHECK(first->what->disabled);
  REQUIRE_FALSE(second->what);
  CHECK(second->what.why().code == errc::unauthorized);
  CHECK(here.times_disabled(ann) == 0);
}

TEST_CASE("given two who disable two others, when that leaves no administrator, then the last one stays") {
  stepped_accounts here;
  const auto ann = here.inhabit("ann", role::admin);
  const auto bob = here.inhabit("bob", role::admin);
  here.inhabit("eve", role::user);
  auto first = here.order(ann, account_disabled{}, "system");
  auto second = here.order(bob, account_disabled{}, "system");
  here.run();
  CHECK(first->what);
  REQUIRE_FALSE(second->what);
  CHECK(second->what.why().code == errc::forbidden);
  CHECK(second->what.why().message ==
        "The last administrator who can sign in stays; make another one first.");
  REQUIRE(here.change(ann, account_enabled{}, "system"));
  CHECK(here.change(bob, account_disabled{}, "system"));
}

TEST_CASE(
    "given an administrator who is being disabled, when they enable somebody at the same moment, then nobody "
    "is enabled by them any more") {
  stepped_accounts here;
  const auto ann = here.inhabit("ann", role::admin);
  const auto bob = here.inhabit("bob", role::admin);
  const auto eve = here.inhabit("eve", role::user);
  REQUIRE(here.change(eve, account_disabled{}, ann.value));
  auto first = here.order(bob, account_disabled{}, ann.value);
  auto second = here.order(eve, account_enabled{}, bob.value);
  here.run();
  CHECK(first->what);
  REQUIRE_FALSE(second->what);
  CHECK(second->what.why().code == errc::unauthorized);
}

TEST_CASE("given an account, when two disable it at the same moment, then it is written once") {
  stepped_accounts here;
  const auto ann = here.inhabit("ann", role::admin);
  const auto bob = here.inhabit("bob", role::admin);
  const auto eve = here.inhabit("eve", role::user);
  auto first = here.order(eve, account_disabled{}, ann.value);
  auto second = here.order(eve, account_disabled{}, bob.value);
  here.run();
  REQUIRE(first->what);
  REQUIRE(second->what);
  CHECK(second->what->disabled);
  CHECK(here.times_disabled(eve) == 1);
}

TEST_CASE("given an account with 99 tokens, when two more come at the same moment, then it has 100") {
  stepped_accounts here;
  const auto ann = here.inhabit("ann", role::user);
  const auto token = [](int number) {
    const auto name = std::to_string(number);
    return token_added{{"tok_" + name}, name, sha256_of(name)};
  };
  for (int number = 1; number <= 99; ++number) REQUIRE(here.change(ann, token(number), ann.value));
  auto first = here.order(ann, token(100), ann.value);
  auto second = here.order(ann, token(101), ann.value);
  here.run();
  CHECK(first->what);
  REQUIRE_FALSE(second->what);
  CHECK(second->what.why().message == "An account has at most 100 tokens; revoke one first.");
}
