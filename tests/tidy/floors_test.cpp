#include <catch2/catch.hpp>

#include "tests/tidy/tree.hpp"

namespace {

using namespace waybill::tidy;
using Catch::Matchers::Contains;

auto said(const findings& found) -> std::string {
  std::string text;
  for (const auto& one : found) text += "\n  " + one;
  return text;
}

/// What the floor plan says of one file among headers that are as they should be.
auto floors_of(const std::string& path, const std::string& text) -> findings {
  tree files{{"events/words.hpp", "// w\n"},
             {"events/log/event_log.hpp", "// l\n#include \"events/words.hpp\"\n"},
             {"actors/engine.hpp", "// e\n"},
             {"actors/vocabulary.hpp", "// v\n#include <caf/all.hpp>\n"},
             {"http/server.hpp", "// s\n"}};
  files[path] = text;
  return check_floors(files);
}

auto style_of(const std::string& path, const std::string& text) -> findings {
  return check_style({{"events/README.md", "# events\n"}, {"events/log/README.md", "# log\n"}, {path, text}});
}

}  // namespace

TEST_CASE("given the source tree, when includes are held against the floor plan, then none points upwards") {
  const auto files = read_tree();
  REQUIRE(files.contains("events/result.hpp"));
  const auto found = check_floors(files);
  INFO(said(found));
  CHECK(found.empty());
}

TEST_CASE("given the source tree, when its style is checked, then nothing is found") {
  const auto found = check_style(read_tree());
  INFO(said(found));
  CHECK(found.empty());
}

TEST_CASE(
    "given the packages that are installed, when held against docs/dependencies.md, then each has its "
    "reason") {
  const auto files = read_tree();
  REQUIRE(files.contains("docs/dependencies.md"));
  const auto found = check_packages(files.at("dev"), files.at("docs/dependencies.md"));
  INFO(said(found));
  CHECK(found.empty());
}

TEST_CASE(
    "given the fault points of the sources, when held against the crash table's list, then each is in it") {
  const auto found = check_fault_points(read_tree());
  INFO(said(found));
  CHECK(found.empty());
}

TEST_CASE("given a planted fault point, when the crash table does not know it, then it is found") {
  const std::string list = "tests/crash/named_points.hpp";
  const std::string known = "// l\n    \"a.one\",\n    \"a.two\",\n";
  const std::string one = "  fault_point(\"a.one\");\n";
  const std::string two = "  if (fault_point(\"a.two\")) return;\n";
  CHECK(check_fault_points({{list, known}, {"actors/a.cpp", one + two}}).empty());
  CHECK_THAT(said(check_fault_points({{list, known}, {"actors/a.cpp", one}})),
             Contains("names a.two, which no source has"));
  CHECK_THAT(
      said(check_fault_points({{list, known}, {"actors/a.cpp", one + two + "fault_point(\"a.three\")"}})),
      Contains("actors/a.cpp has the fault point a.three, which is not in"));
  CHECK_THAT(said(check_fault_points({{list, known}, {"actors/a.cpp", one}, {"http/a.cpp", one + two}})),
             Contains("a.one again"));
}

TEST_CASE("given includes that go down, when checked, then nothing is found") {
  CHECK(floors_of("http/a.cpp",
                  "#include <httplib.h>\n#include \"actors/engine.hpp\"\n#include \"http/server.hpp\"\n")
            .empty());
  CHECK(floors_of("config/a.cpp", "#include \"events/words.hpp\"\n").empty());
  CHECK(floors_of("events/log/a.cpp", "#include <rocksdb/db.h>\n#include \"events/words.hpp\"\n").empty());
  CHECK(floors_of("cli/client.cpp", "#include <httplib.h>\n").empty());
}

TEST_CASE("given a planted include that goes up, when checked, then it is found") {
  CHECK_THAT(said(floors_of("events/a.cpp", "#include \"events/log/event_log.hpp\"\n")),
             Contains("events/a.cpp includes events/log/event_log.hpp"));
  CHECK(floors_of("actors/a.cpp", "  #  include \"http/server.hpp\"\n").size() == 1);
  CHECK(floors_of("formats/a.cpp", "#include \"events/words.hpp\"\n").size() == 1);
  CHECK(floors_of("domains/a.cpp", "#include \"events/log/event_log.hpp\"\n").size() == 1);
  CHECK(floors_of("http/a.cpp", "#include \"server.hpp\"\n").size() == 1);
  CHECK(floors_of("util/a.cpp", "").size() == 1);
}

TEST_CASE("given a planted include of a fenced library, when checked, then it is found") {
  CHECK_THAT(said(floors_of("http/a.cpp", "#include <caf/all.hpp>\n")),
             Contains("<caf/all.hpp>") && Contains("actors"));
  CHECK(floors_of("events/a.cpp", "#include <rocksdb/db.h>\n").size() == 1);
  CHECK(floors_of("cli/serve.cpp", "#include <httplib.h>\n").size() == 1);
  CHECK(floors_of("config/a.cpp", "#include <nlohmann/json.hpp>\n").size() == 1);
  CHECK(floors_of("actors/a.cpp", "#include <CLI/CLI.hpp>\n").size() == 1);
}

TEST_CASE("given a fenced library behind a header of ours, when checked, then who reaches it is found") {
  CHECK_THAT(said(floors_of("http/a.cpp", "#include \"actors/vocabulary.hpp\"\n")),
             Contains("http/a.cpp reaches <caf/all.hpp> through actors/vocabulary.hpp"));
  CHECK(floors_of("actors/a.cpp", "#include \"actors/vocabulary.hpp\"\n").empty());
}

TEST_CASE("given planted faults of style, when checked, then each is found") {
  CHECK(style_of("events/a.hpp", "// Says what it is for.\n").empty());
  CHECK(style_of("events/a.hpp", "#pragma once\n").size() == 1);
  CHECK(style_of("events/a.cpp", "int\tx;\n").size() == 1);
  CHECK(style_of("events/a.cpp", std::string{"// TO"} + "DO: later\n").size() == 1);
  CHECK(style_of("events/a.cpp", "return system.spawn(behavior);\n").size() == 1);
  std::string long_text;
  for (int i = 0; i < 400; ++i) long_text += "\n";
  CHECK(style_of("events/a.js", long_text).empty());
  for (const std::string path : {"events/a.js", "events/a.mjs"})
    CHECK(style_of(path, long_text + "\n").size() == 1);
  CHECK_THAT(said(style_of("actors/a.cpp", "")), Contains("actors has no README.md"));
  CHECK(check_style({{"events/log/a.cpp", ""}, {"events/README.md", ""}}).size() == 1);
  CHECK(check_style({{"cli/a.cpp", ""}, {"cli/README.md", std::string(16, '\n')}}).size() == 1);
}

TEST_CASE(
    "given a package without a reason or a reason without a package, when checked, then both are found") {
  const std::string dev =
      "packages=(\n  a  # x\n  b  # y\n)\nlint_packages=(\n  c  # z\n)\n  d # not a package\n";
  CHECK(check_packages(dev, "| `a` | x | y |\n| `b` | x | y |\n| `c` | x | y |\n").empty());
  CHECK_THAT(said(check_packages(dev, "| `a` | x | y |\n| `c` | x | y |\n| `e` | x | y |\n")),
             Contains("dev installs b") && Contains("names e"));
}
