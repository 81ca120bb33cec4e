#include "formats/xlsx/writer.hpp"

#include <sys/resource.h>
#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/values.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::formats::xlsx::testing {
namespace {

using table = std::vector<std::vector<std::string>>;

auto views_of(const std::vector<std::string>& cells) -> std::vector<std::string_view> {
  return {cells.begin(), cells.end()};
}

/// The rows of a sheet as they stand, without empty cells at their ends.
auto rows_of(const std::string& path, std::size_t sheet = 0) -> table {
  fault why;
  const auto book = workbook::open(path, std::filesystem::path(path).parent_path(), why);
  REQUIRE(book != nullptr);
  table rows;
  sheet_reader from(book, sheet);
  while (const auto* const one = from.next()) {
    rows.resize(one->row);
    for (const auto& cell : one->cells) {
      rows.back().resize(cell.column + 1);
      rows.back().back() = cell.text;
    }
  }
  CHECK_FALSE(from.why());
  return rows;
}

class house {
 public:
  /// The bytes as a file.
  static auto kept(byte_source& bytes, const std::string& folder) -> std::string {
    auto path = folder + "/book.xlsx";
    std::ofstream to(path, std::ios::binary);
    std::string piece(10'000, '\0');
    for (std::int64_t got = 1; got > 0;) {
      got = bytes.read(piece.data(), piece.size());
      to.write(piece.data(), std::max<std::int64_t>(got, 0));
    }
    return path;
  }
  auto written(writer& from) -> std::string {
    const auto bytes = from.finish();
    REQUIRE(bytes != nullptr);
    return kept(*bytes, directory_.path());
  }
  auto back(const table& rows) -> table {
    writer to{directory_.path()};
    for (const auto& row : rows) REQUIRE(to.add_row(views_of(row)));
    return rows_of(written(to));
  }
  /// One cell as it comes back.
  auto back(const std::string& cell) -> std::string {
    const auto rows = back(table{{cell}});
    return rows.empty() || rows[0].empty() ? "" : rows[0][0];
  }
  [[nodiscard]] auto folder() const -> std::string { return directory_.path(); }

 private:
  tests::temporary_directory directory_;
};

auto random_cell(std::mt19937& random) -> std::string {
  static const std::vector<std::string> pieces{"a",
                                               "_",
                                               "x",
                                               "_x",
                                               "0041",
                                               "000D",
                                               "_x0041_",
                                               "_x005F_",
                                               "\r",
                                               "\n",
                                               "\t",
                                               " ",
                                               "\x01",
                                               "\x1F",
                                               "<",
                                               "&",
                                               "\"",
                                               "\xC3\xA9",
                                               "\xF0\x9F\x98\x80",
                                               "\xEF\xBF\xBE",
                                               "\xEF\xBF\xBF",
                                               "1",
                                               "0",
                                               ".",
                                               "-",
                                               "5",
                                               "=",
                                               "'",
                                               "e"};
  std::string cell;
  for (auto left = random() % 8; left > 0; --left) cell += pieces[random() % pieces.size()];
  return cell;
}

}  // namespace

TEST_CASE("given any table, when it is written and read, then it is the same table") {
  house here;
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  table rows;
  for (int i = 0; i < 3'000; ++i) {
    auto& row = rows.emplace_back();
    for (auto left = random() % 6; left > 0; --left) row.push_back(random_cell(random));
    row.emplace_back("end");
  }
  CHECK(here.back(rows) == rows);
}

TEST_CASE("given numbers of all sizes, when they are written as numbers, then they read back the same") {
  house here;
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  table rows;
  std::size_t plain = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto digits = std::to_string(random() % 1'000'000'000'000'000'000ULL);
    digits.resize(1 + random() % digits.size());
    if (random() % 2 == 0) digits.insert(random() % (digits.size() + 1), ".");
    if (random() % 3 == 0) digits.insert(0, "-");
    if (random() % 5 == 0) digits.insert(0, "0");
    plain += static_cast<std::size_t>(is_plain_number(digits));
    rows.push_back({digits});
  }
  CHECK(plain > 5'000);
  CHECK(here.back(rows) == rows);
}

TEST_CASE(
    "given texts that look like numbers, when they are written, then only those that stay the same are") {
  for (const auto* one :
       {"0", "1", "-1", "1.5", "0.5", "-0.25", "9.95", "123456789012345", "0.000001", "1000000"})
    CHECK(is_plain_number(one));
  for (const auto* one : {"",
                          "-",
                          "-0",
                          "-0.0",
                          "01",
                          "1.0",
                          "1.50",
                          ".5",
                          "1.",
                          "1e5",
                          "+1",
                          "1,5",
                          " 1",
                          "0.0000001",
                          "1234567890123456",
                          "1.234567890123456",
                          "0x1",
                          "inf",
                          "nan",
                          "1.5.1",
                          "1-1",
                          "00"})
    CHECK_FALSE(is_plain_number(one));
}

TEST_CASE("given what XML cannot hold, when it is written, then it is escaped as workbooks have it") {
  const auto written = [](std::string_view cell) {
    std::string out;
    CHECK(append_escaped(cell, 32'767, out));
    return out;
  };
  using namespace std::string_view_literals;
  CHECK(written("\x01\0\r\n\t"sv) == "_x0001__x0000__x000D_\n\t");
  CHECK(written("_x0041_ _x00 _X0041_") == "_x005F_x0041_ _x00 _X0041_");
  CHECK(written("_x0041\r") == "_x005F_x0041_x000D_");
  CHECK(written("_x0041_x0042_") == "_x005F_x0041_x005F_x0042_");
  CHECK(written("a\xFFz\xC3") == "a\xEF\xBF\xBDz\xEF\xBF\xBD");
  CHECK(written("\xEF\xBF\xBF\xEF\xBF\xBD") == "_xFFFF_\xEF\xBF\xBD");
  house here;
  CHECK(here.back("\x7F\x1B[31m") == "\x7F\x1B[31m");
  CHECK(here.back(" a ") == " a ");
  CHECK(here.back("=1+1") == "=1+1");
}

TEST_CASE("given a cell that is too long, when it is written, then it is cut, and the row says so") {
  house here;
  writer to{here.folder(), {.cell_characters = 10}};
  to.add_header(views_of({"a", "b", "c"}));
  CHECK(to.add_row(views_of({"0123456789", "x"})));
  CHECK(to.add_row(views_of({"0123456789a"})));
  CHECK(to.add_row(
      views_of({"\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80!"})));
  CHECK(to.add_row(views_of({"1234\r"})));
  CHECK(to.add_row(views_of({"1", "2", "3", "4", "01234567890"})));
  const auto rows = rows_of(here.written(to));
  REQUIRE(rows.size() == 6);
  CHECK(rows[1] == std::vector<std::string>{"0123456789", "x"});
  CHECK(rows[2] == std::vector<std::string>{"0123456789", "", "", "cut"});
  CHECK(rows[3].back() == "cut");
  CHECK(rows[4] == std::vector<std::string>{"1234", "", "", "cut"});
  CHECK(rows[5] == std::vector<std::string>{"1", "2", "3", "4", "0123456789", "cut"});
  const std::string longest(32'767, 'a');
  CHECK(here.back(longest) == longest);
  CHECK(here.back(longest + "b") == longest);
}

TEST_CASE(
    "given more rows than a sheet has, when they are written, then further sheets have the same header") {
  house here;
  writer to{here.folder(), {.rows = 4}};
  to.add_header(views_of({"title"}));
  to.add_header(views_of({"2024", "b"}));
  for (int i = 0; i < 5; ++i) CHECK(to.add_row(views_of({std::to_string(i), "x"})));
  CHECK(to.written_bytes() > 0);
  const auto path = here.written(to);
  CHECK(rows_of(path, 0) == table{{"title"}, {"2024", "b"}, {"0", "x"}, {"1", "x"}});
  CHECK(rows_of(path, 1) == table{{"title"}, {"2024", "b"}, {"2", "x"}, {"3", "x"}});
  CHECK(rows_of(path, 2) == table{{"title"}, {"2024", "b"}, {"4", "x"}});
}

TEST_CASE("given nothing to write, when it is finished, then it is a workbook without rows") {
  house here;
  writer to{here.folder()};
  CHECK(rows_of(here.written(to)).empty());
  CHECK(here.back(table{{"", ""}, {"a"}}) == table{{}, {"a"}});
}

TEST_CASE(
    "given more columns than a sheet has, when a row is written, then there is a fault and no workbook") {
  house here;
  writer to{here.folder(), {.columns = 2}};
  CHECK(to.add_row(views_of({"a", "b"})));
  CHECK_FALSE(to.add_row(views_of({"a", "b", "c"})));
  CHECK_FALSE(to.add_row(views_of({"a"})));
  CHECK(to.why() == write_fault::too_many_columns);
  CHECK(to.finish() == nullptr);
}

TEST_CASE(
    "given a disk that takes no more, when a workbook is finished, then there is a fault and no workbook") {
  house here;
  {
    writer nowhere{here.folder() + "/missing"};
    CHECK_FALSE(nowhere.add_row(views_of({"a"})));
    CHECK(nowhere.why() == write_fault::no_room);
    CHECK(nowhere.finish() == nullptr);
  }
  const std::vector<std::string> row(10, "cell");
  const table all(1'500, row);
  // With files of at most so many bytes: none, or all of it.
  const auto is_written = [&](rlim_t limit) {
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    writer to{here.folder()};
    const rlimit small{std::min(limit, before.rlim_max), before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    for (const auto& one : all) to.add_row(views_of(one));
    const auto whole = to.finish();
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    INFO(limit);
    CHECK(to.why() == (whole ? write_fault::none : write_fault::no_room));
    if (whole) CHECK(rows_of(house::kept(*whole, here.folder())) == all);
    return whole != nullptr;
  };
  std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(is_written(RLIM_INFINITY));
  rlim_t too_few = 1'000;
  rlim_t enough = 10'000'000;
  while (enough - too_few > 1) {
    const auto between = (too_few + enough) / 2;
    (is_written(between) ? enough : too_few) = between;
  }
  // The sheet stands in one file, and with what is around it in another, a little longer.
  for (rlim_t less = 1; less < 2'000; less += less < 200 ? 7 : 101) CHECK_FALSE(is_written(enough - less));
  std::signal(SIGXFSZ, SIG_DFL);
  std::filesystem::remove(here.folder() + "/book.xlsx");
  CHECK(std::filesystem::is_empty(here.folder()));
}

}  // namespace waybill::formats::xlsx::testing
