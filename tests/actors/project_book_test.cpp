// The projects in memory.
#include "actors/project_book.hpp"

#include <catch2/catch.hpp>

using namespace waybill;

namespace {

auto project_of(const std::string& id, const std::string& name) -> project_state {
  project_state made;
  made.id.value = id;
  made.maker.value = "usr_1";
  made.name = name;
  made.version = 1;
  made.members.push_back({{"usr_1"}, member_role::manager, {}});
  made.settings.push_back({"leads", "{}"});
  return made;
}

}  // namespace

TEST_CASE(
    "given projects with large settings, when somebody lists them, then they are shared and not copied, and "
    "a "
    "later change is seen by the next list only") {
  project_book book{{project_of("prj_1", "Two"), project_of("prj_2", "one")}};
  const auto mine = book.of_user({"usr_1"});
  REQUIRE(mine.size() == 2);
  CHECK(mine[0]->name == "one");
  CHECK(mine[1] == book.of_user({"usr_1"})[1]);
  CHECK(mine[1] == book.all("", 1)[0]);
  book.put(project_of("prj_1", "Three"));
  CHECK(mine[1]->name == "Two");
  CHECK(book.of_user({"usr_1"})[1]->name == "Three");
  CHECK(book.of_user({"usr_2"}).empty());
}

TEST_CASE(
    "given projects of one maker, when somebody looks whether a name is free, then those of which they are "
    "no "
    "member are as if they were not there") {
  auto left = project_of("prj_3", "Left");
  left.members = {{{"usr_2"}, member_role::manager, {}}};
  project_book book{{project_of("prj_1", "Mine"), project_of("prj_2", "Ours"), left}};
  CHECK(book.is_taken({"usr_1"}, "mine", {"prj_2"}, {"usr_1"}));
  CHECK_FALSE(book.is_taken({"usr_1"}, "mine", {"prj_1"}, {"usr_1"}));
  CHECK_FALSE(book.is_taken({"usr_1"}, "mine", {"prj_2"}, {"usr_2"}));
  CHECK_FALSE(book.is_taken({"usr_1"}, "left", {"prj_2"}, {"usr_1"}));
  CHECK(book.made_by({"usr_1"}) == 3);
  // Two of one name then: each goes by itself.
  book.put(project_of("prj_2", "Mine"));
  CHECK(book.made_by({"usr_1"}) == 3);
  book.put(project_of("prj_1", "Other"));
  CHECK(book.is_taken({"usr_1"}, "mine", {"prj_1"}, {"usr_1"}));
  CHECK(book.made_by({"usr_1"}) == 3);
}
