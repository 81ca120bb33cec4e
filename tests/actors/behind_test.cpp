// Read models that are behind the log: who is answered has to find what was answered.
#include <atomic>
#include <string_view>

#include "events/fault_point.hpp"
#include "tests/actors/engine_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {
std::atomic<int> flushes_to_refuse{0};
}

// For this whole program: without a number to refuse it does nothing.
extern "C" auto waybill_fault_point(const char* name) -> bool {
  return std::string_view(name) == "projection.before_flush" && flushes_to_refuse > 0 &&
         flushes_to_refuse.fetch_sub(1) > 0;
}

TEST_CASE_METHOD(
    engine_fixture,
    "given a list of imports that is behind, when one was removed, then the list shows it no more") {
  const auto id = submit(document(""));
  completed(id);
  // One may meet the bookmarks' index, which flushes beside.
  flushes_to_refuse = 2;
  REQUIRE(core->imports().command(owner, id, import_verb::remove));
  CHECK(!core->import_view().get(owner, id));
  CHECK(flushes_to_refuse <= 1);
  flushes_to_refuse = 0;
}
