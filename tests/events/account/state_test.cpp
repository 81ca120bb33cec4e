// Who may, folded from events: tokens and sessions come and go.
#include "events/account/state.hpp"

#include <catch2/catch.hpp>

using namespace waybill;

namespace {

auto secret_of(std::uint8_t first) -> digest {
  digest made{};
  made[0] = first;
  return made;
}

struct given {
  account_state state;
  auto operator()(const account_event& event, std::int64_t second = 1) -> given& {
    apply(state, event, {second * 1'000'000});
    return *this;
  }
};

auto an_account() -> given {
  given made;
  made(account_created{{"usr_1"}, "anna", role::admin, "hash 1"}, 5);
  return made;
}

auto opened(std::uint8_t number, std::int64_t expires_second) -> session_opened {
  return {{"ses_" + std::to_string(number)}, secret_of(number), {expires_second * 1'000'000}};
}

}  // namespace

TEST_CASE("given a created account, then it has its name, role, hash and time, and nothing else") {
  const auto anna = an_account().state;
  CHECK(anna.id.value == "usr_1");
  CHECK(anna.username == "anna");
  CHECK(anna.may == role::admin);
  CHECK(anna.password_hash == "hash 1");
  CHECK(anna.created_at.us == 5'000'000);
  CHECK(anna.version == 1);
  CHECK(anna.tokens.empty());
  CHECK(anna.sessions.empty());
}

TEST_CASE("given tokens, when one is revoked, then the others stay, oldest first") {
  auto anna = an_account();
  for (std::uint8_t i = 1; i <= 3; ++i)
    anna(token_added{{"tok_" + std::to_string(i)}, "name " + std::to_string(i), secret_of(i)}, 10 + i);
  anna(token_revoked{{"tok_2"}})(token_revoked{{"tok_9"}});
  REQUIRE(anna.state.tokens.size() == 2);
  CHECK(anna.state.tokens[0].id.value == "tok_1");
  CHECK(anna.state.tokens[0].created_at.us == 11'000'000);
  CHECK(anna.state.tokens[1].name == "name 3");
  CHECK(anna.state.tokens[1].secret == secret_of(3));
  CHECK(anna.state.version == 6);
}

TEST_CASE("given sessions, when the password changes, then all of them end and tokens stay") {
  auto anna = an_account();
  anna(token_added{{"tok_1"}, "laptop", secret_of(1)})(opened(2, 100))(opened(3, 100));
  REQUIRE(anna.state.sessions.size() == 2);
  anna(password_changed{"hash 2"});
  CHECK(anna.state.password_hash == "hash 2");
  CHECK(anna.state.sessions.empty());
  CHECK(anna.state.tokens.size() == 1);
}

TEST_CASE("given sessions, when one is closed or expired, then it goes with the next sign-in at the latest") {
  auto anna = an_account();
  anna(opened(1, 50), 10)(opened(2, 100), 11)(opened(3, 100), 12)(session_closed{{"ses_2"}}, 13);
  REQUIRE(anna.state.sessions.size() == 2);
  anna(opened(4, 100), 50);
  REQUIRE(anna.state.sessions.size() == 2);
  CHECK(anna.state.sessions[0].id.value == "ses_3");
  CHECK(anna.state.sessions[1].id.value == "ses_4");
}

TEST_CASE("given a hundred open sessions, when one more is opened, then the oldest goes") {
  auto anna = an_account();
  for (std::uint8_t i = 0; i < 101; ++i) anna(opened(i, 1'000), 10 + i);
  REQUIRE(anna.state.sessions.size() == 100);
  CHECK(anna.state.sessions.front().id.value == "ses_1");
  CHECK(anna.state.sessions.back().id.value == "ses_100");
}
