// What an operator is told of the journal.
#include <catch2/catch.hpp>

#include "actors/journal.hpp"
#include "actors/recent_troubles.hpp"

using namespace waybill;

TEST_CASE(
    "given a journal that says nothing, when there is trouble, then the last ten are known, the newest "
    "first") {
  journal::open("off", false);
  for (int i = 0; i < 12; ++i) journal::warn("test.trouble", {{"number", std::to_string(i)}, {"why", "a b"}});
  journal::info("test.fine", {});
  const auto known = journal::recent_troubles();
  REQUIRE(known.size() == 10);
  CHECK(known.front().event == "test.trouble");
  CHECK(known.front().text == "number=11 why=\"a b\"");
  CHECK(known.front().level == "warning");
  CHECK(known.back().text == "number=2 why=\"a b\"");
}

TEST_CASE("given a trouble with a long text, when it is kept, then its beginning is, in whole characters") {
  std::string text(1'000, 'x');
  for (int i = 0; i < 1'000; ++i) text += "\xC3\xA9";
  for (const std::string before : {"", "y"}) {
    journal::error("test.long", {{"why", before + text}});
    const auto kept = journal::recent_troubles().front();
    CHECK(kept.level == "error");
    CHECK(kept.text.size() < 1'100);
    CHECK(kept.text.ends_with(" ..."));
  }
}
