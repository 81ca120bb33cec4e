// When the files of bulk rows are merged.
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <thread>

#include "projections/store.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

namespace {

constexpr int files = 20;
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
    "given merging is held, when many files of rows come in, then they stay as they are; when it is no "
    "longer held, then they are merged, and hold the same rows") {
  const tests::temporary_directory here;
  const auto where = here.path() + "/rows";
  auto rows = projection_store::open({where});
  REQUIRE(rows);
  (*rows)->hold_merging(true);
  for (int i = 0; i < files; ++i) REQUIRE((*rows)->write_bulk(family::places, every_so_manyth{i}));
  CHECK(files_in(where) == files);
  const auto before = (*rows)->content_digest();
  REQUIRE(before);
  CHECK(files_in(where) == files);

  (*rows)->hold_merging(false);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (files_in(where) >= files && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  CHECK(files_in(where) < files);
  const auto after = (*rows)->content_digest();
  REQUIRE(after);
  CHECK(*after == *before);
}
