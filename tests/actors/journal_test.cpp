// How much the journal says, and for how long.
#include "actors/journal.hpp"

#include <catch2/catch.hpp>

using namespace waybill;
using namespace std::chrono_literals;

namespace {

/// Other tests of this program say what they say at this level.
struct level_of_tests {
  ~level_of_tests() { journal::set_level("off"); }
};

}  // namespace

TEST_CASE("given a level for a while, when the while is over, then it is what it was before") {
  const level_of_tests again;
  journal::set_level("warn");
  journal::set_level_for("debug", 1h);
  CHECK(journal::says(journal::level::debug));
  journal::set_level_for("info", 1h);
  CHECK_FALSE(journal::says(journal::level::debug));
  CHECK(journal::says(journal::level::info));
  journal::set_level_for("debug", 0s);
  CHECK_FALSE(journal::says(journal::level::info));
  CHECK(journal::says(journal::level::warn));
}

TEST_CASE("given a level for a while, when another is set meanwhile, then that stays") {
  const level_of_tests again;
  journal::set_level("warn");
  journal::set_level_for("debug", 0s);
  journal::set_level("error");
  CHECK_FALSE(journal::says(journal::level::warn));
  CHECK(journal::says(journal::level::error));
}
