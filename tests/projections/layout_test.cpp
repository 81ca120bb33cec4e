// Read models that another version of Waybill laid out.
#include <catch2/catch.hpp>

#include <rocksdb/sst_file_reader.h>

#include <filesystem>

#include "projections/store.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

TEST_CASE(
    "given read models of another layout, when they are opened, then they are refused as not readable") {
  const tests::temporary_directory here;
  {
    auto rows = projection_store::open({here.path() + "/rows"});
    REQUIRE(rows);
    row_changes changes;
    projection_store::put_checkpoint(changes, "collections", 7);
    SECTION("one that says which") { changes.put(family::checkpoints, "layout", "1"); }
    SECTION("one from before they said so") { changes.erase(family::checkpoints, "layout"); }
    REQUIRE((*rows)->write(changes));
  }
  const auto again = projection_store::open({here.path() + "/rows"});
  REQUIRE_FALSE(again);
  CHECK(again.why().code == errc::corrupt);
}

TEST_CASE("given read models of which a file is gone, when they are opened, then that is said as damage") {
  const tests::temporary_directory here;
  const auto rows_path = here.path() + "/rows";
  REQUIRE(projection_store::open({rows_path}));
  const std::string gone = GENERATE("MANIFEST", "CURRENT");
  CAPTURE(gone);
  for (const auto& file : std::filesystem::directory_iterator(rows_path))
    if (file.path().filename().string().starts_with(gone)) std::filesystem::remove(file.path());
  const auto again = projection_store::open({rows_path});
  REQUIRE_FALSE(again);
  CHECK(again.why().code == errc::corrupt);
}

TEST_CASE("given a closed list of files that is cut off at any byte, when it is opened, then it is named") {
  const tests::temporary_directory here;
  const auto rows_path = here.path() + "/rows";
  for (std::uint64_t start = 1; start <= 3; ++start) {
    const auto rows = projection_store::open({rows_path});
    REQUIRE(rows);
    row_changes changes;
    projection_store::put_checkpoint(changes, "collections", start);
    REQUIRE((*rows)->write(changes));
  }
  std::filesystem::path list;
  for (const auto& file : std::filesystem::directory_iterator(rows_path))
    if (file.path().filename().string().starts_with("MANIFEST")) list = file.path();
  const auto copy = here.path() + "/copy";
  for (std::uintmax_t size = 0; size < std::filesystem::file_size(list); size += 7) {
    std::filesystem::remove_all(copy);
    std::filesystem::copy(rows_path, copy);
    std::filesystem::resize_file(copy / list.filename(), size);
    const auto again = projection_store::open({copy});
    REQUIRE_FALSE(again);
    CHECK(again.why().code == errc::corrupt);
    CHECK(again.why().message.find(list.filename().string()) != std::string::npos);
  }
}

TEST_CASE("given read models of this layout, when they are opened again, then they are taken as they are") {
  const tests::temporary_directory here;
  for (int start = 0; start < 2; ++start) {
    auto rows = projection_store::open({here.path() + "/rows"});
    REQUIRE(rows);
    CHECK((*rows)->checkpoint("collections").operator*() == (start == 0 ? 0 : 7));
    row_changes changes;
    projection_store::put_checkpoint(changes, "collections", 7);
    REQUIRE((*rows)->write(changes));
  }
}

namespace {

/// Each stands below the one before, as the levels of one host do.
struct long_keys final : bulk_rows {
  static constexpr std::size_t levels = 6'000;
  std::string deepest = std::string(2 * levels, '/');
  [[nodiscard]] auto size() const -> std::size_t override { return levels; }
  [[nodiscard]] auto at(std::size_t i) const -> row override {
    return {std::string_view(deepest).substr(0, levels + i), "1"};
  }
};

}  // namespace

TEST_CASE("given keys that are longer than a block, when they are written, then an index holds few of them") {
  const tests::temporary_directory here;
  const long_keys keys;
  {
    const auto rows = projection_store::open({here.path() + "/rows"});
    REQUIRE(rows);
    REQUIRE((*rows)->write_bulk(family::tree, keys));
  }
  std::uint64_t index_bytes = 0, key_bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(here.path() + "/rows")) {
    if (entry.path().extension() != ".sst") continue;
    rocksdb::SstFileReader file{rocksdb::Options{}};
    REQUIRE(file.Open(entry.path()).ok());
    const auto properties = file.GetTableProperties();
    index_bytes += properties->index_size + properties->filter_size;
    key_bytes += properties->raw_key_size;
  }
  CHECK(key_bytes > keys.size() * long_keys::levels);
  CHECK(index_bytes < key_bytes / 8);
}
