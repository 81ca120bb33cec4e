// Real files and hostile ones, from the folder that WAYBILL_CORPORA names; skipped, saying so, where it is
// absent.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto corpora() -> fs::path {
  const char* named = std::getenv("WAYBILL_CORPORA");
  return named == nullptr ? fs::path("../shared/corpora") : fs::path(named);
}

auto is_there(const fs::path& folder) -> bool {
  if (fs::exists(folder)) return true;
  std::cout << "skipped: " << folder.string() << " is not there (WAYBILL_CORPORA names the corpora)\n";
  return false;
}

auto columns_of(const std::string& line) -> std::vector<std::string> {
  std::vector<std::string> columns;
  std::istringstream text(line);
  for (std::string column; std::getline(text, column, '\t');) columns.push_back(column);
  return columns;
}

auto rows_of(const fs::path& table) -> std::vector<std::vector<std::string>> {
  std::ifstream file(table);
  std::string line;
  std::getline(file, line);
  std::vector<std::vector<std::string>> rows;
  while (std::getline(file, line)) rows.push_back(columns_of(line));
  return rows;
}

struct world {
  temp_directory data;
  account who = make_account(data.path(), "alice");
  server at{data.path()};
  person alice{at, who};
};

auto fault_of(const json& import) -> std::string {
  const auto& fault = import.at("error");
  return fault.is_object() ? fault.at("code").get<std::string>() : "none";
}

/// Status and fault's code; an empty file is refused before there is an import.
auto ending_of(const person& who, const std::string& bytes) -> std::string {
  const auto accepted = who.upload(bytes);
  if (accepted.status != 202) return "refused " + accepted.code();
  const auto import = who.outcome_of(accepted.parsed().at("id"));
  return import.at("status").get<std::string>() + " " + fault_of(import);
}

}  // namespace

TEST_CASE(
    "given every file of the JSON corpus, when it is imported, then it ends as the specification says") {
  const auto folder = corpora() / "json";
  if (!is_there(folder)) return;
  world here;
  std::size_t seen = 0;
  for (const auto& row : rows_of(folder / "expected.tsv")) {
    REQUIRE(row.size() >= 2);
    CAPTURE(row[0], row[1]);
    const auto bytes = read_file(folder / row[0]);
    const auto ending = ending_of(here.alice, bytes);
    if (bytes.empty())
      CHECK(ending == "refused empty_file");
    else if (row[1] == "reject")
      CHECK(ending == "failed invalid_json");
    else if (row[1] == "accept")
      CHECK(ending == "failed not_activitystreams");
    else
      CHECK((ending == "failed invalid_json" || ending == "failed not_activitystreams"));
    ++seen;
  }
  CHECK(seen > 100);
  CHECK(here.alice.exported_items().empty());
}

TEST_CASE(
    "given every file of the ActivityStreams corpus, when it is imported, then no record is without an "
    "outcome") {
  const auto folder = corpora() / "activitystreams";
  if (!is_there(folder)) return;
  world here;
  std::size_t completed = 0;
  for (const auto& row : rows_of(folder / "expected.tsv")) {
    const auto bytes = read_file(folder / row[0]);
    const auto accepted = here.alice.upload(bytes);
    CAPTURE(row[0], accepted.body);
    REQUIRE(accepted.status == 202);
    const auto import = here.alice.outcome_of(accepted.parsed().at("id"));
    if (import.at("status") == "failed") {
      const auto fault = fault_of(import);
      CHECK((fault == "not_activitystreams" || fault == "invalid_json"));
      CHECK(import.at("progress").at("processed") == 0);
      continue;
    }
    ++completed;
    CHECK(import.at("status") == "completed");
    CHECK(import.at("progress").at("processed") == import.at("progress").at("total"));
    const auto root = row.size() > 2 ? row[2] : "";
    CHECK(root.find("Collection") != std::string::npos);
    // The list counts what stands in the root; an embedded first page is read, too.
    const bool paged = row.size() > 5 && row[5].find("paged") != std::string::npos;
    if (!paged) CHECK(import.at("progress").at("total").dump() == row.at(4));
  }
  CHECK(completed > 5);
}
