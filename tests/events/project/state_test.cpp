// A project's members and their roles: who may do what, and who always stays.
#include "events/project/state.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace waybill;

namespace {

const user_id ada{"usr_ada"};
const user_id bob{"usr_bob"};
const user_id eve{"usr_eve"};

class given {
 public:
  given() { command(create_project{{"prj_1"}, ada, "Site"}, {ada}); }

  /// Applies what it leads to; the code when it is refused.
  auto command(const project_command& what, const project_asker& who) -> std::string {
    const auto events = decide(project, what, who);
    if (!events) {
      needs_role = events.why().needs_role;
      return std::string(name_of(events.why().code));
    }
    for (const auto& event : *events) apply(project, event, {++now * 1'000'000});
    return events->empty() ? "nothing" : "done";
  }
  auto give(const user_id& whom, member_role role, const user_id& by = ada) -> std::string {
    return command(give_role{whom, role}, {by});
  }
  auto remove(const user_id& whom, const user_id& by) -> std::string {
    return command(remove_member{whom}, {by});
  }

  project_state project;
  std::string needs_role;
  std::int64_t now = 0;
};

}  // namespace

TEST_CASE("given a project that was made, then its maker is its only member, and manager") {
  const given world;
  CHECK(world.project.name == "Site");
  CHECK(world.project.maker == ada);
  REQUIRE(world.project.members.size() == 1);
  CHECK(role_in(world.project, ada) == member_role::manager);
  CHECK_FALSE(role_in(world.project, bob));
}

TEST_CASE(
    "given names of projects, when they are checked, then blanks go and what cannot be seen is refused") {
  CHECK(*project_name_of("  A  b\t") == "A  b");
  std::string many;
  for (int i = 0; i < 100; ++i) many += "é";
  CHECK(*project_name_of(many) == many);
  for (const std::string& bad :
       {std::string(), std::string("  "), many + "é", std::string("a\nb"), std::string("a\0b", 3),
        std::string("\xE2\x80\xAE"
                    "abc"),
        std::string("\xFF")})
    CHECK(project_name_of(bad).why().code == errc::bad_value);
}

TEST_CASE("given members of each role, when they ask, then each may do what the roles up to theirs may") {
  const auto verdict = [](std::optional<member_role> has, member_role takes) {
    const auto answer = may(has, takes);
    return answer ? std::string("may")
                  : std::string(name_of(answer.why().code)) + " " + answer.why().needs_role;
  };
  CHECK(verdict(std::nullopt, member_role::viewer) == "not_found ");
  CHECK(verdict(member_role::viewer, member_role::viewer) == "may");
  CHECK(verdict(member_role::viewer, member_role::editor) == "forbidden editor");
  CHECK(verdict(member_role::editor, member_role::viewer) == "may");
  CHECK(verdict(member_role::editor, member_role::manager) == "forbidden manager");
  CHECK(verdict(member_role::manager, member_role::manager) == "may");
}

TEST_CASE(
    "given a last manager, when they leave or are made less, then it is refused; with another, it is not") {
  given world;
  CHECK(world.give(bob, member_role::editor) == "done");
  CHECK(world.remove(ada, ada) == "last_manager");
  CHECK(world.give(ada, member_role::viewer) == "last_manager");
  CHECK(world.give(bob, member_role::manager) == "done");
  SECTION("who can sign in") {
    CHECK(world.remove(ada, ada) == "done");
    CHECK(world.remove(bob, bob) == "last_manager");
  }
  SECTION("whose account is disabled") {
    CHECK(world.command(remove_member{ada}, {ada, {bob}}) == "last_manager");
    CHECK(world.command(give_role{ada, member_role::editor}, {ada, {bob}}) == "last_manager");
    CHECK(world.command(remove_member{bob}, {ada, {bob}}) == "done");
  }
}

TEST_CASE(
    "given members who are no managers, when they change others, then it is refused, but they may leave") {
  given world;
  REQUIRE(world.give(bob, member_role::editor) == "done");
  REQUIRE(world.give(eve, member_role::viewer) == "done");
  CHECK(world.give(eve, member_role::editor, bob) == "forbidden");
  CHECK(world.needs_role == "manager");
  CHECK(world.remove(eve, bob) == "forbidden");
  CHECK(world.command(change_details{"Mine", {}}, {bob}) == "forbidden");
  CHECK(world.command(delete_project{"Site"}, {bob}) == "forbidden");
  CHECK(world.remove(bob, bob) == "done");
  CHECK(world.remove(eve, eve) == "done");
  CHECK(world.command(change_details{"Mine", {}}, {bob}) == "not_found");
}

TEST_CASE("given a disabled last manager, when an administrator joins, then there is a manager again") {
  given world;
  CHECK(world.command(join_as_administrator{member_role::manager}, {eve, {ada}}) == "done");
  CHECK(role_in(world.project, eve) == member_role::manager);
  CHECK(world.command(remove_member{ada}, {eve, {ada}}) == "done");
}

TEST_CASE("given a project, when it is deleted, then by its exact name alone, and nobody finds it again") {
  given world;
  CHECK(world.command(delete_project{"site"}, {ada}) == "bad_value");
  CHECK(world.command(delete_project{"Site"}, {ada}) == "done");
  CHECK(world.project.deleted);
  CHECK(world.project.members.empty());
  CHECK(world.command(change_details{"Again", {}}, {ada}) == "not_found");
  CHECK(world.command(join_as_administrator{member_role::viewer}, {eve}) == "not_found");
}

TEST_CASE(
    "given what a project sets for a kind, when it is set again, then the last counts, for that kind alone") {
  given world;
  CHECK(settings_of(world.project, "shells").empty());
  CHECK(world.command(change_details{{}, {{"shells", "{1}"}, {"stones", "{2}"}}}, {ada}) == "done");
  CHECK(world.command(change_details{{}, {{"shells", "{3}"}}}, {ada}) == "done");
  CHECK(settings_of(world.project, "shells") == "{3}");
  CHECK(settings_of(world.project, "stones") == "{2}");
  CHECK(world.command(change_details{{}, {{"shells", "{3}"}}}, {ada}) == "nothing");
}

TEST_CASE("given what already is as asked, when it is asked for, then nothing happens") {
  given world;
  CHECK(world.command(change_details{" Site ", {}}, {ada}) == "nothing");
  CHECK(world.give(ada, member_role::manager) == "nothing");
}

TEST_CASE(
    "given changes of members by chance, then there is always a manager, and only managers changed others") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random{seed};
  const std::vector<user_id> people{ada, bob, eve, {"usr_kim"}};
  given world;
  for (int step = 0; step < 3'000; ++step) {
    const auto& by = people[random() % people.size()];
    const auto& whom = people[random() % people.size()];
    const auto role = static_cast<member_role>(random() % 3);
    const auto before = world.project;
    const auto has = role_in(before, by);
    const auto told = random() % 3 == 0 ? world.remove(whom, by) : world.give(whom, role, by);
    CAPTURE(step, told);
    if (told == "done")
      REQUIRE((has == member_role::manager || (by == whom && has && !role_in(world.project, by))));
    if (!has) REQUIRE(told == "not_found");
    REQUIRE(std::ranges::any_of(world.project.members,
                                [](const auto& one) { return one.may == member_role::manager; }));
  }
}
