// Spools of sheets: whatever is written is read again, from any row on, and what is damaged is told.
#include "formats/xlsx/spool.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <fstream>
#include <iterator>

#include "tests/formats/csv/support.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::formats::xlsx {
namespace {

struct written_row {
  std::uint64_t row = 0;
  std::vector<std::string> cells;
  friend auto operator==(const written_row&, const written_row&) -> bool = default;
};

auto rows_by(std::uint64_t seed, std::size_t count) -> std::vector<written_row> {
  std::mt19937_64 random{seed};
  std::vector<written_row> rows;
  for (std::uint64_t number = 0; rows.size() < count;) {
    number += 1 + random() % 3;
    auto& one = rows.emplace_back(written_row{number, {}});
    const auto width = 1 + random() % 12;
    for (std::size_t i = 0; i + 1 < width; ++i)
      one.cells.emplace_back(random() % 3 == 0 ? 0 : random() % 40, static_cast<char>('a' + random() % 26));
    // Few are longer than several blocks.
    one.cells.emplace_back(random() % 50 == 0 ? 1 + random() % 200'000 : 1 + random() % 30, 'z');
  }
  return rows;
}

auto write(const std::string& path, const std::vector<written_row>& rows, std::string_view made_of) -> bool {
  const auto to = spool_writer::at(path);
  if (to == nullptr) return false;
  for (const auto& one : rows) {
    row sparse;
    sparse.row = one.row;
    for (std::size_t i = 0; i < one.cells.size(); ++i)
      if (!one.cells[i].empty()) sparse.cells.push_back({static_cast<std::uint32_t>(i), 0, one.cells[i]});
    if (!to->add(sparse)) return false;
  }
  table_head head;
  head.names = {"a", "b"};
  head.header = {{"Title"}, {"a", "b"}};
  head.rows_at.row = 3;
  return to->finish(head, made_of);
}

auto read(spool_reader& from) -> std::vector<written_row> {
  std::vector<written_row> rows;
  while (const auto* const one = from.next())
    rows.push_back({one->row, {one->cells.begin(), one->cells.end()}});
  return rows;
}

auto content(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("given rows of a sheet, when they are spooled, then they are read again from any row on") {
  const auto seed = csv::testing::seed_of_test();
  INFO("WAYBILL_TEST_SEED=" << seed);
  const tests::temporary_directory folder;
  const auto path = folder.path() + "/a.spool";
  const auto rows = rows_by(seed, 400);
  REQUIRE(write(path, rows, "one"));
  const auto from = spool_reader::at(path, "one");
  REQUIRE(from != nullptr);
  CHECK(from->rows() == rows.size());
  CHECK(from->head().names == std::vector<std::string>{"a", "b"});
  CHECK(from->head().header.size() == 2);
  CHECK(from->head().rows_at.row == 3);
  CHECK(read(*from) == rows);
  for (std::size_t record = 1; record <= rows.size() + 1; ++record) {
    INFO("from row " << record);
    REQUIRE(from->go_to(record));
    const auto* const one = from->next();
    CHECK((one == nullptr) == (record > rows.size()));
    if (one == nullptr) continue;
    CHECK(one->record == record);
    CHECK(one->row == rows[record - 1].row);
    CHECK(std::equal(one->cells.begin(), one->cells.end(), rows[record - 1].cells.begin(),
                     rows[record - 1].cells.end()));
  }
}

TEST_CASE("given the same rows, when they are spooled twice, then byte by byte the same, with its offsets") {
  const tests::temporary_directory folder;
  const auto rows = rows_by(7, 300);
  REQUIRE(write(folder.path() + "/a", rows, "one"));
  REQUIRE(write(folder.path() + "/b", rows, "one"));
  CHECK(content(folder.path() + "/a") == content(folder.path() + "/b"));
  const auto from = spool_reader::at(folder.path() + "/a", "one");
  std::vector<std::uint64_t> ends;
  while (const auto* const one = from->next()) ends.push_back(one->end_offset);
  REQUIRE(from->go_to(100));
  CHECK(from->next()->end_offset == ends[99]);
}

TEST_CASE("given a spool of no rows, when it is read, then it has none") {
  const tests::temporary_directory folder;
  REQUIRE(write(folder.path() + "/a", {}, "one"));
  const auto from = spool_reader::at(folder.path() + "/a", "one");
  REQUIRE(from != nullptr);
  CHECK(from->next() == nullptr);
  CHECK_FALSE(from->failed());
}

TEST_CASE("given a spool of something else, or none, when it is opened, then there is none") {
  const tests::temporary_directory folder;
  REQUIRE(write(folder.path() + "/a", rows_by(7, 3), "one"));
  CHECK(spool_reader::at(folder.path() + "/a", "two") == nullptr);
  CHECK(spool_reader::at(folder.path() + "/b", "one") == nullptr);
}

TEST_CASE("given a spool with any byte changed or cut off, when it is read, then no row is another") {
  const auto seed = csv::testing::seed_of_test();
  INFO("WAYBILL_TEST_SEED=" << seed);
  const tests::temporary_directory folder;
  const auto rows = rows_by(seed, 100);
  REQUIRE(write(folder.path() + "/a", rows, "one"));
  const auto sound = content(folder.path() + "/a");
  std::mt19937_64 random{seed};
  for (int i = 0; i < 100; ++i) {
    auto bytes = sound;
    const auto at = random() % bytes.size();
    INFO("at byte " << at << (i % 4 == 0 ? " cut" : " changed"));
    if (i % 4 == 0)
      bytes.resize(at);
    else
      bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << random() % 8));
    const auto path = folder.path() + "/damaged";
    std::ofstream(path, std::ios::binary) << bytes;
    const auto from = spool_reader::at(path, "one");
    if (from == nullptr) continue;
    const auto got = read(*from);
    CHECK(from->failed());
    CHECK(got.size() < rows.size());
    CHECK(std::equal(got.begin(), got.end(), rows.begin()));
  }
}

TEST_CASE("given a spool that was not finished, when it is given up, then nothing is left") {
  const tests::temporary_directory folder;
  { REQUIRE(spool_writer::at(folder.path() + "/a")->add({1, {{0, 0, "x"}}})); }
  CHECK(std::filesystem::is_empty(folder.path()));
}

}  // namespace waybill::formats::xlsx
