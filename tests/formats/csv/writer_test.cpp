#include "formats/csv/writer.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "tests/formats/csv/support.hpp"

using namespace waybill::formats;
using namespace waybill::formats::csv;
using namespace waybill::formats::csv::testing;

namespace {

using cells = std::vector<std::string>;

auto written(std::string_view cell) -> std::string {
  std::string out;
  append_cell(cell, out);
  return out;
}

auto written_table(const std::vector<cells>& table) -> std::string {
  std::string out(byte_order_mark);
  for (const auto& row : table) append_row(std::vector<std::string_view>(row.begin(), row.end()), out);
  return out;
}

/// As it is read from a file of ours.
auto read_back(std::string_view text) -> std::vector<cells> {
  const dialect ours{.head_bytes = byte_order_mark.size(), .header_rows = 0};
  std::vector<cells> table;
  for (const auto& row : read_from(text, ours, {ours.head_bytes}, 0, 4096)) {
    auto& meant = table.emplace_back();
    for (const auto& cell : row.cells) {
      std::string room;
      meant.emplace_back(as_meant(cell, room));
    }
  }
  return table;
}

auto unescaped(std::string_view text) -> std::string {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      const char c = text[++i];
      out += c == 't' ? '\t' : c == 'r' ? '\r' : c == 'n' ? '\n' : c;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

TEST_CASE("given numbers and telephone numbers, when they are written, then they stay as they are") {
  for (const std::string cell :
       {"-5", "-5,25", "-1 234,50", "-1.234,50", "+5", "-0", "\u22125", "-5%", "-5 \u20AC", "-1E5", "-1.5e-7",
        "+33199001234", "+33 1 99 00 12 34", "+33 (0)1 99 00 12 34", "+1 202-555-0142", "-1\u202F234"})
    CHECK(written(cell).find('\'') == std::string::npos);
  for (const std::string cell : {"-1+1", "+1+1", "-", "--", "+33 1 99 00 12 34=1+1", "-5=A1", "- 5", "-A1",
                                 "+1-2", "-1 2a", "-5;=1"}) {
    INFO(cell);
    CHECK(written(cell).find('\'') < 2);
  }
}

TEST_CASE("given cells that look as if we wrote them, when they are written and read, then they come back") {
  for (const std::string cell : {"'=1", "''=1", "'-5", "'x", "'", "a;'=1", "a;''=1;=2", "=a;'+b", "x\n'=1",
                                 "x\n=1\n-2\n- 3", "'a;=1", "' =", "'' +1+1", "' -5", "'\t"}) {
    INFO(cell);
    CHECK(read_back(written_table({{"a", cell}})) == std::vector<cells>{{"a", cell}});
  }
}

TEST_CASE(
    "given hostile cells and those that people write, when they are written, then none is run and all come "
    "back") {
  std::ifstream file("tests/formats/csv/data/injection_payloads.tsv");
  std::string line;
  std::getline(file, line);
  std::size_t count = 0;
  while (std::getline(file, line)) {
    INFO(line);
    const auto cell = unescaped(line.substr(line.find('\t') + 1));
    const auto text = written(cell);
    CHECK(read_back(written_table({{cell, "x"}})) == std::vector<cells>{{cell, "x"}});
    const auto inside = std::string_view(text).substr(text.starts_with('"') ? 1 : 0);
    if (line.starts_with("attack"))
      CHECK(std::string_view("=+-@\t\r\n").find(inside.front()) == std::string_view::npos);
    ++count;
  }
  CHECK(count > 50);
}

TEST_CASE(
    "given rows that could be taken for something else, when they are written and read, then they are the "
    "same") {
  CHECK(written_table({{""}}) == "\uFEFF\"\"\r\n");
  CHECK(read_back(written_table({{""}, {"a"}, {""}})) == std::vector<cells>{{""}, {"a"}, {""}});
  const std::vector<cells> hint{{"sep=;"}, {"a"}};
  CHECK_FALSE(find_dialect(written_table(hint)).with.has_hint);
  CHECK(read_back(written_table(hint)) == hint);
}

TEST_CASE("given any table, when it is written and read as one of ours, then it is the same") {
  const auto seed = seed_of_test();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const std::vector<std::string> parts{"a",      "1",      ",", ";", "\"", "\r",  "\n",     "\t",
                                       "'",      "=",      "-", "+", "@",  " ",   "\u00A0", "\u22121",
                                       "\uFF1D", "\uFEFF", "é", ".", "(",  "sep="};
  for (int round = 0; round < 20'000; ++round) {
    std::vector<cells> table(1 + random() % 3);
    for (auto& row : table) {
      row.resize(1 + random() % 3);
      for (auto& cell : row)
        for (auto n = random() % 7; n > 0; --n) cell += parts[random() % parts.size()];
    }
    REQUIRE(read_back(written_table(table)) == table);
  }
}
