// When the files of bulk rows are merged.
#include <catch2/catch.hpp>
#include <filesystem>

#include "events/log/table_files.hpp"
#include "projections/store.hpp"
#include "tests/projections/merging_by_hand.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

namespace {

constexpr int files = 80;
constexpr std::uint64_t rows_a_file = 6'000;

/// Rows that lie between those of the other files.
struct every_so_manyth final : bulk_rows {
  std::vector<std::string> keys;
  explicit every_so_manyth(int file) {
    for (std::uint64_t i = 0; i < rows_a_file; ++i) {
      const auto text = std::to_string(i * files + static_cast<std::uint64_t>(file));
      keys.push_back(std::string(16 - text.size(), '0') + text);
    }
  }
  [[nodiscard]] auto size() const -> std::size_t override { return keys.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override { return {keys[i], keys[i]}; }
};

auto files_in(const std::string& directory) -> int {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    count += entry.path().extension() == ".sst" ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE(
    "given files of rows that overlap, when some come in, then they stay as they are; when very many come, "
    "then "
    "they are merged, and hold the same rows") {
  const tests::temporary_directory here;
  const auto where = here.path() + "/rows";
  tests::merging_by_hand machine{checking_env()};
  auto rows = projection_store::open({.directory = where, .env = &machine});
  REQUIRE(rows);
  constexpr int some = 50;
  for (int i = 0; i < some; ++i) REQUIRE((*rows)->write_bulk(family::places, every_so_manyth{i}));
  CHECK_FALSE(machine.has_to_merge());
  CHECK(files_in(where) == some);
  for (int i = some; i < files; ++i) REQUIRE((*rows)->write_bulk(family::places, every_so_manyth{i}));
  CHECK(machine.has_to_merge());
  machine.merge();
  CHECK(files_in(where) < some);
  std::uint64_t found = 0;
  const auto walked =
      (*rows)->scan(family::places, {}, {}, [&](std::string_view key, std::string_view value) {
        const auto text = std::to_string(found++);
        return key == std::string(16 - text.size(), '0') + text && value == key;
      });
  REQUIRE(walked);
  CHECK(found == files * rows_a_file);
}
