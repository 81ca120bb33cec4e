// A kind is a room on each floor.
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

/// The tree has bookmarks and leads, and this file.
auto kinds_in(const std::string& path, const std::string& text) -> findings {
  return check_kinds({{"domains/bookmarks/kind.hpp", "// s\n"},
                      {"domains/leads/kind.hpp", "// s\n"},
                      {"domains/kind.hpp", "// s\n"},
                      {"projections/leads/list.hpp", "// s\n#include \"domains/leads/kind.hpp\"\n"},
                      {path, text}});
}

}  // namespace

TEST_CASE("given the source tree, when kinds are looked for outside of their rooms, then there is none") {
  const auto found = check_kinds(read_tree());
  INFO(said(found));
  CHECK(found.empty());
}

TEST_CASE("given a planted word of a kind, when it stands outside its rooms and lists, then it is found") {
  CHECK_THAT(said(kinds_in("actors/a.cpp", "// a\n// The Bookmarks' store.\n")),
             Contains("actors/a.cpp:2 says bookmark"));
  CHECK(kinds_in("http/web/parts/a.js", "get('/api/v1/bookmarks');\n").size() == 1);
  CHECK(kinds_in("domains/leads/a.cpp", "// as bookmarks do\n").size() == 1);
  CHECK(kinds_in("domains/bookmarks/a.cpp", "// of bookmarks\n").empty());
  CHECK(kinds_in("http/web/kinds/bookmarks/a.js", "get('/api/v1/bookmarks');\n").empty());
  CHECK(kinds_in("cli/kinds/kinds.cpp", "bookmarks_room()\n").empty());
  CHECK(kinds_in("formats/a.cpp", "\"a browser's bookmarks\"\n").empty());
}

TEST_CASE("given a kind whose name is an everyday word, when code names it, then it is found, and not else") {
  for (const std::string text :
       {"if (kind == \"leads\")", "leads::kind()", "get('/leads')", "#include \"x/leads/y.hpp\""})
    CHECK(kinds_in("actors/a.cpp", text + "\n").size() == 1);
  CHECK(kinds_in("actors/a.cpp", "// what this leads to\n").empty());
}

TEST_CASE("given the upper floors, when one reaches a kind's domain, then only the kind's room may") {
  const std::string direct = "#include \"domains/leads/kind.hpp\"\n";
  const std::string through = "#include \"projections/leads/list.hpp\"\n";
  CHECK(kinds_in("http/kinds/leads/a.cpp", direct + through).empty());
  CHECK_THAT(said(kinds_in("http/kinds/bookmarks/a.cpp", through)),
             Contains("reaches domains/leads/kind.hpp"));
  CHECK_FALSE(kinds_in("http/a.cpp", direct).empty());
  CHECK_FALSE(kinds_in("cli/a.cpp", through).empty());
  CHECK_THAT(said(kinds_in("http/a.cpp", "#include \"domains/kind.hpp\"\n")),
             Contains("ask the floors between"));
  CHECK(kinds_in("actors/a.cpp", "#include \"domains/kind.hpp\"\n").empty());
}
