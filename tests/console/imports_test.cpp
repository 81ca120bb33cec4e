// What operators are told of imports, and of what goes wrong.
#include "tests/console/house.hpp"

using namespace waybill;
using namespace waybill::console;
using namespace waybill::tests;
using Catch::Matchers::Contains;

TEST_CASE(
    "given imports of two people, when one's are asked for, by name or by id, then only theirs are told") {
  console_house house;
  const auto anna = house.enter();
  const auto bob = house.make_user("bob");
  house.completed(house.submit(many(3)));
  const auto id = house.submit(many(2), "skip", bob);
  house.completed(id, bob);
  for (const auto& owner : {std::string("bob"), bob.value}) {
    CAPTURE(owner);
    const auto his = told<imports_told>(anna->ask(imports_of_asked{owner, "", 10, ""}));
    REQUIRE(his.items.size() == 1);
    CHECK(his.items.front().id == id.value);
  }
  CHECK(told<imports_told>(anna->ask(imports_of_asked{"", "completed", 10, ""})).items.size() == 2);
  CHECK(told<imports_told>(anna->ask(imports_of_asked{"bob", "failed", 10, ""})).items.empty());
  CHECK(anna->ask(imports_of_asked{"nobody", "", 10, ""}).why().code == errc::no_such_user);
  CHECK(anna->ask(imports_of_asked{"bob", "lost", 10, ""}).why().code == errc::bad_value);
  CHECK(anna->ask(imports_of_asked{"bob", "", 10, "no cursor"}).why().code == errc::bad_value);
}

TEST_CASE(
    "given an import, when its story is asked for page by page, then all events come, with and without "
    "chunks") {
  console_house house;
  const auto anna = house.enter();
  const auto id = house.submit(many(700)).value;
  house.completed({id});
  std::vector<std::string> types;
  for (story_asked page{id, true, 2, ""};;) {
    const auto heard = told<story_told>(anna->ask(page));
    CHECK(heard.items.size() <= 2);
    for (const auto& one : heard.items) types.push_back(one.type);
    page.cursor = heard.next_cursor;
    if (page.cursor.empty()) break;
  }
  CHECK(types.front() == "import.submitted.v1");
  CHECK(types.back() == "import.completed.v1");
  const auto chunks =
      std::ranges::count_if(types, [](const auto& one) { return one.starts_with("collection."); });
  CHECK(chunks == 2);
  const auto steps = told<story_told>(anna->ask(story_asked{id, false, 500, ""}));
  CHECK(steps.items.size() + 2 == types.size());
  CHECK(anna->ask(story_asked{"imp_none", true, 10, ""}).why().code == errc::not_found);
  CHECK(anna->ask(story_asked{id, true, 10, "no cursor"}).why().code == errc::bad_value);
}

TEST_CASE("given an import that has ended, when its progress is asked for, then nothing is left") {
  console_house house;
  const auto anna = house.enter();
  const auto id = house.submit(many(3)).value;
  house.completed({id});
  const auto seen = told<progress_told>(anna->ask(progress_asked{id}));
  CHECK(seen.now.status == "completed");
  CHECK(seen.now.processed == 3);
  CHECK(seen.changed_at > 0);
  CHECK_FALSE(seen.left_known);
  CHECK_FALSE(seen.goes_on_by_itself);
  CHECK(anna->ask(progress_asked{""}).why().code == errc::not_found);
}

TEST_CASE("given a peer that was turned away, when an operator asks for troubles, then the last is that") {
  console_house house;
  auto other = house.secret();
  other[0] ^= 1;
  REQUIRE_FALSE(client::connect(house.door->address(), other, "anna", console_house::patience));
  const auto now = told<troubles_told>(house.enter()->ask(troubles_asked{}));
  REQUIRE_FALSE(now.errors.empty());
  CHECK(now.errors.size() <= 10);
  CHECK(now.errors.front().event == "console.refused");
  CHECK(now.errors.front().level == "warning");
  CHECK_THAT(now.errors.front().text, Contains("does not know the secret"));
  CHECK(now.stalled.empty());
}
