// A kind declares the named groups of settings that it takes.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "config/settings.hpp"
#include "projections/views.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using Catch::Matchers::Contains;

namespace {

/// What is loaded from a file that says this, with the groups of all kinds.
auto load_text(const std::string& text) -> result<loaded_settings> {
  const tests::temporary_directory here;
  const auto path = here.path() + "/w.conf";
  std::ofstream{path} << text;
  return load(path, {}, {}, group_types());
}

}  // namespace

TEST_CASE("given a kind that declares groups, when the settings have some, then it is told of each by name") {
  const auto loaded = load_text(
      "imports.concurrent = 1\n[quarry north]\nplace = hill\ncolour = red\nload_bytes = 2KiB\n"
      "price.small = 3\nprice.large.red = 5\n[quarry south]\nplace = shore\n");
  REQUIRE(loaded.ok());
  const auto& groups = loaded->values.groups;
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].name == "north");
  CHECK(groups[0].text("place") == "hill");
  CHECK(groups[0].number("load_bytes") == 2048U);
  CHECK(groups[0].number("price.large.red") == 5U);
  CHECK(groups[1].name == "south");
  CHECK_THAT(describe(*loaded), Contains("\n[quarry south]  # file "));
  CHECK_THAT(default_file(group_types()), Contains("# Where pebbles come from.\n#[quarry NAME]\n"));
}

TEST_CASE("given what no kind declares, when the settings have it, then the error names its line") {
  const auto why = [](const std::string& text) {
    const auto loaded = load_text(text);
    REQUIRE_FALSE(loaded.ok());
    return loaded.why().message;
  };
  CHECK_THAT(why("[query north]\n"), Contains("w.conf:1") && Contains("the nearest is `quarry`"));
  CHECK_THAT(why("[quarry north]\nplace = hill\ncolor = red\n"),
             Contains("w.conf:3") && Contains("the nearest is `colour`"));
  CHECK_THAT(why("[quarry north]\ncolour = red\n"), Contains("w.conf:1: [quarry north] has no `place`"));
}
