// The examples of docs/lead_columns.md.
#include <sstream>

#include "tests/domains/leads/support.hpp"

namespace waybill::leads::test {
namespace {

/// The cells of a row of a table, without blanks around them.
auto cells_of(const std::string& line) -> words {
  words cells;
  std::istringstream parts(line.substr(1));
  for (std::string cell; std::getline(parts, cell, '|');) {
    const auto begin = cell.find_first_not_of(' ');
    cells.push_back(begin == std::string::npos ? ""
                                               : cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
  }
  return cells;
}

/// The rows of all tables that begin with these names of columns.
auto tables(const std::string& head) -> std::vector<words> {
  std::vector<words> rows;
  std::istringstream page(content("docs/lead_columns.md"));
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == head)
      inside = true;
    else if (!line.starts_with('|'))
      inside = false;
    else if (inside && !line.starts_with("|-"))
      rows.push_back(cells_of(line));
  }
  return rows;
}

/// What stands between backticks.
auto quoted(const std::string& cell) -> words {
  words all;
  for (auto at = cell.find('`'); at != std::string::npos; at = cell.find('`', at)) {
    const auto end = cell.find('`', at + 1);
    all.push_back(cell.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return all;
}

void compare(const mapped_column& one, const std::string& field, const std::string& confidence,
             const std::string& why) {
  CHECK((one.field ? std::string(name_of(*one.field)) : "-") == field);
  CHECK(std::string(name_of(one.why)) == why);
  if (one.field) CHECK(one.confidence == Approx(std::stod(confidence)));
}

}  // namespace

TEST_CASE(
    "given the page on columns of leads, when its headers are mapped, then each is what the page says") {
  const auto rows = tables("| header | field | confidence | why |");
  CHECK(rows.size() > 20);
  for (const auto& row : rows) {
    INFO(row.at(0));
    compare(map(quoted(row.at(0))).columns.at(0), row.at(1), row.at(2), row.at(3));
  }
}

TEST_CASE("given the page on columns of leads, when its samples speak, then they say what the page says") {
  const auto rows = tables("| header | samples | field | confidence | why |");
  CHECK(rows.size() >= 10);
  for (const auto& row : rows) {
    INFO(row.at(0) << " " << row.at(1));
    const auto mapping = map(std::vector<column>{{quoted(row.at(0)).at(0), quoted(row.at(1))}});
    compare(mapping.columns.at(0), row.at(2), row.at(3), row.at(4));
  }
}

TEST_CASE(
    "given the page on columns of leads, when its columns are mapped together, then each has what it says") {
  const auto rows = tables("| columns | fields |");
  CHECK(rows.size() > 5);
  for (const auto& row : rows) {
    INFO(row.at(0));
    std::string fields;
    for (const auto& one : map(quoted(row.at(0))).columns)
      fields += (fields.empty() ? "" : ", ") + (one.field ? std::string(name_of(*one.field)) : "-");
    CHECK(fields == row.at(1));
  }
}

TEST_CASE("given the page on columns of leads, when reasons are looked for, then it tells of each") {
  const auto page = content("docs/lead_columns.md");
  for (int i = 0; i <= static_cast<int>(match_reason::unknown); ++i)
    CHECK(page.find(std::string(name_of(static_cast<match_reason>(i)))) != std::string::npos);
}

}  // namespace waybill::leads::test
