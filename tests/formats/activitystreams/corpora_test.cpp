// Real files, and hostile ones, that are not part of this repository: WAYBILL_CORPORA (default
// ../shared/corpora).
#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>
#include <sstream>

#include "tests/formats/activitystreams/support.hpp"

namespace waybill::formats::activitystreams::testing {
namespace {

namespace fs = std::filesystem;

/// The folder of a corpus; nothing, said aloud, when it is not there.
auto corpus(const std::string& name) -> std::optional<fs::path> {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  const auto folder = fs::path(set != nullptr ? set : "../shared/corpora") / name;
  if (fs::is_directory(folder)) return folder;
  std::cout << "skipped: no corpus at " << folder.string() << " (set WAYBILL_CORPORA)\n";
  return std::nullopt;
}

/// The rows of a table with one header line, split at tabs.
auto table(const fs::path& path) -> std::vector<std::vector<std::string>> {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(content(path));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

struct counts {
  std::size_t links = 0;
  std::size_t faults = 0;
};

auto parse_all(const fs::path& path, const document_summary& summary) -> counts {
  item_reader reader(open_file(path, summary.list_offset), summary.list_offset, true);
  item_parser parser;
  counts seen;
  while (const auto one = reader.next()) {
    ++(std::holds_alternative<link_record>(parser.parse(one->raw)) ? seen.links : seen.faults);
  }
  CHECK_FALSE(reader.broken());
  CHECK(seen.links + seen.faults == summary.records);
  return seen;
}

/// Whether the table's words about a root say that it is a collection with a context.
auto is_collection(const std::vector<std::string>& row) -> bool {
  return row.at(2).find("Collection") != std::string::npos && row.at(3) != "none";
}

}  // namespace

TEST_CASE("given the JSON corpus when it is checked then good is told from bad") {
  const auto folder = corpus("json");
  if (!folder) return;
  const auto rows = table(*folder / "expected.tsv");
  CHECK(rows.size() > 100);
  for (const auto& row : rows) {
    const auto path = *folder / row.at(0);
    if (!fs::exists(path)) continue;
    const auto text = content(path);
    const auto answer = check(text);
    INFO(path << ": " << spelled(answer));
    CHECK(spelled(check(text, [] { return 1U; })) == spelled(answer));
    REQUIRE(std::holds_alternative<document_fault>(answer));
    const auto& fault = std::get<document_fault>(answer);
    CHECK(fault.byte_offset <= text.size());
    if (row.at(1) == "accept") CHECK(fault.code == document_errc::not_activitystreams);
    if (row.at(1) == "reject") CHECK(fault.code == document_errc::invalid_json);
  }
}

TEST_CASE("given the ActivityStreams corpus when it is read then each file ends as its table says") {
  const auto folder = corpus("activitystreams");
  if (!folder) return;
  std::size_t collections = 0;
  for (const auto& row : table(*folder / "expected.tsv")) {
    const auto path = *folder / row.at(0);
    const auto from = open_file(path, 0);
    if (from == nullptr) continue;
    const auto answer = check(*from);
    INFO(path << ": " << spelled(answer));
    const auto* const summary = std::get_if<document_summary>(&answer);
    if (summary == nullptr) {
      CHECK(std::get<document_fault>(answer).code == document_errc::not_activitystreams);
      CHECK((!is_collection(row) || row.at(4) == "0"));
      continue;
    }
    CHECK(is_collection(row));
    // The table counts the root's own items only.
    const bool in_first_page = row.size() > 5 && row.at(5).find("paged") != std::string::npos;
    if (!in_first_page) CHECK(std::to_string(summary->records) == row.at(4));
    parse_all(path, *summary);
    ++collections;
  }
  CHECK(collections > 0);
}

TEST_CASE("given real exports when they are read then every record is a link") {
  const auto folder = corpus("activitystreams");
  if (!folder) return;
  for (const auto* const name :
       {"mastodon-archive-2023/outbox.json", "mastodon-archive-2023/likes.json",
        "pebbling-club/test_import_integration.test_complete_import_workflow_success.1.json"}) {
    const auto path = *folder / name;
    const auto from = open_file(path, 0);
    REQUIRE(from != nullptr);
    const auto answer = check(*from);
    INFO(path << ": " << spelled(answer));
    REQUIRE(std::holds_alternative<document_summary>(answer));
    const auto seen = parse_all(path, std::get<document_summary>(answer));
    CHECK(seen.links > 0);
    CHECK(seen.faults == 0);
  }
}

}  // namespace waybill::formats::activitystreams::testing
