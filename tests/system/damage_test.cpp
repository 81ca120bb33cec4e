// Files that somebody else changed behind the server's back. What damage in each kind of file leads to is in
// the crash table; here is what must hold for the two that were once wrong.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto files_below(const fs::path& folder, const std::string& extension) -> std::vector<fs::path> {
  std::vector<fs::path> all;
  for (const auto& each : fs::recursive_directory_iterator(folder))
    if (each.path().extension() == extension) all.push_back(each.path());
  return all;
}

void flip(const fs::path& file, std::size_t at) {
  auto bytes = read_file(file);
  bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
  write_file(file, bytes);
}

}  // namespace

TEST_CASE(
    "given an import that waits paused, when a letter of its stored file changes, then nothing of it is "
    "applied") {
  const temp_directory data;
  const auto who = make_account(data.path(), "alice");
  const variables one_seat{{"WAYBILL_IMPORTS_CONCURRENT", "1"}, {"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"}};
  auto at = std::make_unique<server>(data.path(), one_seat);
  person alice(*at, who);
  const auto running = alice.import(good_document(1, 20'000));
  const auto paused = alice.import(good_document(30'001, 10));
  REQUIRE(alice.command(paused, "pause").status == 202);
  REQUIRE(alice.command(running, "cancel").status == 202);
  alice.wait_for_status(running, "cancelled");
  const bool restarted = GENERATE(true, false);
  CAPTURE(restarted);
  if (restarted) REQUIRE(at->stop().status == 0);
  const auto before = alice.look(paused);
  for (const auto& file : files_below(data.path() / "imports", ".json")) {
    const auto title = read_file(file).find("30005");
    if (title != std::string::npos) flip(file, title);
  }
  if (restarted) {
    at = std::make_unique<server>(data.path(), one_seat);
    alice.now_at(*at);
  }
  REQUIRE(alice.command(paused, "resume").status == 202);
  const auto import = alice.outcome_of(paused);
  CHECK(import.at("status") == "failed");
  CHECK(import.at("error").at("code") == "file_changed");
  CHECK(import.at("progress").at("processed") == 0);
}

TEST_CASE(
    "given damage in any file of the read models, when they are read, then it is named and mended by the "
    "next "
    "starts") {
  constexpr std::size_t count = waybill::tests::bulk(4'000);
  const temp_directory data;
  const auto who = make_account(data.path(), "alice");
  std::vector<std::string> items;
  {
    server at(data.path(), {{"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", "1000"}});
    const person alice(at, who);
    REQUIRE(alice.outcome_of(alice.import(good_document(1, count))).at("status") == "completed");
    items = alice.exported_items();
    REQUIRE(at.stop().status == 0);
  }
  const auto tables = files_below(data.path() / "projections", ".sst");
  REQUIRE_FALSE(tables.empty());
  bool named = false;
  // At the front, in the middle and near the end of each: rows, their index, what the file says of itself.
  for (const auto& original : tables)
    for (const double share : {0.0, 0.5, 0.98}) {
      const temp_directory copy;
      fs::copy(data.path(), copy.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
      const auto file = copy.path() / fs::relative(original, data.path());
      flip(file, static_cast<std::size_t>(static_cast<double>(fs::file_size(file)) * share));
      std::vector<std::string> told;
      std::string said;
      for (int start = 0; start < 4 && told.empty(); ++start) {
        server at(copy.path());
        try {
          told = person(at, who).exported_items();
        } catch (const std::exception&) {
          // It ended itself: the next start folds the read models again.
        }
        said += at.log();
      }
      CAPTURE(file, share, said);
      CHECK(told == items);
      if (said.find("projections.damaged") != std::string::npos ||
          said.find("projections.set_aside") != std::string::npos) {
        named = true;
        CHECK(said.find(file.filename().string()) != std::string::npos);
      }
    }
  CHECK(named);
}
