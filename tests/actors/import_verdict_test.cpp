// A file that was checked as it came in is not checked again, unless its import stood still since.
#include "tests/actors/fault_points.hpp"
#include "tests/actors/stepped_import.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

struct checked_import : stepped_import {
  checked_import() {
    begin();
    end(import);
    auto found = recover();
    const auto check = kind_named("bookmarks")->checker();
    check->feed(text);
    found.verdict = std::make_shared<const result<file_summary>>(check->finish());
    start(std::move(found));
  }
  auto recover() -> recovered_import {
    REQUIRE(set.control->catch_up());
    return *recover_import(*log, *rows, id);
  }
  void change_file() { std::ofstream{directory.path() + "/file.json", std::ios::app} << " "; }
};

}  // namespace

TEST_CASE_METHOD(checked_import,
                 "given a file that was checked as it came in, when it has a seat, then it is read at once") {
  const fault_at reader{"actor.reader", fault_does::nothing};
  while (story() != "submitted parsing_started described parsing_finished") REQUIRE(move());
  CHECK(reader.came_by() == 0);
  rest();
  CHECK(story() == "submitted parsing_started described parsing_finished completed");
  CHECK(applied() == records);
}

TEST_CASE_METHOD(
    checked_import,
    "given a file that was checked as it came in, when its import stood still, then it is checked again") {
  grants = false;
  rest();
  const auto [stop, go_on] = GENERATE(std::pair{import_verb::pause, import_verb::resume},
                                      std::pair{import_verb::cancel, import_verb::retry});
  REQUIRE(obey(stop));
  change_file();
  grants = true;
  REQUIRE(obey(go_on));
  CHECK(story().ends_with(" parsing_started failed"));
  CHECK(applied() == 0);
}
