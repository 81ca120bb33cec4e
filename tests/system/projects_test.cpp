// Projects and profiles on the command line.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// The first word of what a verb said.
auto id_of(const ended& said) -> std::string { return said.out.substr(0, said.out.find(' ')); }

}  // namespace

TEST_CASE(
    "given a project, when its maker grants and revokes roles, then members are who they are told to be") {
  const temp_directory here;
  const auto sh = [&](const std::string& script) { return run_shell(here.path(), script); };
  for (const auto* name : {"ann", "bob"})
    REQUIRE(sh(std::string("$W user add ") + name + " --data data").status == 0);
  const auto as = [&](const std::string& who, const std::string& verb) {
    return sh("$W " + verb + " --data data --user " + who);
  };
  const auto made = as("ann", "project add 'My Site'");
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(holds(made.out, "  My Site\n"));
  const auto id = id_of(made);
  CHECK(id.starts_with("prj_"));
  CHECK(as("ann", "project grant 'My Site' bob editor").out == "bob: editor\n");
  CHECK(as("ann", "project grant " + id + " bob viewer").out == "bob: viewer\n");
  CHECK(holds(as("bob", "project members 'my site'").out, "manager"));
  CHECK(holds(as("bob", "project members 'my site' --json").out, R"("role":"viewer")"));
  CHECK(holds(as("bob", "project list").out, id + "  viewer  2 members, 0 imports, 0 records  My Site\n"));
  CHECK(as("bob", "list --project 'My Site'").status == 0);

  CHECK(as("ann", R"(project set 'My Site' nodes '{"keep_query":true}')").out ==
        "nodes: {\"keep_query\":true,\"scheme\":false}\n");
  CHECK(as("ann", "project set 'My Site' nodes yes").status == 2);
  CHECK(as("ann", R"(project set 'My Site' bookmarks '{}')").status == 2);
  CHECK(holds(as("bob", R"(project set 'My Site' nodes '{}')").err, "This takes the role manager"));

  const auto refused = as("bob", "project grant 'My Site' bob manager");
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "This takes the role manager in the project; you are its viewer."));
  CHECK(holds(as("ann", "project revoke 'My Site' ann").err, "A project has at least one manager"));
  CHECK(holds(as("ann", "project grant 'My Site' eve editor").err, "There is no user of that name."));
  CHECK(as("bob", "project revoke 'My Site' bob").status == 0);
  CHECK(as("bob", "list --project 'My Site'").err == "waybill: You are in no project 'My Site'.\n");
  CHECK(as("bob", "project list").out.empty());
  CHECK(sh("$W log verify --data data").status == 0);

  write_file(here / "a.json", good_document(1, 2));
  const auto import = as("ann", "import a.json --project 'My Site'");
  CHECK(import.status == 2);
  CHECK(holds(import.err, "Imports of 'bookmarks' are a user's own; they cannot be in a project."));
}

TEST_CASE(
    "given two projects of one name, when the name is given, then both ids are told, and an id is enough") {
  const temp_directory here;
  const auto sh = [&](const std::string& script) { return run_shell(here.path(), script); };
  for (const auto* name : {"ann", "bob"})
    REQUIRE(sh(std::string("$W user add ") + name + " --data data").status == 0);
  const auto as = [&](const std::string& who, const std::string& verb) {
    return sh("$W " + verb + " --data data --user " + who);
  };
  const auto hers = id_of(as("ann", "project add Site"));
  const auto his = id_of(as("bob", "project add Site"));
  REQUIRE(as("bob", "project grant Site ann editor").status == 0);
  for (const auto* name : {"Site", "SITE"}) {
    const auto unsure = as("ann", std::string("list --project ") + name);
    CHECK(unsure.status == 2);
    CHECK(holds(unsure.err, "Several projects are called"));
    CHECK(holds(unsure.err, hers));
    CHECK(holds(unsure.err, his));
  }
  CHECK(as("ann", "list --project " + his).status == 0);
  CHECK(as("ann", "project add site").status == 2);
  CHECK(as("bob", "project members Site").status == 0);
}

TEST_CASE(
    "given a project, when somebody makes one of exactly the name by which it is called, then it is not "
    "taken") {
  const temp_directory here;
  const auto sh = [&](const std::string& script) { return run_shell(here.path(), script); };
  for (const auto* name : {"carol", "eve"})
    REQUIRE(sh(std::string("$W user add ") + name + " --data data").status == 0);
  const auto as = [&](const std::string& who, const std::string& verb) {
    return sh("$W " + verb + " --data data --user " + who);
  };
  const auto hers = id_of(as("carol", "project add Verkauf"));
  CHECK(as("carol", "list --project verkauf").status == 0);
  const auto other = id_of(as("eve", "project add verkauf"));
  REQUIRE(as("eve", "project grant verkauf carol editor").status == 0);
  for (const auto* name : {"verkauf", "Verkauf", "VERKAUF"}) {
    const auto unsure = as("carol", std::string("list --project ") + name);
    CHECK(unsure.status == 2);
    CHECK(holds(unsure.err, hers));
    CHECK(holds(unsure.err, other));
  }
  CHECK(as("carol", "list --project " + hers).status == 0);
}

TEST_CASE("given an account, when its profile is set, then it is told, and what is not named stays") {
  const temp_directory here;
  const auto sh = [&](const std::string& script) { return run_shell(here.path(), script); };
  REQUIRE(sh("$W user add ann --data data").status == 0);
  CHECK(sh("$W user set ann --display-name 'Ann A.' --email ann@example.org --data data").out ==
        "ann: display name Ann A., e-mail ann@example.org\n");
  CHECK(sh("$W user set ann --no-email --data data").out == "ann: display name Ann A., e-mail none\n");
  CHECK(sh("$W user set ann --email nobody --data data").status == 2);
  CHECK(sh("$W user set eve --no-email --data data").status == 2);
}
