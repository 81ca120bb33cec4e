// Leads from the command line: what an import would do, its commit, and the list.
#include <catch2/catch.hpp>

#include "tests/system/server.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// A data directory with a project, and a file of three contacts, one of which nobody can reach.
struct office {
  office() {
    write_file(here / "contacts.csv",
               "E-mail;Nom\nada@example.org;LOVELACE\nnobody;Nemo\ngrace@example.org;Hopper\n");
    // The first import makes the data directory.
    REQUIRE(run({"import", (here / "contacts.csv").string(), "--kind", "rows"}).status == 0);
    REQUIRE(run({"project", "add", "Sales"}).status == 0);
  }
  [[nodiscard]] auto run(std::vector<std::string> words) const -> ended {
    words.insert(words.end(), {"--data", (here / "data").string()});
    return run_waybill(words);
  }
  [[nodiscard]] auto import() const -> std::string {
    const auto told =
        run({"import", (here / "contacts.csv").string(), "--kind", "leads", "--project", "Sales"});
    REQUIRE(told.status == 0);
    CHECK_THAT(told.out, Contains("It waits to be committed: waybill review "));
    return told.out.substr(0, told.out.find(':'));
  }
  temp_directory here;
};

}  // namespace

TEST_CASE("given a file of contacts, when it is imported, then it waits; committed, its leads are listed") {
  const office at;
  const auto id = at.import();
  CHECK(at.run({"leads", "--project", "Sales"}).out.empty());
  const auto review = at.run({"review", id});
  CHECK(review.status == 0);
  CHECK_THAT(review.out, Contains("3 rows, 2 valid, 1 invalid") &&
                             Contains("would create 2, update 0, skip 0, fail 1") &&
                             Contains("column E-mail: email"));
  CHECK(json::parse(at.run({"review", id, "--json"}).out)["plan"]["create"] == 2);
  const auto committed = at.run({"commit", id});
  CHECK(committed.status == 1);  // one record failed
  CHECK_THAT(committed.out, StartsWith(id + ": completed") && Contains("2 created"));
  CHECK_THAT(at.run({"leads", "--project", "Sales", "--query", "lovelace"}).out,
             Contains("Lovelace  ada@example.org"));
  const auto lines = at.run({"leads", "--project", "Sales", "--json", "--limit", "1"});
  CHECK(json::parse(lines.out).contains("email"));
}

TEST_CASE("given an import of contacts that was committed, when it is reviewed again, then that is refused") {
  const office at;
  const auto id = at.import();
  REQUIRE(at.run({"commit", id}).status == 1);
  for (const auto* verb : {"review", "commit"}) {
    const auto told = at.run({verb, id});
    CHECK(told.status == 2);
    CHECK_THAT(told.err, Contains("The import is completed"));
  }
  const auto again =
      at.run({"import", (at.here / "contacts.csv").string(), "--kind", "leads", "--project", "Sales"});
  CHECK(again.status == 2);
  CHECK_THAT(again.err, Contains("The same file was imported here already"));
  CHECK(at.run({"leads", "--project", "Nobody's"}).status == 2);
  CHECK(at.run({"leads"}).status == 2);
}
